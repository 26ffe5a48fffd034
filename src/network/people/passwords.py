"""Passwords: Argon2id, a few at a time, off the event loop."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from network.people.errors import PasswordTooCommon, PasswordTooShort

SHORTEST = 10
LONGEST = 200
_COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "password123",
        "qwertyuiop",
        "motdepasse",
        "haslo12345",
        "contrasena",
        "wachtwoord",
        "passwort123",
        "azertyuiop",
        "archipel123",
        "iloveyou12",
        "adminadmin",
        "letmein123",
        "welcome123",
    ]
)
# OWASP: 46 MiB, one pass, one lane: 67 ms on a small server.
_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_turns = asyncio.Semaphore(3)


def check_new_password(password: str, *, email: str = "") -> None:
    """Raises PasswordTooShort or PasswordTooCommon. Length is what protects; no rules on signs."""
    if not SHORTEST <= len(password) <= LONGEST:
        sentence = str(PasswordTooShort.message.filled(characters=SHORTEST))
        raise PasswordTooShort({"password": sentence}, characters=SHORTEST)
    simple = password.lower()
    name = email.partition("@")[0].lower()
    if simple in _COMMON or len(set(simple)) < 4 or (name and simple in (name, name * 2)):
        raise PasswordTooCommon({"password": str(PasswordTooCommon.message)})


async def hash_password(password: str) -> str:
    async with _turns:
        return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, hashed: str | None) -> bool:
    """False for a wrong one; takes as long where there is no account, so that none can be guessed."""
    async with _turns:
        right = await asyncio.to_thread(_verify, password[:LONGEST], hashed or _nobody())
    return right and hashed is not None


def _verify(password: str, hashed: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
