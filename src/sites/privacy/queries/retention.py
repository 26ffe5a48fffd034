"""Whose term is over, and when the others' will be."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.cohorts.models import Cohort
from sites.forgetting import HOLDINGS
from sites.privacy.models import Retained, RetentionChoice, RetentionRun
from sites.privacy.rules import Term, default_term, months_after
from sites.registrations.models import Learner, Registration, RegistrationStatus

_CAME = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.COMPLETED,
    RegistrationStatus.NOT_COMPLETED,
    RegistrationStatus.WITHDRAWN,
)
FIRST_SEEN_FOR = timedelta(days=30)
"""Older records that were just imported are looked at first, and forgotten then."""
_MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """How long this centre keeps something. Nothing is forgotten before it `is_chosen`."""

    what: Retained
    months: int
    is_chosen: bool
    default: Term


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose term ends on `due_on`, or ended then."""

    learner_id: UUID
    name: str
    last_day: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """How many are due today, and how many more become so in each of the coming months."""

    now: int
    coming: list[tuple[date, int]]

    @property
    def is_empty(self) -> bool:
        return not self.now and not any(count for _, count in self.coming)


async def settings_of(session: AsyncSession, *, country: str) -> list[Setting]:
    chosen = {one.what: one.months for one in (await session.execute(select(RetentionChoice))).scalars()}
    return [
        Setting(what, chosen.get(what, default_term(what, country).months), what in chosen, default_term(what, country))
        for what in Retained
    ]


async def due_people(session: AsyncSession, what: Retained, *, months: int, today: date, limit: int) -> list[Due]:
    """Those whose term is over, longest first."""
    last = _last_days(what).subquery()
    found = await session.execute(
        select(Learner, last.c.last_day)
        .join(last, (last.c.site_id == col(Learner.site_id)) & (last.c.id == col(Learner.id)))
        .where(last.c.last_day <= months_after(today, -months), last.c.known_on <= today - FIRST_SEEN_FOR)
        .order_by(last.c.last_day, col(Learner.id))
        .limit(limit)
    )
    return [
        Due(one.id, f"{one.given_name} {one.family_name}".strip(), last_day, months_after(last_day, months))
        for one, last_day in found
    ]


async def due_sensitive(session: AsyncSession, *, months: int, today: date, limit: int) -> list[UUID]:
    """Registrations that still hold a sensitive answer although their course has been over for so long."""
    found = await session.execute(
        select(col(Registration.id))
        .join(Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == Registration.cohort_id))
        .where(
            col(Cohort.ends_on) <= months_after(today, -months),
            cast(col(Registration.created_at), Date) <= today - FIRST_SEEN_FOR,
            or_(*_holding_something()),
        )
        .order_by(col(Cohort.ends_on), col(Registration.id))
        .limit(limit)
    )
    return list(found.scalars())


async def preview(session: AsyncSession, what: Retained, *, months: int, today: date) -> Preview:
    """By month of falling due, for the year to come."""
    if what is Retained.SENSITIVE_ANSWERS:
        days = await _sensitive_days(session)
    else:
        last = _last_days(what).subquery()
        rows = await session.execute(
            select(last.c.last_day, last.c.known_on, func.count()).group_by(last.c.last_day, last.c.known_on)
        )
        days = [(last_day, known_on, count) for last_day, known_on, count in rows]
    months_ahead = [months_after(today.replace(day=1), ahead) for ahead in range(_MONTHS_AHEAD)]
    found: Counter[date] = Counter()
    now = 0
    for last_day, known_on, count in days:
        due_on = max(months_after(last_day, months), known_on + FIRST_SEEN_FOR)
        if due_on <= today:
            now += count
        else:
            found[due_on.replace(day=1)] += count
    return Preview(now, [(month, found[month]) for month in months_ahead])


async def past_runs(session: AsyncSession, *, limit: int) -> list[RetentionRun]:
    found = await session.execute(select(RetentionRun).order_by(col(RetentionRun.created_at).desc()).limit(limit))
    return list(found.scalars())


async def _sensitive_days(session: AsyncSession) -> list[tuple[date, date, int]]:
    known_on = cast(col(Registration.created_at), Date)
    rows = await session.execute(
        select(col(Cohort.ends_on), known_on, func.count())
        .select_from(Registration)
        .join(Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == Registration.cohort_id))
        .where(or_(*_holding_something()))
        .group_by(col(Cohort.ends_on), known_on)
    )
    return [(ends_on, known, count) for ends_on, known, count in rows]


def _holding_something() -> list[ColumnElement[bool]]:
    """Registrations of which a table that declares sensitive columns still says something in one of them."""
    found: list[ColumnElement[bool]] = []
    for holding in HOLDINGS.values():
        if holding.sensitive:
            key: Any = holding.model.id if holding.model is Registration else holding.model.registration_id
            says = [getattr(holding.model, name).is_distinct_from(blank) for name, blank in holding.sensitive.items()]
            found.append(col(Registration.id).in_(select(key).where(or_(*says))))
    return found


def _last_days(what: Retained) -> Any:
    """Each learner's last day here: of their last course, or of their last registration."""
    status = col(Registration.status)
    began = func.coalesce(func.bool_or(status.in_(_CAME) & (col(Cohort.starts_on) <= func.current_date())), False)
    last_course = func.max(case((status != RegistrationStatus.CANCELLED, col(Cohort.ends_on))))
    last_day = func.coalesce(
        func.greatest(last_course, func.max(col(Registration.registered_on)), func.max(col(Registration.left_on))),
        cast(col(Learner.created_at), Date),
    )
    days: Any = (
        select(
            col(Learner.site_id),
            col(Learner.id),
            last_day.label("last_day"),
            cast(col(Learner.created_at), Date).label("known_on"),
        )
        .outerjoin(
            Registration,
            (col(Registration.site_id) == col(Learner.site_id)) & (col(Registration.learner_id) == col(Learner.id)),
        )
        .outerjoin(
            Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == col(Registration.cohort_id))
        )
        .where(col(Learner.erased_at).is_(None), col(Learner.merged_into).is_(None))
        .group_by(col(Learner.site_id), col(Learner.id), col(Learner.created_at))
        .having(began if what is Retained.TOOK_PART else ~began)
    )
    return days
