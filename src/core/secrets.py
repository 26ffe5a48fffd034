"""Secret links, cookies and tokens: what is kept of them, and how a link is derived."""

import base64
import hashlib
import hmac
from uuid import UUID


def token_hash(token: str) -> bytes:
    """What is kept of a secret: 256 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def derived_token(secret: bytes, purpose: str, row_id: UUID) -> str:
    """The secret of a link to a row, made from the installation's secret: a mail can be written
    again, and neither the row nor the queue holds the link itself."""
    digest = hmac.new(secret, f"{purpose}:{row_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def keyed_hash(secret: bytes, purpose: str, text: str) -> str:
    """To recognise something that could be guessed (an e-mail address) without keeping it."""
    return hmac.new(secret, f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()
