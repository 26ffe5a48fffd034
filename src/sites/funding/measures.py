"""What spending adds to the results, in the network's currency."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, and_, case
from sqlmodel import col

from core.settings import settings
from network.results.measuring import SubjectKind, fact, measure, pairs, touches
from network.results.models import ExchangeRate
from sites.cohorts.models import Cohort
from sites.funding.models import SpendingLine


def _rate() -> ColumnElement[Any]:
    """The newest rate on the booking day; null where headquarters has entered none."""
    newest = (
        sa.select(col(ExchangeRate.rate))
        .where(
            col(ExchangeRate.currency) == SpendingLine.currency,
            col(ExchangeRate.from_on) <= SpendingLine.booked_on,
        )
        .order_by(col(ExchangeRate.from_on).desc())
        .limit(1)
        .correlate(SpendingLine)
        .scalar_subquery()
    )
    return case((col(SpendingLine.currency) == settings().currency, sa.literal(1)), else_=sa.func.nullif(newest, 0))


def _of_lines(value: Any) -> Select[Any]:
    query = fact(
        site_id=SpendingLine.site_id,
        subject_id=SpendingLine.id,
        day=SpendingLine.booked_on,
        curriculum_id=Cohort.curriculum_id,
        cohort_id=Cohort.id,
        programme=SpendingLine.programme,
        value=value,
        people=0,
    )
    of_cohort = and_(col(Cohort.site_id) == SpendingLine.site_id, col(Cohort.id) == SpendingLine.cohort_id)
    return query.select_from(SpendingLine).outerjoin(Cohort, of_cohort)


@measure("spending", subject=SubjectKind.SPENDING_LINE)
def spending() -> Select[Any]:
    return _of_lines(col(SpendingLine.amount) / _rate()).where(_rate().is_not(None))


@measure("spending_unconverted", subject=SubjectKind.SPENDING_LINE)
def spending_unconverted() -> Select[Any]:
    """Lines that no rate covers: they are left out, and a reader is told so."""
    return _of_lines(1).where(_rate().is_(None))


@touches(SubjectKind.COHORT, SubjectKind.SPENDING_LINE)
def lines_of_cohorts() -> Select[Any]:
    return pairs(SpendingLine.site_id, SpendingLine.cohort_id, SpendingLine.id)


@touches(SubjectKind.RATES, SubjectKind.SPENDING_LINE)
def lines_of_rates() -> Select[Any]:
    """The mark of changed rates names the site: all its lines are counted again."""
    return pairs(SpendingLine.site_id, SpendingLine.site_id, SpendingLine.id)
