"""Funding sources and the shares they carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from i18n.content import Localized
from network.curricula.models import Curriculum, CurriculumVersion, Programme
from network.units.models import Site
from sites.cohorts.models import Cohort
from sites.funding.errors import LineNotFound, ShareNotFound, SourceNotFound
from sites.funding.models import FundingShare, FundingSource, SourceKind
from sites.funding.rules import converted

LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class ShareView:
    """What a source carries of a programme's or of a cohort's costs."""

    id: UUID
    share: Decimal
    programme: Programme | None
    cohort_id: UUID | None
    cohort_code: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """`given`: its amount in the centre's currency; none where no rate is said."""

    id: UUID
    code: str
    name: str
    kind: SourceKind
    from_on: date
    until_on: date
    amount: Decimal
    currency: str
    rate: Decimal | None
    given: Decimal | None
    conditions: Localized
    target_indicator: str | None
    target_share: Decimal | None
    shares: tuple[ShareView, ...]

    def runs_on(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Purpose:
    """A cohort money can be spent on."""

    id: UUID
    code: str
    title: Localized
    programme: Programme
    starts_on: date


async def site_currency(session: AsyncSession) -> str:
    found = await session.execute(select(col(Site.currency)).where(col(Site.id) == site_of(session)))
    return found.scalar_one()


async def sources(session: AsyncSession) -> list[Source]:
    """The one that ends last first."""
    currency = await site_currency(session)
    rows = (
        await session.execute(
            select(FundingSource).order_by(col(FundingSource.until_on).desc(), col(FundingSource.code))
        )
    ).scalars()
    shares = await _shares(session)
    return [_source(row, shares.get(row.id, ()), currency) for row in rows]


async def source(session: AsyncSession, code: str) -> Source:
    """Raises SourceNotFound."""
    row = await source_row(session, code)
    shares = await _shares(session)
    return _source(row, shares.get(row.id, ()), await site_currency(session))


async def source_row(session: AsyncSession, code: str) -> FundingSource:
    """Raises SourceNotFound."""
    found = await session.execute(select(FundingSource).where(col(FundingSource.code) == code[:LONGEST_CODE]))
    row = found.scalar_one_or_none()
    if row is None:
        raise SourceNotFound
    return row


async def sources_for_update(session: AsyncSession) -> dict[UUID, FundingSource]:
    """All of them, so that two people who divide one cohort's costs do it one after the other."""
    wanted = select(FundingSource).order_by(col(FundingSource.id)).with_for_update()
    rows = (await session.execute(wanted.execution_options(populate_existing=True))).scalars()
    return {row.id: row for row in rows}


async def share_row(session: AsyncSession, source_id: UUID, share_id: UUID) -> FundingShare:
    """Raises ShareNotFound."""
    found = await session.execute(
        select(FundingShare).where(col(FundingShare.id) == share_id, col(FundingShare.source_id) == source_id)
    )
    row = found.scalar_one_or_none()
    if row is None:
        raise ShareNotFound
    return row


async def purposes(session: AsyncSession) -> list[Purpose]:
    """Cohorts, newest first."""
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    found = await session.execute(
        select(Cohort, col(CurriculumVersion.title), col(Curriculum.programme))
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .join(CurriculumVersion, version)
        .order_by(col(Cohort.starts_on).desc(), col(Cohort.code))
    )
    return [
        Purpose(cohort.id, cohort.code, Localized({**title, **cohort.title}), programme, cohort.starts_on)
        for cohort, title, programme in found
    ]


def line_id(text: str) -> UUID:
    """Raises LineNotFound for what is no id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise LineNotFound from error


def share_id(text: str) -> UUID:
    """Raises ShareNotFound for what is no id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ShareNotFound from error


async def _shares(session: AsyncSession) -> Mapping[UUID, Sequence[ShareView]]:
    same = and_(col(Cohort.site_id) == col(FundingShare.site_id), col(Cohort.id) == col(FundingShare.cohort_id))
    found = await session.execute(
        select(FundingShare, col(Cohort.code))
        .outerjoin(Cohort, same)
        .order_by(col(FundingShare.programme), col(Cohort.code))
    )
    by_source: dict[UUID, list[ShareView]] = {}
    for row, code in found:
        view = ShareView(row.id, row.share, row.programme, row.cohort_id, code)
        by_source.setdefault(row.source_id, []).append(view)
    return by_source


def _source(row: FundingSource, shares: Sequence[ShareView], currency: str) -> Source:
    return Source(
        row.id,
        row.code,
        row.name,
        row.kind,
        row.from_on,
        row.until_on,
        row.amount,
        row.currency,
        row.rate,
        converted(row.amount, row.currency, row.rate, into=currency),
        row.conditions,
        row.target_indicator,
        row.target_share,
        tuple(shares),
    )
