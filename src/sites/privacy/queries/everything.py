"""Everything the centre keeps about one person, as it stands in the tables: for their download and their page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from i18n.formatting import day, language_name, moment, number
from i18n.messages import LazyText
from i18n.phrases import NO, YES
from network.curricula.models import CurriculumVersion
from sites.cohorts.models import Cohort, Session
from sites.forgetting import HOLDINGS, Holding, Whose, in_order
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner, Registration

_CODES = frozenset({"birth_year", "isced", "curriculum_version"})
"""Numbers that count nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table's rows. `records` are as stored, for programs; `said` in words, for the person."""

    table: str
    title: LazyText
    columns: list[tuple[str, LazyText]]
    records: list[dict[str, Any]]
    said: list[list[str]]


@dataclass(frozen=True, slots=True)
class Everything:
    learner_id: UUID
    parts: list[Part]

    def as_document(self) -> dict[str, list[dict[str, Any]]]:
        return {part.table.partition(".")[2]: part.records for part in self.parts}


async def everything_about(session: AsyncSession, learner_id: UUID) -> Everything:
    """Raises LearnerNotFound, also for somebody who was erased."""
    whose = await whose_rows(session, learner_id)
    names = await _names(session, whose)
    parts = [await _part(session, holding, whose, names) for holding in in_order() if holding.shown]
    return Everything(learner_id, [part for part in parts if part.records])


def what_remains() -> list[tuple[LazyText, LazyText]]:
    """After an erasure: what is kept, and why."""
    return [(holding.title, holding.why) for holding in in_order() if holding.why is not None]


async def whose_rows(session: AsyncSession, learner_id: UUID) -> Whose:
    """What the person's rows are found by. Raises LearnerNotFound, also for somebody who was erased."""
    learner = (await session.execute(select(Learner).where(col(Learner.id) == learner_id))).scalar_one_or_none()
    if learner is None or learner.erased_at is not None:
        raise LearnerNotFound
    return await rows_of(session, learner)


async def rows_of(session: AsyncSession, learner: Learner) -> Whose:
    """Records that were merged belong to one person, whichever of them is asked for."""
    first = learner.merged_into or learner.id
    found = await session.execute(
        select(col(Learner.id), col(Learner.email)).where(
            or_(col(Learner.id) == first, col(Learner.merged_into) == first, col(Learner.id) == learner.id)
        )
    )
    records = found.all()
    ids = tuple(record_id for record_id, _ in records)
    places = await session.execute(select(col(Registration.id)).where(col(Registration.learner_id).in_(ids)))
    return Whose(ids, tuple(places.scalars()), tuple({email for _, email in records if email}))


async def _part(session: AsyncSession, holding: Holding, whose: Whose, names: Mapping[UUID, str]) -> Part:
    columns = [holding.table.c[name] for name in holding.shown]
    order = holding.table.c.created_at if "created_at" in holding.table.c else columns[0]
    found = (await session.execute(select(holding.model).where(holding.of(whose)).order_by(order))).scalars().all()
    rows = [{name: getattr(one, name) for name in holding.shown} for one in found]
    return Part(
        holding.table.fullname,
        holding.title,
        list(holding.shown.items()),
        [{name: _plain(value) for name, value in row.items()} for row in rows],
        [[_said(holding, name, value, names) for name, value in row.items()] for row in rows],
    )


async def _names(session: AsyncSession, whose: Whose) -> dict[UUID, str]:
    """Courses and sessions by their id: rows name them so."""
    in_cohort = (col(Registration.site_id) == col(Cohort.site_id)) & (col(Registration.cohort_id) == col(Cohort.id))
    version = (col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id)) & (
        col(CurriculumVersion.number) == col(Cohort.curriculum_version)
    )
    found = await session.execute(
        select(col(Cohort.id), col(Cohort.code), col(Cohort.title), col(CurriculumVersion.title))
        .join(Registration, in_cohort)
        .outerjoin(CurriculumVersion, version)
        .where(col(Registration.id).in_(whose.registration_ids))
    )
    courses = {cohort_id: str(Localized({**(shared or {"en": code}), **own})) for cohort_id, code, own, shared in found}
    meetings = await session.execute(
        select(col(Session.id), col(Session.cohort_id), col(Session.starts_at)).where(
            col(Session.cohort_id).in_(list(courses))
        )
    )
    return {**courses, **{one: f"{courses[cohort]}, {moment(starts_at)}" for one, cohort, starts_at in meetings}}


def _plain(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case datetime() | date():
            return value.isoformat()
        case Localized():
            return dict(value)
    return str(value)


def _said(holding: Holding, name: str, value: Any, names: Mapping[UUID, str]) -> str:
    words = holding.words.get(name, {})
    if value is None or value == "":
        return ""
    if name == "language":
        return language_name(str(value))
    if str(value) in words:
        return str(words[str(value)])
    return names.get(value, "") if isinstance(value, UUID) else _in_words(name, value)


def _in_words(name: str, value: Any) -> str:
    match value:
        case bool():
            return str(YES if value else NO)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() if name not in _CODES:
            return number(value)
        case dict():
            fields = HOLDINGS["sites.learners"].shown
            return "; ".join(f"{fields.get(key, key)}: {one}" for key, one in value.items())
    return str(value)
