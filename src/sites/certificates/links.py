"""The learner's link to a certificate: no account, nothing to remember, nothing kept of it."""

import hmac
from uuid import UUID

from core.secrets import derived_token

_PURPOSE = "certificate"


def certificate_token(certificate_id: UUID, *, secret: bytes) -> str:
    return derived_token(secret, _PURPOSE, certificate_id)


def is_token_of(token: str, certificate_id: UUID, *, secret: bytes) -> bool:
    expected = certificate_token(certificate_id, secret=secret)
    return hmac.compare_digest(token.encode("utf-8", "surrogateescape"), expected.encode())


def certificate_path(site_code: str, code: str, certificate_id: UUID, *, secret: bytes) -> str:
    """Without a language."""
    return f"/{site_code}/certificates/{code}/{certificate_token(certificate_id, secret=secret)}"
