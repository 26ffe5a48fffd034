"""Opening hours, days with hours of their own, contact and access."""

from datetime import date, time
from typing import Any

from litestar import Controller, get, post
from litestar.response import Redirect

from core.errors import BadRequest, Invalid
from core.forms import attempt, clean
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.formatting import clock
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread, typed_again, weekday_choices
from sites.website.actions.contact import (
    MOST_SPANS,
    ContactDetails,
    SpecialDay,
    change_contact,
    change_hours,
    forget_special_day,
    set_special_day,
)
from sites.website.models import Conformity
from sites.website.queries.contact import Details, Presence, presence
from sites.website.rules import Hours, open_state
from sites.website.words import CONFORMITY

_MAY = needs(Permission.SITE_EDIT)
_A_YEAR = 366


class HoursPages(Controller):
    path = "/manage/{site_code:str}/website/hours"
    include_in_schema = False

    @get(name="website.hours", **_MAY)
    async def hours_page(self, session: Db, site: CurrentSite, today: Today, now: Now) -> Page:
        found = await presence(session, today=today, ahead=_A_YEAR)
        return _hours_form(site, found, _hours_typed(found), now=now)

    @post(name="website.change_hours", **_MAY)
    async def change(self, session: Db, site: CurrentSite, form: FormFields, today: Today, now: Now) -> Page | Redirect:
        week, refused = _week(form)
        if refused:
            found = await presence(session, today=today, ahead=_A_YEAR)
            return _hours_form(site, found, typed_again(form), now=now, errors=refused)
        await change_hours(session, week, is_open_on_holidays="is_open_on_holidays" in form, now=now)
        return see(f"/manage/{site.code}/website/hours", say=lazy("Saved."))

    @post("/days", name="website.special_day", **_MAY)
    async def special_day(
        self, session: Db, site: CurrentSite, form: FormFields, today: Today, now: Now
    ) -> Page | Redirect:
        fields = texts(form, "held_on", "opens_at", "closes_at")
        read = attempt(SpecialDay, {**fields, "note": localized(form, "note", site.languages)})
        if isinstance(read, Invalid):
            found = await presence(session, today=today, ahead=_A_YEAR)
            typed = {**_hours_typed(found), **typed_again(form)}
            return _hours_form(site, found, typed, now=now, errors=read.fields)
        await set_special_day(session, read, now=now)
        return see(f"/manage/{site.code}/website/hours", say=lazy("Saved."))

    @post("/days/forget", name="website.usual_day", **_MAY)
    async def usual_day(self, session: Db, site: CurrentSite, form: FormFields) -> Redirect:
        await forget_special_day(session, _day(str(form.get("held_on", ""))))
        return see(f"/manage/{site.code}/website/hours", say=lazy("Saved."))


class ContactPages(Controller):
    path = "/manage/{site_code:str}/website/contact"
    include_in_schema = False

    @get(name="website.contact", **_MAY)
    async def contact_page(self, session: Db, site: CurrentSite, today: Today) -> Page:
        details = (await presence(session, today=today)).details
        return _contact_form(_contact_typed(details))

    @post(name="website.change_contact", **_MAY)
    async def change(self, session: Db, site: CurrentSite, form: FormFields, today: Today) -> Page | Redirect:
        kept = (await presence(session, today=today)).details
        read = attempt(
            ContactDetails,
            {
                **texts(form, "phone", "conformity", "checked_on"),
                "links": [line.strip() for line in str(form.get("links", "")).splitlines() if line.strip()],
                "transport": localized(form, "transport", site.languages, kept.transport),
                "step_free": localized(form, "step_free", site.languages, kept.step_free),
            },
        )
        if isinstance(read, Invalid):
            return _contact_form(typed_again(form), errors=_at_the_field(read.fields))
        await change_contact(session, read)
        return see(f"/manage/{site.code}/website/contact", say=lazy("Saved."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest from error


def _week(form: dict[str, Any]) -> tuple[dict[int, list[Hours]], dict[str, str]]:
    """What stands in the fields `day_0` to `day_6` ("9:00-12:30, 13:30-18:00"), and what cannot be read."""
    week: dict[int, list[Hours]] = {}
    refused: dict[str, str] = {}
    for day in range(7):
        try:
            week[day] = _spans(clean(str(form.get(f"day_{day}", ""))))
        except ValueError:
            refused[f"day_{day}"] = _("Please write hours such as 9:00-12:30, 13:30-18:00, or nothing if it is closed.")
    return week, refused


def _spans(text: str) -> list[Hours]:
    """Any dash, comma or semicolon. Raises ValueError."""
    for sign in "–—‒−":
        text = text.replace(sign, "-")
    parts = [part.strip() for part in text.replace(";", ",").replace("،", ",").split(",") if part.strip()]
    if len(parts) > MOST_SPANS:
        raise ValueError(text)
    return [_span(part) for part in parts]


def _span(part: str) -> Hours:
    opens, dash, closes = part.partition("-")
    if not dash:
        raise ValueError(part)
    return Hours(_time(opens.strip()), _time(closes.strip()))


def _time(text: str) -> time:
    """9, 9:30, 9.30, 9h30 or 24:00. Raises ValueError."""
    hour, _sign, minute = text.lower().replace("h", ":").replace(".", ":").partition(":")
    if not (hour.isascii() and hour.isdigit() and (not minute or (minute.isascii() and minute.isdigit()))):
        raise ValueError(text)
    if len(hour) > 2 or len(minute) > 2:
        raise ValueError(text)
    return time(0 if int(hour) == 24 and not int(minute or 0) else int(hour), int(minute or 0))


def _hours_typed(found: Presence) -> dict[str, Any]:
    week = {
        f"day_{day}": ", ".join(f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in found.timetable.week.get(day, []))
        for day in range(7)
    }
    return {**week, "is_open_on_holidays": found.timetable.is_open_on_holidays}


def _hours_form(
    site: SiteContext, found: Presence, typed: dict[str, Any], *, now: Now, errors: dict[str, str] | None = None
) -> Page:
    context = {
        "typed": typed,
        "errors": errors or {},
        "weekdays": [(f"day_{value}", name) for value, name in weekday_choices()],
        "specials": found.specials,
        "state": open_state(found.timetable, now=now),
        "has_hours": not found.timetable.is_empty,
        "clock": clock,
    }
    return Page("website/hours.html", context, status=422 if errors else 200)


def _contact_typed(details: Details) -> dict[str, Any]:
    return {
        **spread("transport", details.transport),
        **spread("step_free", details.step_free),
        "phone": details.phone,
        "links": "\n".join(details.links),
        "conformity": details.conformity.value,
        "checked_on": details.checked_on.isoformat() if details.checked_on else "",
    }


def _at_the_field(fields: dict[str, str]) -> dict[str, str]:
    """A wrong link is shown at the field that holds them all."""
    return {("links" if name.startswith("links") else name): sentence for name, sentence in fields.items()}


def _contact_form(typed: dict[str, Any], *, errors: dict[str, str] | None = None) -> Page:
    context = {
        "typed": typed,
        "errors": errors or {},
        "conformity": [(one.value, CONFORMITY[one]) for one in Conformity],
    }
    return Page("website/contact.html", context, status=422 if errors else 200)
