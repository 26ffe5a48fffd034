"""The places of a centre."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, texts
from core.web.pages import Page, see
from i18n.messages import lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.venues import NewVenue, VenueTexts, add_venue, change_venue, venue_code_is_taken
from sites.cohorts.errors import VenueCodeTaken
from sites.cohorts.models import Venue
from sites.cohorts.pages.forms import localized, spread, typed_again
from sites.cohorts.queries import rooms, venue, venues
from sites.cohorts.rules import EQUIPMENT_NAMES


class VenuePages(Controller):
    path = "/manage/{site_code:str}/venues"
    include_in_schema = False

    @get(name="venues.list", **needs(Permission.COHORTS_EDIT))
    async def list_page(self, session: Db) -> Page:
        return Page(
            "cohorts/venues.html",
            {"venues": await venues(session), "rooms": await rooms(session), "equipment": EQUIPMENT_NAMES},
        )

    @get("/new", name="venues.new", **needs(Permission.COHORTS_EDIT))
    async def new_page(self) -> Page:
        return _form(None, {})

    @post("/new", name="venues.add", **needs(Permission.COHORTS_EDIT))
    async def add(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        read = attempt(NewVenue, _fields(form, site, "code"))
        if isinstance(read, Invalid):
            return _form(None, typed_again(form), errors=read.fields)
        if await venue_code_is_taken(session, read.code):
            return _form(None, typed_again(form), errors={"code": str(VenueCodeTaken.message.filled(venue=read.code))})
        await add_venue(session, read)
        return see(f"/manage/{site.code}/venues", say=lazy("The venue has been added."))

    @get("/{venue_code:str}/edit", name="venues.edit", **needs(Permission.COHORTS_EDIT))
    async def edit_page(self, session: Db, venue_code: FromPath[str]) -> Page:
        shown = await venue(session, venue_code)
        return _form(shown, _as_typed(shown))

    @post("/{venue_code:str}/edit", name="venues.change", **needs(Permission.COHORTS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, venue_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        shown = await venue(session, venue_code)
        read = attempt(VenueTexts, _fields(form, site, kept=shown))
        if isinstance(read, Invalid):
            return _form(shown, typed_again(form), errors=read.fields)
        await change_venue(session, venue_code, read)
        return see(f"/manage/{site.code}/venues", say=lazy("Saved."))


def _fields(form: dict[str, Any], site: SiteContext, *names: str, kept: Venue | None = None) -> dict[str, Any]:
    return {
        **texts(form, "address", "capacity", "is_online", *names),
        "name": localized(form, "name", site.languages, kept.name if kept else None),
        "directions": localized(form, "directions", site.languages, kept.directions if kept else None),
    }


def _as_typed(shown: Venue) -> dict[str, Any]:
    return {
        **spread("name", shown.name),
        **spread("directions", shown.directions),
        "address": shown.address,
        "capacity": shown.capacity,
        "is_online": "yes" if shown.is_online else "",
    }


def _form(shown: Venue | None, typed: dict[str, Any], *, errors: dict[str, str] | None = None) -> Page:
    context = {"venue": shown, "typed": typed, "errors": errors or {}}
    return Page("cohorts/venue.html", context, status=422 if errors else 200)
