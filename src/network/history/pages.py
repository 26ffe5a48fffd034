"""`/hq/history` and `/manage/{site}/history`: who, when, what, and what it was before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from sqlalchemy.ext.asyncio import AsyncSession

from core.exports import Column, Kind, Sheet, Value
from core.pagination import BadCursor, decode, encode
from core.permissions import Permission, needs
from core.web.dependencies import Db
from core.web.downloads import as_file
from core.web.pages import Page
from i18n.messages import _
from i18n.sorting import sorted_by_name
from network.history.queries import HistoryEntry, Place, actions_noted, history, unit_names
from network.history.words import Difference, action_name, differences, ids_in
from network.units.current import CurrentSite

_SHOWN = 50
_MOST_IN_A_FILE = 50_000
_BY_THEMSELVES = frozenset({"person.sign_in", "person.change_password"})


@dataclass(frozen=True, slots=True)
class Line:
    entry: HistoryEntry
    sentence: str
    actor: str | None
    differences: list[Difference]


@get("/hq/history", name="history.network", include_in_schema=False, **needs(Permission.NETWORK_AUDIT))
async def network_history_page(session: Db, action: FromQuery[str] = "", after: FromQuery[str] = "") -> Page:
    return await _page(session, None, "/hq/history", action, after)


@get("/manage/{site_code:str}/history", name="history.site", include_in_schema=False, **needs(Permission.AUDIT_VIEW))
async def site_history_page(
    session: Db, site: CurrentSite, action: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Page:
    return await _page(session, site.id, f"/manage/{site.code}/history", action, after)


@get(
    "/hq/downloads/history/{file_format:str}",
    name="history.download_network",
    include_in_schema=False,
    **needs(Permission.NETWORK_AUDIT),
)
async def network_history_download(
    session: Db, file_format: FromPath[str], action: FromQuery[str] = ""
) -> Response[bytes]:
    return await _download(session, None, action, file_format, name="history")


@get(
    "/manage/{site_code:str}/downloads/history/{file_format:str}",
    name="history.download_site",
    include_in_schema=False,
    **needs(Permission.AUDIT_VIEW),
)
async def site_history_download(
    session: Db, site: CurrentSite, file_format: FromPath[str], action: FromQuery[str] = ""
) -> Response[bytes]:
    return await _download(session, site.id, action, file_format, name=f"{site.code}-history")


async def _download(
    session: AsyncSession, site_id: UUID | None, action: str, file_format: str, *, name: str
) -> Response[bytes]:
    found = await history(session, site_id=site_id, action=action or None, limit=_MOST_IN_A_FILE)
    units = await unit_names(session, set[str]().union(*(ids_in(one.before, one.after) for one in found)))
    columns = [
        Column(_("When"), Kind.MOMENT),
        Column(_("Who")),
        Column(_("What happened")),
        Column(_("About")),
        Column(_("Before")),
        Column(_("After")),
        Column(_("Reason")),
    ]
    rows = [_row(one, differences(one.before, one.after, units)) for one in found]
    return await as_file(Sheet(_("History"), columns, rows), file_format, name=name)


def _row(entry: HistoryEntry, changes: list[Difference]) -> list[Value]:
    before = "\n".join(f"{one.label}: {one.before}" for one in changes if one.before is not None)
    after = "\n".join(f"{one.label}: {one.after}" for one in changes if one.after is not None)
    what = action_name(entry.action)
    return [entry.at, _actor(entry) or "", what, entry.subject_name, before, after, entry.reason]


async def _page(session: AsyncSession, site_id: UUID | None, path: str, action: str, after: str) -> Page:
    found = await history(session, site_id=site_id, action=action or None, after=_place(after), limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    noted = await actions_noted(session, site_id=site_id)
    units = await unit_names(session, set[str]().union(*(ids_in(one.before, one.after) for one in shown)))
    choices = [(code, action_name(code)) for code in noted]
    context: dict[str, Any] = {
        "here": path,
        "downloads": path.replace("/history", "/downloads/history"),
        "lines": [
            Line(one, action_name(one.action), _actor(one), differences(one.before, one.after, units)) for one in shown
        ],
        "actions": sorted_by_name(choices, lambda choice: choice[1]),
        "action": action,
        "is_first": not after,
        "next": _query(action, shown[-1]) if len(found) > _SHOWN else None,
    }
    return Page("history/history.html", context)


def _actor(entry: HistoryEntry) -> str | None:
    """Whoever signs in or resets a password is nobody yet when it begins."""
    return entry.actor or (entry.subject_name if entry.action in _BY_THEMSELVES else None)


def _query(action: str, last: HistoryEntry) -> str:
    asked = {"action": action, "after": encode(f"{last.at.isoformat()} {last.id}")}
    return urlencode({name: value for name, value in asked.items() if value})


def _place(after: str) -> Place | None:
    """Raises BadCursor."""
    if not after:
        return None
    at, _space, entry_id = (decode(after) or "").partition(" ")
    try:
        place = Place(datetime.fromisoformat(at), UUID(entry_id))
    except ValueError as error:
        raise BadCursor from error
    if place.at.tzinfo is None:
        raise BadCursor
    return place


HISTORY_PAGES = (network_history_page, site_history_page, network_history_download, site_history_download)
