"""What can be done with certificates."""

from sites.certificates.actions.assessing import note_assessments
from sites.certificates.actions.badging import badge_of, change_signing_key, signed_status_list
from sites.certificates.actions.issuing import Issued, issue_certificates
from sites.certificates.actions.requiring import NewRule, change_rule
from sites.certificates.actions.revoking import revoke_certificate

__all__ = [
    "Issued",
    "NewRule",
    "badge_of",
    "change_rule",
    "change_signing_key",
    "issue_certificates",
    "note_assessments",
    "revoke_certificate",
    "signed_status_list",
]
