"""The link by which somebody answers: no account, nothing to remember. Kept is only its hash."""

import base64
import hashlib
import hmac
from uuid import UUID


def question_token(outcome_id: UUID, *, secret: bytes) -> str:
    """Made again for the reminder, so that both letters lead to the same page."""
    digest = hmac.new(secret, b"outcome link" + outcome_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def question_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
