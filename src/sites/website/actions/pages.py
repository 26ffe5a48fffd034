"""Write a page, publish it in one step, take the step back."""

import re
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.forms import Unacceptable
from core.tenancy import site_of
from i18n.content import Localized
from i18n.messages import lazy
from sites.cohorts.actions.typed import Day, Text, Title
from sites.website.errors import DraftChanged, NewsCodeTaken, NothingToPublish, NothingToUndo, PageNotFound
from sites.website.models import PageKind, PageVersion, WebPage

_NEWS_CODE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])")
_TAKEN: Final = frozenset({"new", *(kind.value for kind in PageKind)})


def _news_code(code: str) -> str:
    if _NEWS_CODE.fullmatch(code) is None or code in _TAKEN:
        raise Unacceptable(
            lazy(
                "Use 2 to 80 small letters a to z, digits and hyphens, such as open-day-2027. Names of pages are taken."
            )
        )
    return code


class WrittenText(BaseModel):
    """One language of a page, as a form sends it. `revision`: of the draft that was read."""

    model_config = ConfigDict(extra="forbid")

    language: str
    title: str = Field(default="", max_length=200)
    body: str = Field(default="", max_length=20_000)
    revision: int = Field(ge=0, le=2_000_000_000)


class NewNews(BaseModel):
    """News are made with their address and day, and written afterwards."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, AfterValidator(_news_code)]
    dated_on: Day
    title: Title = Field(default_factory=Localized)
    body: Text = Field(default_factory=Localized)


async def write_text(session: AsyncSession, code: str, written: WrittenText, *, now: datetime) -> int:
    """Save the draft in one language; the others stay as they are. Gives the draft's new revision.

    Raises PageNotFound, and DraftChanged when somebody else saved since.
    """
    page = await _page_to_write(session, code, now=now)
    if page.revision != written.revision:
        raise DraftChanged
    title = page.title.with_text(written.language, written.title)
    body = page.body.with_text(written.language, written.body)
    return _write(session, page, title, body, now=now)


async def write_page(
    session: AsyncSession, code: str, *, title: Localized, body: Localized, now: datetime, dated_on: date | None = None
) -> int:
    """Save the whole draft, every language. Raises PageNotFound."""
    page = await _page_to_write(session, code, now=now)
    if dated_on is not None and page.kind is PageKind.NEWS:
        page.dated_on = dated_on
    return _write(session, page, title, body, now=now)


def _write(session: AsyncSession, page: WebPage, title: Localized, body: Localized, *, now: datetime) -> int:
    if (title, body) == (page.title, page.body):
        return page.revision
    tags = sorted(
        tag
        for tag in {*title, *body, *page.title, *page.body}
        if (title.get(tag), body.get(tag)) != (page.title.get(tag), page.body.get(tag))
    )
    page.title, page.body = title, body
    page.revision += 1
    page.changed_at = now
    audit.record(session, action="website.write", subject=("page", page.id), name=page.code, after={"languages": tags})
    return page.revision


async def add_news(session: AsyncSession, new: NewNews, *, now: datetime) -> None:
    """Raises NewsCodeTaken."""
    row = {
        "site_id": site_of(session),
        "id": new_id(),
        "created_at": now,
        "code": new.code,
        "kind": PageKind.NEWS,
        "dated_on": new.dated_on,
        "title": new.title,
        "body": new.body,
        "revision": 1 if new.title or new.body else 0,
        "changed_at": now,
    }
    made = await session.execute(insert(WebPage).values(**row).on_conflict_do_nothing().returning(col(WebPage.id)))
    page_id = made.scalar_one_or_none()
    if page_id is None:
        raise NewsCodeTaken
    audit.record(session, action="website.add_news", subject=("page", page_id), name=new.code)


async def publish(session: AsyncSession, code: str, *, now: datetime) -> int:
    """What the draft says is what everybody reads from now on, in all its languages. Gives the version's number.

    Raises NothingToPublish where no language has a title. Publishing the same again changes nothing.
    """
    page = await _locked(session, code)
    if not page.title:
        raise NothingToPublish
    current = await _version(session, page, page.published_number)
    if current is not None and (current.title, current.body) == (page.title, page.body):
        return current.number
    number = await _newest(session, page) + 1
    session.add(
        PageVersion(
            site_id=page.site_id, created_at=now, page_id=page.id, number=number, title=page.title, body=page.body
        )
    )
    page.published_number = number
    _note(session, page, "website.publish")
    return number


async def undo_publication(session: AsyncSession, code: str, *, now: datetime) -> int:
    """The version before is what everybody reads again, and what the draft says. Raises NothingToUndo."""
    page = await _locked(session, code)
    earlier = await _version(session, page, (page.published_number or 0) - 1)
    if earlier is None:
        raise NothingToUndo
    page.published_number = earlier.number
    page.title, page.body = earlier.title, earlier.body
    page.revision += 1
    page.changed_at = now
    _note(session, page, "website.undo")
    return earlier.number


async def take_down(session: AsyncSession, code: str) -> None:
    """Nobody reads it any more; the draft and its versions stay. Raises PageNotFound."""
    page = await _locked(session, code)
    if page.published_number is not None:
        page.published_number = None
        _note(session, page, "website.take_down")


async def delete_news(session: AsyncSession, code: str) -> None:
    """With all its versions. Raises PageNotFound, also for a page, which can only be taken down."""
    page = await _locked(session, code)
    if page.kind is not PageKind.NEWS:
        raise PageNotFound
    _note(session, page, "website.delete_news")
    await session.flush()
    await session.execute(delete(WebPage).where(col(WebPage.id) == page.id))


def _note(session: AsyncSession, page: WebPage, action: str) -> None:
    after = {"version": page.published_number, "languages": sorted(page.title)}
    audit.record(session, action=action, subject=("page", page.id), name=page.code, after=after)


async def _page_to_write(session: AsyncSession, code: str, *, now: datetime) -> WebPage:
    """Locked; a page that nobody has written yet is made now."""
    if code in {kind.value for kind in PageKind if kind is not PageKind.NEWS}:
        row = {
            "site_id": site_of(session),
            "id": new_id(),
            "created_at": now,
            "code": code,
            "kind": PageKind(code),
            "title": Localized(),
            "body": Localized(),
            "revision": 0,
            "changed_at": now,
        }
        await session.execute(insert(WebPage).values(**row).on_conflict_do_nothing())
    return await _locked(session, code)


async def _locked(session: AsyncSession, code: str) -> WebPage:
    found = await session.execute(select(WebPage).where(col(WebPage.code) == code).with_for_update())
    page = found.scalar_one_or_none()
    if page is None:
        raise PageNotFound
    return page


async def _version(session: AsyncSession, page: WebPage, number: int | None) -> PageVersion | None:
    found = await session.execute(
        select(PageVersion).where(col(PageVersion.page_id) == page.id, col(PageVersion.number) == number)
    )
    return found.scalar_one_or_none()


async def _newest(session: AsyncSession, page: WebPage) -> int:
    newest = select(func.coalesce(func.max(col(PageVersion.number)), 0)).where(col(PageVersion.page_id) == page.id)
    return int((await session.execute(newest)).scalar_one())
