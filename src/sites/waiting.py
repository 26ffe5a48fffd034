"""What waits for somebody at a centre. Each feature says what, how many and where to go; the start page asks all of
them in one statement.

    @waits("applications", "envelope", needs=May.LEARNERS_EDIT, path="/cohorts", link=lazy("…"), words=_words)
    def applications(asked: Asked) -> ScalarSelect[Any]: ...

in `waiting.py` of the feature, which `server/wiring.py` names. A count costs every start page: it must find an index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect

from core.permissions import Permission
from i18n.messages import LazyText


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which site, and when."""

    site_id: UUID
    today: date
    now: datetime


Count = Callable[[Asked], ScalarSelect[Any]]


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """`path` lies below the centre's address. `words` says a number of them as a sentence."""

    code: str
    icon: str
    needs: Permission
    path: str
    link: LazyText
    words: Callable[[int], str]
    count: Count


ITEMS: dict[str, WaitingItem] = {}


def waits(
    code: str, icon: str, *, needs: Permission, path: str, link: LazyText, words: Callable[[int], str]
) -> Callable[[Count], Count]:
    """Register a count of the site's rows."""

    def register(count: Count) -> Count:
        ITEMS[code] = WaitingItem(code, icon, needs, path, link, words, count)
        return count

    return register
