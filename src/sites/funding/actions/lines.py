"""Book what was spent, take a line back, and plan."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Invalid
from core.tenancy import site_of
from i18n.messages import _
from sites.cohorts.actions.typed import plain
from sites.funding.actions.sources import checked_rate, cohort_id_of
from sites.funding.errors import AlreadyReversed
from sites.funding.forms import NewBudget, NewSpending
from sites.funding.models import BudgetLine, FundingSource, SpendingLine
from sites.funding.queries.ledger import budget_row, line_for_update
from sites.funding.queries.sources import site_currency, source_row


async def book_spending(session: AsyncSession, new: NewSpending, *, today: date) -> SpendingLine:
    """Raises SourceNotFound, CohortNotFound, or Invalid for a day to come, a day outside the source's time, or a
    foreign currency without a rate."""
    if new.booked_on > today:
        raise Invalid({"booked_on": _("This day lies in the future. What is to be spent belongs in the budget.")})
    paid_by = None if new.source is None else await source_row(session, new.source)
    _check_time(paid_by, new.booked_on)
    currency = new.currency or await site_currency(session)
    line = SpendingLine(
        site_id=site_of(session),
        booked_on=new.booked_on,
        amount=new.amount,
        currency=currency,
        rate=await checked_rate(session, currency, new.rate),
        category=new.category,
        programme=None if new.cohort is not None else new.programme,
        source_id=None if paid_by is None else paid_by.id,
        cohort_id=await cohort_id_of(session, new.cohort),
        supplier=new.supplier,
        note=new.note,
    )
    session.add(line)
    _log(session, "funding.book", line)
    await session.flush()
    return line


async def reverse_spending(session: AsyncSession, line_id: UUID, *, reason: str, today: date) -> SpendingLine:
    """Nothing is deleted: a line of the same size against it, booked today, with the reason. The sources that carried
    the first are given back what they carried. Raises LineNotFound, AlreadyReversed."""
    original = await line_for_update(session, line_id)
    if original.reverses_id is not None:
        raise AlreadyReversed
    line = SpendingLine(
        site_id=site_of(session),
        booked_on=max(today, original.booked_on),
        amount=-original.amount,
        currency=original.currency,
        rate=original.rate,
        category=original.category,
        programme=original.programme,
        source_id=original.source_id,
        cohort_id=original.cohort_id,
        supplier=original.supplier,
        note=reason,
        reverses_id=original.id,
    )
    try:
        async with session.begin_nested():
            session.add(line)
    except IntegrityError as error:
        raise AlreadyReversed from error
    _log(session, "funding.reverse", line, reason=reason)
    return line


async def plan_spending(session: AsyncSession, new: NewBudget) -> BudgetLine:
    """Raises SourceNotFound, CohortNotFound."""
    paid_by = None if new.source is None else await source_row(session, new.source)
    line = BudgetLine(
        site_id=site_of(session),
        from_on=new.from_on,
        until_on=new.until_on,
        amount=new.amount,
        category=new.category,
        programme=None if new.cohort is not None else new.programme,
        source_id=None if paid_by is None else paid_by.id,
        cohort_id=await cohort_id_of(session, new.cohort),
        note=new.note,
    )
    session.add(line)
    audit.record(
        session,
        action="funding.plan",
        subject=("budget_line", line.id),
        name=new.note,
        after=plain({"amount": new.amount, "from_on": new.from_on, "until_on": new.until_on}),
    )
    await session.flush()
    return line


async def drop_plan(session: AsyncSession, line_id: UUID) -> None:
    """A plan may change; the history says what it was. Raises LineNotFound."""
    line = await budget_row(session, line_id)
    await session.delete(line)
    audit.record(
        session,
        action="funding.drop_plan",
        subject=("budget_line", line.id),
        name=line.note,
        before=plain({"amount": line.amount, "from_on": line.from_on, "until_on": line.until_on}),
    )
    await session.flush()


def _check_time(source: FundingSource | None, day: date) -> None:
    if source is not None and not source.from_on <= day <= source.until_on:
        raise Invalid({"booked_on": _("This day lies outside the time of the source.")})


def _log(session: AsyncSession, action: str, line: SpendingLine, *, reason: str = "") -> None:
    audit.record(
        session,
        action=action,
        subject=("spending_line", line.id),
        name=line.supplier or line.note,
        after=plain({"amount": line.amount, "currency": line.currency, "booked_on": line.booked_on}),
        reason=reason,
    )
