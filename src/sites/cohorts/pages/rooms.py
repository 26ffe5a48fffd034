"""The rooms of a centre's venues."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, many, texts
from core.web.pages import Page, see
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.rooms import NewRoom, RoomTexts, add_room, change_room, remove_room, room_code_is_taken
from sites.cohorts.errors import RoomCodeTaken
from sites.cohorts.pages.forms import localized, places, spread, typed_again, weekday_choices
from sites.cohorts.queries import RoomView, room
from sites.cohorts.rules import EQUIPMENT_NAMES


class RoomPages(Controller):
    path = "/manage/{site_code:str}/venues/rooms"
    include_in_schema = False

    @get("/new", name="rooms.new", **needs(Permission.COHORTS_EDIT))
    async def new_page(self, session: Db) -> Page:
        return await _form(session, None, {})

    @post("/new", name="rooms.add", **needs(Permission.COHORTS_EDIT))
    async def add(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        fields, problems = _fields(form, site)
        read = attempt(NewRoom, {**fields, **texts(form, "code", "venue")})
        errors = _errors(read, problems)
        if isinstance(read, NewRoom) and await room_code_is_taken(session, read.code):
            errors["code"] = str(RoomCodeTaken.message.filled(room=read.code))
        if errors or isinstance(read, Invalid):
            return await _form(session, None, typed_again(form), errors=errors)
        await add_room(session, read)
        return see(f"/manage/{site.code}/venues", say=lazy("The room has been added."))

    @get("/{room_code:str}/edit", name="rooms.edit", **needs(Permission.COHORTS_EDIT))
    async def edit_page(self, session: Db, room_code: FromPath[str]) -> Page:
        shown = await room(session, room_code)
        return await _form(session, shown, _as_typed(shown))

    @post("/{room_code:str}/edit", name="rooms.change", **needs(Permission.COHORTS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, room_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        shown = await room(session, room_code)
        fields, problems = _fields(form, site, kept=shown)
        read = attempt(RoomTexts, fields)
        errors = _errors(read, problems)
        if errors or isinstance(read, Invalid):
            return await _form(session, shown, typed_again(form), errors=errors)
        await change_room(session, room_code, read)
        return see(f"/manage/{site.code}/venues", say=lazy("Saved."))

    @post("/{room_code:str}/remove", name="rooms.remove", **needs(Permission.COHORTS_EDIT))
    async def remove(self, session: Db, site: CurrentSite, room_code: FromPath[str]) -> Redirect:
        await remove_room(session, room_code)
        return see(f"/manage/{site.code}/venues", say=lazy("The room has been removed."))


def _fields(
    form: dict[str, Any], site: SiteContext, *, kept: RoomView | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The room's fields, and days of which only one of the two hours is given."""
    hours: list[dict[str, Any]] = []
    problems: dict[str, str] = {}
    for weekday in range(7):
        opens, closes = (form.get(f"{name}_{weekday}") or "" for name in ("opens", "closes"))
        if opens and closes:
            hours.append({"weekday": weekday, "opens": opens, "closes": closes})
        elif opens or closes:
            problems[f"opens_{weekday}"] = _("Please give both hours, or neither.")
    fields = {
        **texts(form, "capacity"),
        "name": localized(form, "name", site.languages, kept.name if kept else None),
        "equipment": many(form, "equipment"),
        "hours": hours,
    }
    return fields, problems


def _errors(read: RoomTexts | Invalid, problems: dict[str, str]) -> dict[str, str]:
    """`hours.2.closes` is said at the list of hours."""
    wrong = read.fields if isinstance(read, Invalid) else {}
    return {**{name.split(".")[0]: sentence for name, sentence in wrong.items()}, **problems}


def _as_typed(shown: RoomView) -> dict[str, Any]:
    opens = {f"opens_{one.weekday}": f"{one.opens:%H:%M}" for one in shown.hours}
    closes = {f"closes_{one.weekday}": f"{one.closes:%H:%M}" for one in shown.hours}
    return {
        **spread("name", shown.name),
        **opens,
        **closes,
        "capacity": shown.capacity,
        "equipment": [str(one) for one in shown.equipment],
    }


async def _form(
    session: AsyncSession, shown: RoomView | None, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    context = {
        "room": shown,
        "typed": typed,
        "errors": errors or {},
        "places": await places(session),
        "equipment": [(str(one), str(name)) for one, name in EQUIPMENT_NAMES.items()],
        "chosen_equipment": many(typed, "equipment"),
        "weekdays": weekday_choices(),
    }
    return Page("cohorts/room.html", context, status=422 if errors else 200)
