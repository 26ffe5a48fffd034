"""Records that look like one person: the same birth date and nearly the same name, or the same address twice."""

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.learners.errors import MergeNotFound
from sites.learners.queries.records import LearnerRecord, learner_record
from sites.learners.rules import alike, is_same_name
from sites.registrations.models import Learner, LearnerDistinction, LearnerMerge

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Particular:
    """As much of a record as a list of pairs shows."""

    id: UUID
    ref: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person; the older one first. `likeness` of their names, 0 to 100."""

    first: Particular
    second: Particular
    likeness: int
    has_same_email: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """Two records that were made one."""

    id: UUID
    kept: Particular
    merged: Particular
    made_at: datetime
    undone_at: datetime | None


async def possible_duplicates(session: AsyncSession) -> list[Pair]:
    """The likeliest first. Pairs that somebody has said are two people are left out."""
    told_apart = {
        frozenset(pair)
        for pair in await session.execute(select(col(LearnerDistinction.first_id), col(LearnerDistinction.second_id)))
    }
    found: dict[frozenset[UUID], Pair] = {}
    for of_one_day in await _groups(session, col(Learner.birth_date)):
        for one, other in combinations(of_one_day, 2):
            if is_same_name(_name(one), _name(other)):
                found[frozenset((one.id, other.id))] = _pair(one, other)
    for of_one_address in await _groups(session, col(Learner.email)):
        for one, other in combinations(of_one_address, 2):
            found[frozenset((one.id, other.id))] = _pair(one, other)
    pairs = [pair for key, pair in found.items() if key not in told_apart]
    return sorted(pairs, key=lambda pair: (not pair.has_same_email, -pair.likeness, pair.first.id))[:_MOST]


async def pair_of(session: AsyncSession, first_id: UUID, second_id: UUID) -> tuple[LearnerRecord, LearnerRecord]:
    """Both records whole, to be looked at side by side. Raises LearnerNotFound."""
    return await learner_record(session, first_id), await learner_record(session, second_id)


async def last_merges(session: AsyncSession, *, limit: int = 20) -> list[Merge]:
    """What was made one, newest first."""
    newest = select(LearnerMerge).order_by(col(LearnerMerge.created_at).desc()).limit(limit)
    return await _with_names(session, list((await session.execute(newest)).scalars()))


async def merge_of(session: AsyncSession, merge_id: UUID) -> Merge:
    """Raises MergeNotFound."""
    found = await session.execute(select(LearnerMerge).where(col(LearnerMerge.id) == merge_id))
    row = found.scalar_one_or_none()
    if row is None:
        raise MergeNotFound
    return (await _with_names(session, [row]))[0]


async def _with_names(session: AsyncSession, rows: list[LearnerMerge]) -> list[Merge]:
    ids = {learner_id for row in rows for learner_id in (row.kept_id, row.merged_id)}
    found = await session.execute(select(Learner).where(col(Learner.id).in_(ids)))
    people = {one.id: _particular(one) for one in found.scalars()}
    return [Merge(row.id, people[row.kept_id], people[row.merged_id], row.created_at, row.undone_at) for row in rows]


async def _groups(session: AsyncSession, column: Any) -> list[list[Learner]]:
    """Learners in use that share a value of the column."""
    in_use = (col(Learner.merged_into).is_(None), col(Learner.erased_at).is_(None), column.is_not(None))
    shared = select(column).where(*in_use).group_by(column).having(func.count() > 1)
    found = await session.execute(select(Learner).where(*in_use, column.in_(shared)).order_by(column, col(Learner.id)))
    return [list(group) for _, group in groupby(found.scalars(), key=lambda one: getattr(one, column.key))]


def _pair(one: Learner, other: Learner) -> Pair:
    is_same = one.email is not None and one.email == other.email
    return Pair(_particular(one), _particular(other), alike(_name(one), _name(other)), is_same)


def _name(learner: Learner) -> str:
    return f"{learner.given_name} {learner.family_name}".strip()


def _particular(learner: Learner) -> Particular:
    return Particular(learner.id, learner.ref, _name(learner), learner.email)
