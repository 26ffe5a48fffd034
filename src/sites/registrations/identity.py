"""When two records are the same person: `contracts.md`, section 4. And what a learner is found by.

The network counts people by a keyed hash. The key is in the database, made when it was made; the role
of headquarters cannot read it.
"""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from i18n.search import fold
from i18n.sorting import sort_key

_KEY = text("select value from core.secrets where name = 'person key'")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person apart from others."""

    given_name: str
    family_name: str
    email: str | None
    birth_date: date | None


def normalised_email(address: str | None) -> str | None:
    """As it is stored and compared: trimmed, lower case, NFC. None for nothing."""
    return unicodedata.normalize("NFC", address or "").strip().lower() or None


async def identity_key(session: AsyncSession) -> bytes:
    """The secret of `person_key`. Ask once for a whole batch of learners."""
    return bytes((await session.execute(_KEY)).scalar_one())


def person_key(key: bytes, identity: Identity, *, learner_id: UUID) -> bytes:
    """The same for the same e-mail; without e-mail, for the same full name and birth date. Somebody who
    gave too little to be recognised is a person of their own."""
    if email := normalised_email(identity.email):
        said = f"e-mail\n{email}"
    elif identity.birth_date is not None:
        said = f"name\n{fold(f'{identity.given_name} {identity.family_name}')}\n{identity.birth_date.isoformat()}"
    else:
        said = f"record\n{learner_id}"
    return hmac.new(key, said.encode(), hashlib.sha256).digest()


def derived_columns(key: bytes, identity: Identity, *, learner_id: UUID, ref: str, language: str) -> dict[str, Any]:
    """The columns of `Learner` that follow from the others. `language` is the site's first: it decides
    the order of its lists."""
    names = f"{identity.family_name} {identity.given_name}".strip()
    words = (identity.given_name, identity.family_name, identity.email or "", ref)
    return {
        "person_key": person_key(key, identity, learner_id=learner_id),
        "sort_key": sort_key(names, language),
        "search": fold(" ".join(word for word in words if word)),
    }
