"""What a unit may be called and where it may hang. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from i18n.languages import INTERFACE_LANGUAGES, PSEUDO

_UNIT: Final = re.compile(r"[a-z0-9-]{2,40}")
_SITE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")

# First words of addresses that are not a site's.
RESERVED: Final = frozenset(
    [
        "api",
        "manage",
        "hq",
        "rollout",
        "sign-in",
        "sign-out",
        "account",
        "verify",
        "healthz",
        "readyz",
        "metrics",
        "static",
        "network",
        "dev",
        "invitation",
        "password",
    ]
)

# What may hang under what. A site may hang directly under a region or the group in small networks.
PARENTS: Final = {
    "region": frozenset({"group", "region"}),
    "country": frozenset({"group", "region"}),
    "site": frozenset({"group", "region", "country"}),
}


def may_be_unit_code(code: str) -> bool:
    return _UNIT.fullmatch(code) is not None


def may_be_site_code(code: str) -> bool:
    """A site's code is the first word of its addresses, so it must not look like another one."""
    tags = {tag.lower() for tag in (*INTERFACE_LANGUAGES, *PSEUDO)}
    return _SITE.fullmatch(code) is not None and code not in RESERVED and code not in tags


def may_hang_under(kind: str, parent: str) -> bool:
    return parent in PARENTS.get(kind, frozenset())


def hangs_beneath(unit: str, above: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether `unit` is `above` or anywhere beneath it; `pairs` are child and parent."""
    parents: dict[str, set[str]] = {}
    for child, parent in pairs:
        parents.setdefault(child, set()).add(parent)
    seen, waiting = set[str](), {unit}
    while waiting:
        if above in waiting:
            return True
        seen |= waiting
        waiting = {parent for child in waiting for parent in parents.get(child, ())} - seen
    return False
