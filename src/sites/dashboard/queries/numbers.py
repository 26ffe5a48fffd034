"""The centre's own numbers: this year so far beside the same days of the year before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.attendance.models import AttendanceMark
from sites.cohorts.models import Cohort, Session
from sites.registrations.measures import in_cohort, is_enrolment
from sites.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Compared:
    now: int
    before: int

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class YearNumbers:
    """Hours are those attended, in whole hours."""

    year: int
    registrations: Compared
    enrolments: Compared
    hours: Compared


async def year_numbers(session: AsyncSession, *, today: date) -> YearNumbers:
    """By the definitions of the results, over the centre's own rows and in one statement."""
    spans = [_year_until(today), _year_until(_year_earlier(today))]
    columns = [question(first, last) for question in (_registrations, _enrolments, _minutes) for first, last in spans]
    counted = [int(value or 0) for value in (await session.execute(select(*columns))).one()]
    registrations, enrolments, minutes = (Compared(*counted[start : start + 2]) for start in (0, 2, 4))
    hours = Compared(round(minutes.now / 60), round(minutes.before / 60))
    return YearNumbers(today.year, registrations, enrolments, hours)


def _year_until(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), day


def _year_earlier(day: date) -> date:
    """29 February has the 28th before it."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _registrations(first: date, last: date) -> ScalarSelect[Any]:
    counted = select(func.count()).select_from(Registration)
    return counted.where(col(Registration.registered_on).between(first, last)).scalar_subquery()


def _enrolments(first: date, last: date) -> ScalarSelect[Any]:
    counted = select(func.count()).select_from(Registration).join(Cohort, in_cohort())
    return counted.where(is_enrolment(), col(Cohort.starts_on).between(first, last)).scalar_subquery()


def _minutes(first: date, last: date) -> Any:
    of_session = and_(
        col(Session.site_id) == col(AttendanceMark.site_id), col(Session.id) == col(AttendanceMark.session_id)
    )
    marked = (
        select(func.coalesce(func.sum(col(AttendanceMark.minutes)), 0))
        .join(Session, of_session)
        .where(col(Session.held_on).between(first, last))
        .scalar_subquery()
    )
    imported = (
        select(func.coalesce(func.sum(col(Registration.minutes_imported)), 0))
        .join(Cohort, in_cohort())
        .where(col(Cohort.ends_on).between(first, last))
        .scalar_subquery()
    )
    return marked + imported
