"""Pages and news: what the public reads, and what the manager writes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from sites.website.errors import PageNotFound
from sites.website.models import PageKind, PageVersion, WebPage

PAGES = tuple(kind for kind in PageKind if kind is not PageKind.NEWS)


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page as everybody reads it. `dated_on` of news only. `id` None: it only stands for what was not written."""

    id: UUID | None
    code: str
    kind: PageKind
    dated_on: date | None
    title: Localized
    body: Localized
    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as the manager sees it. `id` None: nobody has written it yet."""

    id: UUID | None
    code: str
    kind: PageKind
    dated_on: date | None
    title: Localized
    body: Localized
    revision: int
    changed_at: datetime | None
    published: PublishedPage | None
    versions: int

    @property
    def is_changed(self) -> bool:
        """Whether the draft says something that the public does not read yet."""
        return self.published is None or (self.title, self.body) != (self.published.title, self.published.body)

    @property
    def can_go_back(self) -> bool:
        return self.published is not None and self.published.number > 1


def _published() -> Any:
    return select(WebPage, PageVersion).join(
        PageVersion,
        (col(PageVersion.site_id) == col(WebPage.site_id))
        & (col(PageVersion.page_id) == col(WebPage.id))
        & (col(PageVersion.number) == col(WebPage.published_number)),
    )


async def published_page(session: AsyncSession, kind: PageKind) -> PublishedPage | None:
    row = (await session.execute(_published().where(col(WebPage.kind) == kind))).first()
    return None if row is None else _page(*row)


async def published_news(
    session: AsyncSession, *, until: date, limit: int | None = None, before: tuple[date, str] | None = None
) -> list[PublishedPage]:
    """Newest first; what is dated later than `until` waits for its day. `before`: only those further down."""
    wanted = _published().where(col(WebPage.kind) == PageKind.NEWS, col(WebPage.dated_on) <= until)
    if before is not None:
        day, code = before
        wanted = wanted.where(
            (col(WebPage.dated_on) < day) | ((col(WebPage.dated_on) == day) & (col(WebPage.code) > code))
        )
    found = await session.execute(wanted.order_by(col(WebPage.dated_on).desc(), col(WebPage.code)).limit(limit))
    return [_page(*row) for row in found]


async def home_and_news(
    session: AsyncSession, *, until: date, limit: int
) -> tuple[PublishedPage | None, list[PublishedPage]]:
    """What the first page shows, in one statement: its own text, if it has one, and the newest news."""
    wanted = _published().where(
        (col(WebPage.kind) == PageKind.HOME) | ((col(WebPage.kind) == PageKind.NEWS) & (col(WebPage.dated_on) <= until))
    )
    rows = await session.execute(
        wanted.order_by(col(WebPage.dated_on).desc().nulls_first(), col(WebPage.code)).limit(limit + 1)
    )
    found = [_page(*row) for row in rows]
    home = next((page for page in found if page.kind is PageKind.HOME), None)
    return home, [page for page in found if page.kind is PageKind.NEWS][:limit]


async def published_article(session: AsyncSession, code: str, *, until: date) -> PublishedPage:
    """One piece of news. Raises PageNotFound, also before its day."""
    wanted = _published().where(
        col(WebPage.kind) == PageKind.NEWS, col(WebPage.code) == code, col(WebPage.dated_on) <= until
    )
    row = (await session.execute(wanted)).first()
    if row is None:
        raise PageNotFound
    return _page(*row)


async def all_published(session: AsyncSession, *, until: date) -> list[PublishedPage]:
    """Pages and news, for search and for the map of the site."""
    found = await session.execute(
        _published()
        .where((col(WebPage.dated_on).is_(None)) | (col(WebPage.dated_on) <= until))
        .order_by(col(WebPage.code))
    )
    return [_page(*row) for row in found]


async def drafts(session: AsyncSession) -> list[Draft]:
    """The pages, also those that nobody has written yet, then the news, newest first."""
    found = [_draft(*row) for row in await session.execute(_drafts())]
    by_code = {draft.code: draft for draft in found}
    pages = [by_code.get(kind.value) or _unwritten(kind) for kind in PAGES]
    news = [draft for draft in found if draft.kind is PageKind.NEWS]
    return [*pages, *sorted(news, key=lambda draft: (draft.dated_on or date.min, draft.code), reverse=True)]


async def draft_of(session: AsyncSession, code: str) -> Draft:
    """Raises PageNotFound for what is neither a page nor news."""
    row = (await session.execute(_drafts().where(col(WebPage.code) == code))).first()
    if row is not None:
        return _draft(*row)
    if code not in {kind.value for kind in PAGES}:
        raise PageNotFound
    return _unwritten(PageKind(code))


def _drafts() -> Any:
    counted = (
        select(func.count())
        .select_from(PageVersion)
        .where(col(PageVersion.site_id) == col(WebPage.site_id), col(PageVersion.page_id) == col(WebPage.id))
        .correlate(WebPage)
        .scalar_subquery()
    )
    return select(WebPage, PageVersion, counted).outerjoin(
        PageVersion,
        (col(PageVersion.site_id) == col(WebPage.site_id))
        & (col(PageVersion.page_id) == col(WebPage.id))
        & (col(PageVersion.number) == col(WebPage.published_number)),
    )


def _unwritten(kind: PageKind) -> Draft:
    return Draft(None, kind.value, kind, None, Localized(), Localized(), 0, None, None, 0)


def _draft(page: WebPage, version: PageVersion | None, versions: int) -> Draft:
    return Draft(
        id=page.id,
        code=page.code,
        kind=page.kind,
        dated_on=page.dated_on,
        title=page.title,
        body=page.body,
        revision=page.revision,
        changed_at=page.changed_at,
        published=None if version is None else _page(page, version),
        versions=versions,
    )


def _page(page: WebPage, version: PageVersion) -> PublishedPage:
    return PublishedPage(
        page.id, page.code, page.kind, page.dated_on, version.title, version.body, version.number, version.created_at
    )
