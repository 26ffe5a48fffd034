"""The centre's own numbers: this year so far, beside the same days of the year before and the year's targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.results.measuring import SubjectKind
from network.results.models import Fact, RecountMark, ResultStamp
from sites.attendance.models import AttendanceMark
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort, Session
from sites.dashboard.models import Counted, SiteTarget
from sites.registrations.measures import in_cohort, is_enrolment
from sites.registrations.models import Registration
from sites.waiting import Asked, WaitingItem

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Compared:
    """`goal`: for the whole year; none is set unless somebody did."""

    now: int
    before: int
    goal: int | None = None

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Numbers:
    """Hours are those attended, in whole hours. `waiting` has a count for each item that was asked for."""

    year: int
    figures: dict[Counted, Compared]
    waiting: list[tuple[WaitingItem, int]]


@dataclass(frozen=True, slots=True)
class _Summed:
    """What the facts of the sessions add up to, as long as the site's facts have this version."""

    version: int
    spans: tuple[Span, Span]
    minutes: tuple[int, int]


_SUMMED: dict[UUID, _Summed] = {}
"""By site. Thousands of facts need not be added up for each look at a start page: the version is asked along."""


async def numbers(session: AsyncSession, asked: Asked, items: Sequence[WaitingItem]) -> Numbers:
    """By the definitions of the results, over the centre's own rows; with what waits for somebody; in one statement."""
    spans = (_year_until(asked.today), _year_until(_year_earlier(asked.today)))
    known = _SUMMED.get(asked.site_id)
    known = known if known is not None and known.spans == spans else None
    stamp = select(col(ResultStamp.version)).where(col(ResultStamp.unit_id) == asked.site_id).scalar_subquery()
    summed = [_summed_minutes(span, stamp, known) for span in spans]
    columns = [_COUNTS[one](*span) for one in Counted for span in spans]
    goals = [_goal(one, asked.today.year) for one in Counted]
    waiting = [one.count(asked) for one in items]
    found = iter((await session.execute(select(stamp, *summed, *columns, *goals, *waiting))).one())
    version, sums = next(found), (next(found), next(found))
    minutes = _remembered(asked.site_id, version, spans, known, sums)
    counts = [(int(next(found)), int(next(found))) for _ in Counted]
    hours = list(Counted).index(Counted.HOURS_ATTENDED)
    counts[hours] = (round((counts[hours][0] + minutes[0]) / 60), round((counts[hours][1] + minutes[1]) / 60))
    figures = {one: Compared(*counted, next(found)) for one, counted in zip(Counted, counts, strict=True)}
    return Numbers(asked.today.year, figures, [(item, n) for item in items if (n := next(found))])


def _summed_minutes(span: Span, stamp: ScalarSelect[Any], known: _Summed | None) -> ColumnElement[Any]:
    """The sum of the facts; NULL, and no work, where it is known already."""
    minutes = (col(Fact.measure) == "minutes", col(Fact.day).between(*span))
    total = select(func.coalesce(func.sum(col(Fact.value)), 0)).where(*minutes).scalar_subquery()
    return total if known is None else case((stamp == known.version, None), else_=total)


def _remembered(
    site_id: UUID, version: int | None, spans: tuple[Span, Span], known: _Summed | None, sums: tuple[Any, Any]
) -> tuple[int, int]:
    if known is not None and known.version == version:
        return known.minutes
    minutes = (int(sums[0]), int(sums[1]))
    if version is not None:
        _SUMMED[site_id] = _Summed(version, spans, minutes)
    return minutes


def _year_until(day: date) -> Span:
    return date(day.year, 1, 1), day


def _year_earlier(day: date) -> date:
    """29 February has the 28th before it."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _goal(indicator: Counted, year: int) -> ScalarSelect[Any]:
    of_year = and_(col(SiteTarget.year) == year, col(SiteTarget.indicator) == indicator)
    return select(col(SiteTarget.goal)).where(of_year).scalar_subquery()


def _registrations(first: date, last: date) -> ColumnElement[Any]:
    counted = select(func.count()).select_from(Registration)
    return counted.where(col(Registration.registered_on).between(first, last)).scalar_subquery()


def _enrolments(first: date, last: date) -> ColumnElement[Any]:
    counted = select(func.count()).select_from(Registration).join(Cohort, in_cohort())
    return counted.where(is_enrolment(), col(Cohort.starts_on).between(first, last)).scalar_subquery()


def _certificates(first: date, last: date) -> ColumnElement[Any]:
    counted = select(func.count()).select_from(Certificate).where(col(Certificate.revoked_on).is_(None))
    return counted.where(col(Certificate.issued_on).between(first, last)).scalar_subquery()


def _other_minutes(first: date, last: date) -> ColumnElement[Any]:
    """What is not in the sum of the facts: imported totals, and sessions that have changed since they were
    counted, added up from their marks in place of their facts. So the page is quick and never behind."""
    changed = select(col(RecountMark.subject_id)).where(col(RecountMark.subject_kind) == SubjectKind.SESSION)
    outdated = (
        select(func.coalesce(func.sum(col(Fact.value)), 0))
        .where(col(Fact.measure) == "minutes", col(Fact.day).between(first, last), col(Fact.subject_id).in_(changed))
        .scalar_subquery()
    )
    of_session = and_(
        col(Session.site_id) == col(AttendanceMark.site_id), col(Session.id) == col(AttendanceMark.session_id)
    )
    marked = (
        select(func.coalesce(func.sum(col(AttendanceMark.minutes)), 0))
        .join(Session, of_session)
        .where(col(Session.held_on).between(first, last), col(Session.id).in_(changed))
        .scalar_subquery()
    )
    imported = (
        select(func.coalesce(func.sum(col(Registration.minutes_imported)), 0))
        .join(Cohort, in_cohort())
        .where(col(Cohort.ends_on).between(first, last), col(Registration.minutes_imported) > 0)
        .scalar_subquery()
    )
    return marked + imported - outdated


_COUNTS = {
    Counted.REGISTRATIONS: _registrations,
    Counted.ENROLMENTS: _enrolments,
    Counted.HOURS_ATTENDED: _other_minutes,
    Counted.CERTIFICATES: _certificates,
}
