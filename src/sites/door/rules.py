"""Signed passes that end by themselves: for the screen, for the code on it, for the form, for a known browser. Pure.

Nothing is kept of them: what a pass is for stands in it, and only this installation can make one.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

CODE_CHANGES: Final = 30
"""Seconds after which the screen shows another code."""
_CODE_HOLDS: Final = 4
FORM_HOLDS: Final = timedelta(minutes=10)
BROWSER_HOLDS: Final = timedelta(days=180)
_MAC: Final = 16
_MOMENT: Final = 5


class Pass(StrEnum):
    SCREEN = "screen"
    CODE = "code"
    FORM = "form"
    BROWSER = "browser"


def sign(kind: Pass, subject: UUID, ends: datetime, *, secret: bytes) -> str:
    """`subject` is the session, or of a browser the learner."""
    content = subject.bytes + int(ends.timestamp()).to_bytes(_MOMENT, "big")
    return base64.urlsafe_b64encode(content + _mac(kind, content, secret)).decode().rstrip("=")


def subject_of(kind: Pass, token: str, *, now: datetime, secret: bytes) -> UUID | None:
    """None: not ours, made for something else, or at its end."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + _MOMENT + _MAC:
        return None
    content, mac = raw[:-_MAC], raw[-_MAC:]
    if not hmac.compare_digest(mac, _mac(kind, content, secret)):
        return None
    return UUID(bytes=content[:16]) if now.timestamp() < int.from_bytes(content[16:], "big") else None


def shown_code(session_id: UUID, *, now: datetime, secret: bytes) -> str:
    """The same for half a minute; it holds for at least a minute and a half, and at most two."""
    window = int(now.timestamp()) // CODE_CHANGES
    ends = datetime.fromtimestamp((window + _CODE_HOLDS) * CODE_CHANGES, now.tzinfo)
    return sign(Pass.CODE, session_id, ends, secret=secret)


def digits(form_pass: str, registration_id: UUID, *, secret: bytes) -> str:
    """Six digits, mailed to the person: they hold as long as the form."""
    made = hmac.new(secret, b"door digits" + registration_id.bytes + form_pass.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(made[:8], 'big') % 1_000_000:06}"


def _mac(kind: Pass, content: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, b"door " + kind.encode() + content, hashlib.sha256).digest()[:_MAC]
