"""What can keep a certificate from being issued, revoked or shown, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class CertificateNotFound(NotFound):
    code = "certificate_not_found"
    message = lazy("No certificate has this number. Compare it with the paper, sign by sign.")


class CertificateLinkNotFound(NotFound):
    code = "certificate_link_not_found"
    message = lazy("This link is not complete or not valid any more. Open it again from the e-mail you received.")


class KeyNotFound(NotFound):
    code = "key_not_found"


class AlreadyRevoked(Conflict):
    code = "already_revoked"
    message = lazy("This certificate has been revoked already.")


class NoLongerPrintable(Conflict):
    code = "certificate_without_holder"
    message = lazy("Its holder has asked to be forgotten: this certificate can be checked, but not printed again.")
