"""Add and change a source, and say what it carries."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from core.tenancy import site_of
from i18n.messages import _, lazy
from sites.cohorts.actions.typed import plain
from sites.cohorts.errors import CohortNotFound
from sites.cohorts.models import Cohort
from sites.funding.errors import SourceCodeTaken
from sites.funding.forms import NewShare, NewSource, SourceTerms
from sites.funding.models import FundingShare, FundingSource
from sites.funding.queries.sources import share_row, site_currency, source_row, sources_for_update
from sites.funding.rules import WHOLE, Span, fullest_day

_RATE_NEEDED = lazy("Please say how much of this currency is one %(currency)s.")


async def source_code_is_taken(session: AsyncSession, code: str) -> bool:
    found = await session.execute(select(col(FundingSource.id)).where(col(FundingSource.code) == code))
    return found.first() is not None


async def add_source(session: AsyncSession, new: NewSource) -> FundingSource:
    """Raises SourceCodeTaken, or Invalid for a foreign currency without a rate."""
    if await source_code_is_taken(session, new.code):
        raise SourceCodeTaken(source=new.code)
    kept = await _terms(session, new)
    added = FundingSource(site_id=site_of(session), code=new.code, **kept)
    try:
        async with session.begin_nested():
            session.add(added)
    except IntegrityError as error:
        raise SourceCodeTaken(source=new.code) from error
    audit.record(
        session, action="funding.add_source", subject=("funding_source", added.id), name=new.name, after=plain(kept)
    )
    return added


async def change_source(session: AsyncSession, code: str, terms: SourceTerms) -> None:
    """Raises SourceNotFound, or Invalid where other days would make the sources carry more than all of something."""
    rows = await sources_for_update(session)
    changed = await source_row(session, code)
    kept = await _terms(session, terms)
    different = {name: value for name, value in kept.items() if getattr(changed, name) != value}
    if not different:
        return
    before = {name: getattr(changed, name) for name in different}
    for name, value in different.items():
        setattr(changed, name, value)
    if different.keys() & {"from_on", "until_on"}:
        await _check_all_shares(session, rows, changed)
    audit.record(
        session,
        action="funding.change_source",
        subject=("funding_source", changed.id),
        name=terms.name,
        before=plain(before),
        after=plain(different),
    )
    await session.flush()


async def add_share(session: AsyncSession, code: str, new: NewShare) -> None:
    """Say, or say anew, what part of a cohort's or programme's costs the source carries.

    The sources' rows are locked first: two people dividing one cohort's costs cannot give away more than all of them.
    Raises SourceNotFound, CohortNotFound, or Invalid at `percent`.
    """
    rows = await sources_for_update(session)
    carrier = await source_row(session, code)
    cohort_id = await cohort_id_of(session, new.cohort)
    share = new.percent / 100
    others = await _spans(session, rows, programme=new.programme, cohort_id=cohort_id, without=carrier.id)
    _check([*others, Span(carrier.from_on, carrier.until_on, share)])
    found = await session.execute(
        select(FundingShare).where(
            col(FundingShare.source_id) == carrier.id,
            col(FundingShare.programme) == new.programme
            if new.programme is not None
            else col(FundingShare.cohort_id) == cohort_id,
        )
    )
    kept = found.scalar_one_or_none()
    before = None if kept is None else {"share": str(kept.share)}
    if kept is None:
        kept = FundingShare(
            site_id=site_of(session), source_id=carrier.id, programme=new.programme, cohort_id=cohort_id, share=share
        )
        session.add(kept)
    else:
        kept.share = share
    audit.record(
        session,
        action="funding.share",
        subject=("funding_source", carrier.id),
        name=carrier.name,
        before=before,
        after={"share": str(share), "programme": new.programme, "cohort": new.cohort},
    )
    await session.flush()


async def remove_share(session: AsyncSession, code: str, share_id: UUID) -> None:
    """Raises SourceNotFound, ShareNotFound."""
    carrier = await source_row(session, code)
    kept = await share_row(session, carrier.id, share_id)
    await session.delete(kept)
    audit.record(
        session,
        action="funding.unshare",
        subject=("funding_source", carrier.id),
        name=carrier.name,
        before={"share": str(kept.share), "programme": kept.programme},
    )
    await session.flush()


async def cohort_id_of(session: AsyncSession, code: str | None) -> UUID | None:
    """Raises CohortNotFound."""
    if code is None:
        return None
    found = (await session.execute(select(col(Cohort.id)).where(col(Cohort.code) == code))).scalar_one_or_none()
    if found is None:
        raise CohortNotFound
    return found


async def checked_rate(session: AsyncSession, currency: str, rate: Decimal | None) -> Decimal | None:
    """None for the centre's own currency. Raises Invalid at `rate` when another one comes without."""
    own = await site_currency(session)
    if currency == own:
        return None
    if rate is None:
        raise Invalid({"rate": str(_RATE_NEEDED.filled(currency=own))})
    return rate


async def _terms(session: AsyncSession, terms: SourceTerms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "kind": terms.kind,
        "from_on": terms.from_on,
        "until_on": terms.until_on,
        "amount": terms.amount,
        "currency": terms.currency,
        "rate": await checked_rate(session, terms.currency, terms.rate),
        "conditions": terms.conditions,
        "target_indicator": terms.target_indicator,
        "target_share": None if terms.target_percent is None else terms.target_percent / 100,
    }


async def _check_all_shares(session: AsyncSession, rows: dict[UUID, FundingSource], changed: FundingSource) -> None:
    found = await session.execute(select(FundingShare).where(col(FundingShare.source_id) == changed.id))
    for one in found.scalars().all():
        others = await _spans(session, rows, programme=one.programme, cohort_id=one.cohort_id, without=changed.id)
        _check([*others, Span(changed.from_on, changed.until_on, one.share)], field="until_on")


async def _spans(
    session: AsyncSession,
    rows: dict[UUID, FundingSource],
    *,
    programme: Any,
    cohort_id: UUID | None,
    without: UUID,
) -> list[Span]:
    """What the other sources carry of the same."""
    same = (
        col(FundingShare.programme) == programme if programme is not None else col(FundingShare.cohort_id) == cohort_id
    )
    found = await session.execute(select(FundingShare).where(same, col(FundingShare.source_id) != without))
    return [
        Span(rows[one.source_id].from_on, rows[one.source_id].until_on, one.share)
        for one in found.scalars()
        if one.source_id in rows
    ]


def _check(spans: Iterable[Span], *, field: str = "percent") -> None:
    most = fullest_day(spans)
    if most > WHOLE:
        sentence = _(
            "Together the sources would carry %(percent)s %% of these costs on some days. At most 100 %% is possible.",
            percent=f"{(most * 100).normalize():f}",
        )
        raise Invalid({field: sentence})
