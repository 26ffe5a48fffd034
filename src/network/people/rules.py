"""Decisions about accounts and roles. Pure."""

import re
import unicodedata
from typing import Final

from network.access.roles import MAY_GRANT, Role

_EMAIL: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_LOCAL: Final = re.compile(r"[^@\s,;<>\"]+@[a-z0-9-]+")


def normalised_email(text: str) -> str | None:
    """Trimmed, NFC, lower case; None for what cannot be an address."""
    email = unicodedata.normalize("NFC", text).strip().lower()
    if len(email) > 320 or ".." in email or not (_EMAIL.fullmatch(email) or _LOCAL.fullmatch(email)):
        return None
    return email


def may_grant(held: frozenset[Role], role: Role) -> bool:
    """Whether somebody who holds these roles above a unit may give `role` on it."""
    return any(role in MAY_GRANT.get(one, frozenset()) for one in held)
