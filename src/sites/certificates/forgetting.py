"""What is kept of a learner's certificates."""

from i18n.messages import lazy
from sites.certificates.models import Certificate
from sites.forgetting import keeps, of_registration

keeps(
    Certificate,
    title=lazy("Certificates"),
    of=of_registration(Certificate),
    shown={
        "code": lazy("Code"),
        "issued_on": lazy("Issued on"),
        "revoked_on": lazy("Revoked on"),
        "revoked_reason": lazy("Reason"),
        "curriculum_version": lazy("Version"),
    },
    forgets={"revoked_reason": ""},
    stays={"code", "curriculum_version", "issued_on", "revoked_on"},
    why=lazy("That a certificate with this code was issued, so that it can still be checked. It names nobody."),
)
