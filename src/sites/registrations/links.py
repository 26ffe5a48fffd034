"""The learner's own link: no account, nothing to remember.

The token is made from the program's secret and the registration, so that a mail can be written again; kept is
only its hash, so that reading the table opens no registration.
"""

import base64
import hashlib
import hmac
from uuid import UUID


def link_token(registration_id: UUID, *, secret: bytes) -> str:
    """256 bits, as it stands in the address."""
    digest = hmac.new(secret, b"registration link" + registration_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def link_hash(token: str) -> bytes:
    """What is kept of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
