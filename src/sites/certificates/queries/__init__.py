"""What can be asked about certificates."""

from sites.certificates.queries.issued import (
    FullCertificate,
    ListedCertificate,
    awaiting,
    certificate_by_code,
    certificate_page,
    certificates_of_cohort,
    certificates_of_learner,
)
from sites.certificates.queries.issuer import issuer_of, published_key, published_keys, revoked_indexes, signing_key
from sites.certificates.queries.standing import Candidate, Candidates, candidates, requirement_of

__all__ = [
    "Candidate",
    "Candidates",
    "FullCertificate",
    "ListedCertificate",
    "awaiting",
    "candidates",
    "certificate_by_code",
    "certificate_page",
    "certificates_of_cohort",
    "certificates_of_learner",
    "issuer_of",
    "published_key",
    "published_keys",
    "requirement_of",
    "revoked_indexes",
    "signing_key",
]
