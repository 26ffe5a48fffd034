"""A word to the next page ("Saved."), carried once in a signed cookie."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Final

from i18n.messages import LazyText

COOKIE: Final = "archipel_flash"
KINDS: Final = ("success", "info", "warning", "danger")
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Flash:
    """Stored as the source text and its values, said in the reader's language."""

    kind: str
    text: LazyText


def to_cookie(flash: Flash, values: dict[str, Any], secret: bytes) -> str:
    body = json.dumps([flash.kind, flash.text.source, values], ensure_ascii=True, default=str).encode()
    return base64.urlsafe_b64encode(_signature(body, secret) + body).decode()


def from_cookie(cookie: str | None, secret: bytes) -> list[Flash]:
    """What the cookie says; nothing if it was not written here."""
    if not cookie or len(cookie) > _LONGEST:
        return []
    try:
        signed = base64.urlsafe_b64decode(cookie.encode("ascii", "replace"))
        if not hmac.compare_digest(signed[:16], _signature(signed[16:], secret)):
            return []
        kind, message, values = json.loads(signed[16:])
    except ValueError:
        return []
    return [Flash(kind, LazyText(message, values))]


def _signature(body: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, b"flash" + body, hashlib.sha256).digest()[:16]
