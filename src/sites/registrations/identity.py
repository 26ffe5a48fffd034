"""Who is the same person: the rule, the keyed hash the network counts by, and how people are sorted and found."""

import hashlib
import hmac
import re
import unicodedata
from datetime import date
from typing import Final

from sqlalchemy import column, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from core.tenancy import site_of
from i18n.search import fold
from i18n.sorting import sort_key

_SECRETS = table("secrets", column("name"), column("value"), schema="core")
_MAILBOX: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HOST_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def person_key(
    key: bytes,
    *,
    email: str | None,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    fallback: str,
) -> bytes:
    """The same for two records of one person, whatever the site: equal e-mail; without e-mail, equal
    full name and birth date. `fallback` (site and number) keeps everybody else apart."""
    name = _normal_name(f"{given_name} {family_name}")
    if email:
        identity = f"email|{normal_email(email)}"
    elif name and birth_date is not None:
        identity = f"name|{name}|{birth_date.isoformat()}"
    else:
        identity = f"record|{fallback}"
    return hmac.new(key, identity.encode(), hashlib.sha256).digest()


async def network_key(session: AsyncSession) -> bytes:
    """What `person_key` is keyed with. Readable under a site's scope only, never by the group."""
    value = await session.execute(select(_SECRETS.c.value).where(_SECRETS.c.name == "person key"))
    return bytes(value.scalar_one())


async def hold_address(session: AsyncSession, email: str | None) -> None:
    """From here to the end of the transaction nobody else registers with this address at the site, nor erases who
    has it. Always before a cohort's lock."""
    if email is not None:
        await session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"{site_of(session)}|{email}", 0)))
        )


def normal_email(email: str) -> str:
    """As it is kept and compared: lower case, NFC, the host as machines write it."""
    text = unicodedata.normalize("NFC", email).strip().lower()
    mailbox, at, host = text.rpartition("@")
    if host.isascii():
        return text
    try:
        return f"{mailbox}{at}{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return text


def is_email(email: str) -> bool:
    """Whether a mail could be sent there."""
    text = normal_email(email)
    mailbox, at, host = text.rpartition("@")
    labels = host.split(".")
    return (
        bool(at)
        and len(text) <= 320
        and len(mailbox) <= 64
        and len(host) <= 253
        and _MAILBOX.fullmatch(mailbox) is not None
        and len(labels) >= 2
        and not labels[-1].isdigit()
        and all(_HOST_LABEL.fullmatch(label) for label in labels)
    )


def name_sort_key(given_name: str, family_name: str, *, language: str) -> bytes:
    """Family name first, in the order of the site's language."""
    return sort_key(f"{family_name}\t{given_name}".strip(), language)


def search_text(given_name: str, family_name: str, *, email: str | None, ref: str) -> str:
    """What `learners.search` holds: both orders of the name, so that either can be typed."""
    return fold(f"{given_name} {family_name} {given_name} {email or ''} {ref}")


def _normal_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())
