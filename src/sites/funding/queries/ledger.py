"""What was spent and what is planned, line by line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from network.curricula.models import Curriculum, Programme
from sites.cohorts.models import Cohort
from sites.funding.errors import LineNotFound
from sites.funding.models import BudgetLine, FundingSource, SpendingCategory, SpendingLine
from sites.funding.queries.sources import site_currency
from sites.funding.rules import converted


@dataclass(frozen=True, slots=True)
class Spent:
    """`value`: in the centre's currency; none where no rate is said. `counts_on` is the day by which sources carry it:
    of a line that takes another one back, that one's."""

    id: UUID
    booked_on: date
    counts_on: date
    amount: Decimal
    currency: str
    rate: Decimal | None
    value: Decimal | None
    category: SpendingCategory
    programme: Programme | None
    cohort_id: UUID | None
    cohort_code: str | None
    source_id: UUID | None
    source_code: str | None
    source_name: str | None
    supplier: str
    note: str
    reverses_id: UUID | None
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Planned:
    id: UUID
    from_on: date
    until_on: date
    amount: Decimal
    category: SpendingCategory
    programme: Programme | None
    cohort_id: UUID | None
    cohort_code: str | None
    source_id: UUID | None
    source_name: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which lines are asked for."""

    ids: frozenset[UUID] | None = None
    year: int | None = None
    source: str | None = None
    cohort: str | None = None
    programme: Programme | None = None


async def spending(
    session: AsyncSession,
    narrowed: Narrowed | None = None,
    *,
    limit: int | None = None,
    skip: int = 0,
) -> list[Spent]:
    """Newest first."""
    taken_back, reversal = aliased(SpendingLine), aliased(SpendingLine)
    site = col(SpendingLine.site_id)
    statement = (
        select(
            SpendingLine,
            col(Cohort.code),
            func.coalesce(col(Curriculum.programme), col(SpendingLine.programme)),
            col(FundingSource.code),
            col(FundingSource.name),
            col(taken_back.booked_on),
            col(reversal.id).is_not(None),
        )
        .outerjoin(Cohort, and_(col(Cohort.site_id) == site, col(Cohort.id) == col(SpendingLine.cohort_id)))
        .outerjoin(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .outerjoin(
            FundingSource,
            and_(col(FundingSource.site_id) == site, col(FundingSource.id) == col(SpendingLine.source_id)),
        )
        .outerjoin(
            taken_back,
            and_(col(taken_back.site_id) == site, col(taken_back.id) == col(SpendingLine.reverses_id)),
        )
        .outerjoin(reversal, and_(col(reversal.site_id) == site, col(reversal.reverses_id) == col(SpendingLine.id)))
        .where(*_conditions(narrowed or Narrowed()))
        .order_by(col(SpendingLine.booked_on).desc(), col(SpendingLine.id).desc())
        .offset(skip)
    )
    currency = await site_currency(session)
    found = await session.execute(statement if limit is None else statement.limit(limit))
    return [_spent(*row, into=currency) for row in found]


async def spending_page(session: AsyncSession, *, after: UUID | None, limit: int) -> list[Spent]:
    """For programs: in the order they were written, one more than asked for if there is one."""
    ids = select(col(SpendingLine.id)).order_by(col(SpendingLine.id)).limit(limit + 1)
    if after is not None:
        ids = ids.where(col(SpendingLine.id) > after)
    wanted = frozenset((await session.execute(ids)).scalars())
    return sorted(await spending(session, Narrowed(ids=wanted)), key=lambda one: one.id)


async def spending_line(session: AsyncSession, line_id: UUID) -> Spent:
    """Raises LineNotFound."""
    found = await spending(session, Narrowed(ids=frozenset({line_id})))
    if not found:
        raise LineNotFound
    return found[0]


async def line_for_update(session: AsyncSession, line_id: UUID) -> SpendingLine:
    """Raises LineNotFound."""
    found = await session.execute(select(SpendingLine).where(col(SpendingLine.id) == line_id).with_for_update())
    row = found.scalar_one_or_none()
    if row is None:
        raise LineNotFound
    return row


async def budget(session: AsyncSession) -> list[Planned]:
    """Newest first."""
    site = col(BudgetLine.site_id)
    found = await session.execute(
        select(
            BudgetLine,
            col(Cohort.code),
            func.coalesce(col(Curriculum.programme), col(BudgetLine.programme)),
            col(FundingSource.name),
        )
        .outerjoin(Cohort, and_(col(Cohort.site_id) == site, col(Cohort.id) == col(BudgetLine.cohort_id)))
        .outerjoin(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .outerjoin(
            FundingSource, and_(col(FundingSource.site_id) == site, col(FundingSource.id) == col(BudgetLine.source_id))
        )
        .order_by(col(BudgetLine.from_on).desc(), col(BudgetLine.id))
    )
    return [
        Planned(
            row.id,
            row.from_on,
            row.until_on,
            row.amount,
            row.category,
            _programme(programme),
            row.cohort_id,
            cohort_code,
            row.source_id,
            source_name,
            row.note,
        )
        for row, cohort_code, programme, source_name in found
    ]


async def budget_row(session: AsyncSession, line_id: UUID) -> BudgetLine:
    """Raises LineNotFound."""
    found = await session.execute(select(BudgetLine).where(col(BudgetLine.id) == line_id).with_for_update())
    row = found.scalar_one_or_none()
    if row is None:
        raise LineNotFound
    return row


def _conditions(narrowed: Narrowed) -> list[Any]:
    conditions: list[Any] = []
    if narrowed.ids is not None:
        conditions.append(col(SpendingLine.id).in_(narrowed.ids))
    if narrowed.year is not None:
        first, last = date(narrowed.year, 1, 1), date(narrowed.year, 12, 31)
        conditions.append(col(SpendingLine.booked_on).between(first, last))
    if narrowed.source is not None:
        conditions.append(col(FundingSource.code) == narrowed.source)
    if narrowed.cohort is not None:
        conditions.append(col(Cohort.code) == narrowed.cohort)
    if narrowed.programme is not None:
        conditions.append(func.coalesce(col(Curriculum.programme), col(SpendingLine.programme)) == narrowed.programme)
    return conditions


def _programme(word: Any) -> Programme | None:
    return None if word is None else Programme(word)


def _spent(
    row: SpendingLine,
    cohort_code: str | None,
    programme: Any,
    source_code: str | None,
    source_name: str | None,
    taken_back_on: date | None,
    is_reversed: bool,
    *,
    into: str,
) -> Spent:
    return Spent(
        row.id,
        row.booked_on,
        taken_back_on or row.booked_on,
        row.amount,
        row.currency,
        row.rate,
        converted(row.amount, row.currency, row.rate, into=into),
        row.category,
        _programme(programme),
        row.cohort_id,
        cohort_code,
        row.source_id,
        source_code,
        source_name,
        row.supplier,
        row.note,
        row.reverses_id,
        is_reversed,
    )
