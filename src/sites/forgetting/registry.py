"""The list of what is stored about a learner: filled by features when they are imported."""

from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table
from sqlalchemy.ext.asyncio import AsyncSession

from i18n.messages import LazyText

TECHNICAL = frozenset({"site_id", "id", "created_at"})


@dataclass(frozen=True, slots=True)
class Whose:
    """The person, and what their rows can be found by. One person may have several records, merged into one.
    `emails` are empty where none is known."""

    learner_ids: tuple[UUID, ...]
    registration_ids: tuple[UUID, ...]
    emails: tuple[str, ...]


Condition = Callable[[Whose], ColumnElement[bool]]
Follow = Callable[[AsyncSession, Whose], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one table that are about a learner.

    `shown` are the columns of the learner's own download, by what they are called there. `forgets` gives the columns
    that are overwritten, and with what (an expression is computed for each row); None: the rows go altogether.
    `stays` are the columns that are kept as they are, because `why`. `sensitive` ones (GDPR, article 9) are
    overwritten some time after the course already, by registration.
    """

    model: Any
    title: LazyText
    of: Condition
    shown: Mapping[str, LazyText]
    forgets: Mapping[str, Any] | None
    stays: Set[str] = frozenset()
    why: LazyText | None = None
    words: Mapping[str, Mapping[str, LazyText]] = field(default_factory=dict)
    sensitive: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        table: Table = self.model.__table__
        return table

    @property
    def undecided(self) -> set[str]:
        """Columns of which nobody has said what becomes of them."""
        if self.forgets is None:
            return set()
        keys = {column.name for column in self.table.columns if column.foreign_keys}
        return {column.name for column in self.table.columns} - TECHNICAL - keys - self.stays - self.forgets.keys()


HOLDINGS: dict[str, Holding] = {}
_FOLLOWERS: list[Follow] = []


def in_order() -> list[Holding]:
    """For reading: who the person is, what they took part in, what else stays; ways in and the like last."""
    first = ("sites.learners", "sites.registrations")
    ranks = {name: first.index(name) if name in first else len(first) for name in HOLDINGS}
    return sorted(HOLDINGS.values(), key=lambda one: (one.forgets is None, ranks[one.table.fullname]))


def keeps(
    model: Any,
    *,
    title: LazyText,
    of: Condition,
    shown: Mapping[str, LazyText],
    forgets: Mapping[str, Any],
    stays: Set[str] = frozenset(),
    why: LazyText,
    words: Mapping[str, Mapping[str, LazyText]] | None = None,
    sensitive: Mapping[str, Any] | None = None,
) -> None:
    """The rows stay, without what could lead back to the person. `words` name the values of coded columns."""
    HOLDINGS[model.__table__.fullname] = Holding(
        model, title, of, shown, dict(forgets), stays, why, words or {}, sensitive or {}
    )


def deletes(
    model: Any,
    *,
    title: LazyText,
    of: Condition,
    shown: Mapping[str, LazyText] | None = None,
    words: Mapping[str, Mapping[str, LazyText]] | None = None,
) -> None:
    """The rows go. Without `shown` they are technical and not part of the download (hashes of links)."""
    HOLDINGS[model.__table__.fullname] = Holding(model, title, of, shown or {}, None, words=words or {})


def after_erasure(follow: Follow) -> Follow:
    """Register what a feature does beyond its tables (files, rows of others that name the person). It runs in the
    same transaction, after the tables; the same person may be erased twice."""
    _FOLLOWERS.append(follow)
    return follow


def followers() -> tuple[Follow, ...]:
    return tuple(_FOLLOWERS)


def of_learner(model: Any, column: str = "learner_id") -> Condition:
    """Rows that name the learner."""
    return lambda whose: getattr(model, column).in_(whose.learner_ids)


def of_registration(model: Any, column: str = "registration_id") -> Condition:
    """Rows that name one of the learner's registrations."""
    return lambda whose: getattr(model, column).in_(whose.registration_ids)
