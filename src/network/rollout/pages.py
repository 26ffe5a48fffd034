"""`/rollout`: how far each centre is, open the next one, let one go live."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from litestar import Controller, Response, get, post
from litestar.params import FromQuery
from pydantic import BaseModel, Field

from core.errors import AppError, Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import FormFields, NetworkDb, Now, Today, many, texts
from core.web.localized_fields import localized
from core.web.pages import Page, see
from i18n.active import current
from i18n.content import Localized
from i18n.formatting import country_name, weekday
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from i18n.sorting import sorted_by_name
from network.access.visitors import SignedIn
from network.rollout import actions
from network.rollout.errors import ReasonMissing
from network.rollout.queries import Readiness, readiness, readiness_of_sites
from network.rollout.rules import OWNERS, CheckCode, next_holidays
from network.units.actions import NewSite, open_site
from network.units.countries import countries
from network.units.current import CurrentSite
from network.units.defaults import CountryDefaults, UnknownCountry, country_defaults
from network.units.errors import CodeRefused, CodeTaken, UnknownCurrency, UnknownLanguage, UnknownZone
from network.units.models import SiteStatus
from network.units.queries import country_unit, find_unit, placements_on
from network.units.rules import may_be_site_code

_MONDAY = date(2024, 1, 1).toordinal()


class FirstStep(BaseModel):
    """Enough to know what is usual there."""

    code: str = Field(min_length=1, max_length=60)
    country: str = Field(min_length=2, max_length=2)


class SecondStep(FirstStep):
    zone: str = Field(min_length=1, max_length=60)
    currency: str = Field(min_length=3, max_length=3)


class RolloutPages(Controller):
    path = "/rollout"
    include_in_schema = False

    @get(name="rollout.list", **needs(Permission.ROLLOUT))
    async def list_page(self, network: NetworkDb, visitor: SignedIn, now: Now) -> Page:
        """The centres at and beneath the units on which the visitor follows the rollout."""
        tree = {one.id: one for one in await placements_on(network, now.date())}
        by_code = {one.code: one for one in tree.values()}

        def is_mine(one: Readiness) -> bool:
            above, path = tree.get(one.site_id), set()
            while above is not None and above.id not in path:
                path.add(above.id)
                above = by_code.get(above.parent or "")
            return visitor.may(Permission.ROLLOUT, units=frozenset(path))

        found = [one for one in await readiness_of_sites(network, now=now) if is_mine(one)]
        in_order = sorted_by_name(found, lambda one: one.name)
        context = {
            "coming": [one for one in in_order if one.status is SiteStatus.ROLLOUT],
            "others": [one for one in in_order if one.status is not SiteStatus.ROLLOUT],
        }
        return Page("rollout/list.html", context)

    @get("/open", name="rollout.open", **needs(Permission.SITES_OPEN))
    async def open_page(
        self, network: NetworkDb, today: Today, code: FromQuery[str] = "", country: FromQuery[str] = ""
    ) -> Page:
        """First where and under which code; then what the country suggests, to be corrected."""
        typed = {"code": code, "country": country}
        if not code and not country:
            return _first_page(typed, {})
        asked = attempt(FirstStep, typed)
        if isinstance(asked, Invalid):
            return _first_page(typed, asked.fields)
        if not may_be_site_code(asked.code):
            return _first_page(typed, {"code": str(CodeRefused.message.filled(unit=asked.code))})
        if await find_unit(network, asked.code) is not None:
            return _first_page(typed, {"code": str(CodeTaken.message.filled(unit=asked.code))})
        try:
            usual = country_defaults(asked.country, today)
        except UnknownCountry as error:
            return _first_page(typed, {"country": error.text})
        given = {**typed, "zone": usual.zone, "currency": usual.currency, "languages": list(usual.languages)}
        return await _second_page(network, today, usual, given, {})

    @post("/open", name="rollout.open_now", **needs(Permission.SITES_OPEN))
    async def open(self, network: NetworkDb, today: Today, form: FormFields) -> Response[Any]:
        typed = {**texts(form, *form), "languages": many(form, "languages")}
        first = attempt(FirstStep, texts(form, "code", "country"))
        if isinstance(first, Invalid):
            return _first_page(texts(form, "code", "country"), first.fields)
        usual = country_defaults(first.country, today)
        asked = attempt(SecondStep, texts(form, "code", "country", "zone", "currency"))
        errors = dict(asked.fields) if isinstance(asked, Invalid) else {}
        name = _name(form, errors)
        if isinstance(asked, Invalid) or errors:
            return await _second_page(network, today, usual, typed, errors)
        new = NewSite(
            code=asked.code,
            country=asked.country,
            name=name,
            languages=many(form, "languages"),
            zone=asked.zone,
            currency=asked.currency.upper(),
        )
        try:
            await open_site(network, new, today=today)
        except (CodeRefused, CodeTaken, UnknownZone, UnknownCurrency, UnknownLanguage) as error:
            return await _second_page(network, today, usual, typed, _fields(error))
        return see(
            f"/rollout/{new.code}", say=lazy("The centre is made. Only its own people see it until it goes live.")
        )

    @get("/{site_code:str}", name="rollout.site", **needs(Permission.ROLLOUT))
    async def site_page(self, network: NetworkDb, site: CurrentSite, visitor: SignedIn, now: Now) -> Page:
        return await _site_page(network, site, visitor, now, {}, {})

    @post("/{site_code:str}/live", name="rollout.live", **needs(Permission.SITES_OPEN))
    async def live(self, network: NetworkDb, site: CurrentSite, now: Now) -> Response[Any]:
        await actions.open_to_public(network, site.code, now=now)
        return see(f"/rollout/{site.code}", say=lazy("The centre is open to the public."))

    @post("/{site_code:str}/waive", name="rollout.waive", **needs(Permission.SITES_OPEN))
    async def waive(
        self, network: NetworkDb, site: CurrentSite, visitor: SignedIn, now: Now, form: FormFields
    ) -> Response[Any]:
        typed = texts(form, "reason")
        try:
            await actions.waive(network, site.code, now=now, reason=str(typed.get("reason", "")))
        except ReasonMissing as error:
            return await _site_page(network, site, visitor, now, typed, error.fields)
        return see(
            f"/rollout/{site.code}", say=lazy("The centre is open to the public. Your reason is in the history.")
        )


def _name(form: Mapping[str, Any], errors: dict[str, str]) -> Localized:
    """Notes in `errors` what is wrong with it."""
    try:
        name = localized(dict(form), "name")
    except Invalid as error:
        errors.update(error.fields)
        return Localized()
    chosen = many(dict(form), "languages")
    if not chosen:
        errors["languages"] = str(lazy("Please choose at least one language."))
    if not name:
        errors[f"name.{chosen[0] if chosen else current().tag}"] = str(lazy("Please fill this in."))
    return name


def _fields(error: AppError) -> dict[str, str]:
    return error.fields if isinstance(error, Invalid) and error.fields else {"code": error.text}


def _first_page(typed: Mapping[str, Any], errors: dict[str, str]) -> Page:
    context = {"typed": typed, "countries": countries(), "errors": errors}
    return Page("rollout/open_first.html", context, status=422 if errors else 200, breadcrumbs=_trail())


async def _second_page(
    network: NetworkDb, today: date, usual: CountryDefaults, typed: Mapping[str, Any], errors: dict[str, str]
) -> Page:
    above = await country_unit(network, usual.country)
    context = {
        "typed": typed,
        "country": country_name(usual.country),
        "usual": usual,
        "above": above.name if above else None,
        "names": {tag: typed[f"name.{tag}"] for tag in INTERFACE_LANGUAGES if typed.get(f"name.{tag}")},
        "name_languages": list(dict.fromkeys([*usual.languages, "en", *INTERFACE_LANGUAGES])),
        "offered": list(dict.fromkeys([*usual.languages, *INTERFACE_LANGUAGES])),
        "zones": sorted(available_timezones()),
        "weekend": [weekday(date.fromordinal(_MONDAY + number)) for number in usual.weekend],
        "first_weekday": weekday(date.fromordinal(_MONDAY + usual.first_weekday)),
        "holidays": next_holidays(usual.country, today, current().tag),
        "errors": errors,
    }
    return Page("rollout/open_second.html", context, status=422 if errors else 200, breadcrumbs=_trail())


def _trail() -> list[tuple[Any, str | None]]:
    return [(lazy("Centres"), f"/{current().tag}/rollout"), (lazy("Open a centre"), None)]


async def _site_page(
    network: NetworkDb,
    site: CurrentSite,
    visitor: SignedIn,
    now: Now,
    typed: Mapping[str, Any],
    errors: dict[str, str],
) -> Page:
    found = await readiness(network, site.code, now=now)
    context = {
        "found": found,
        "owners": OWNERS,
        "mend": _where_to_mend(site, visitor),
        "may_open": visitor.may(Permission.SITES_OPEN, units=site.path),
        "typed": typed,
        "errors": errors,
    }
    trail: list[tuple[Any, str | None]] = [(lazy("Centres"), f"/{current().tag}/rollout"), (found.name, None)]
    return Page("rollout/site.html", context, status=422 if errors else 200, breadcrumbs=trail)


def _where_to_mend(site: CurrentSite, visitor: SignedIn) -> dict[CheckCode, str]:
    """The page on which the visitor can make a check hold, where they may."""
    pages = {code: (f"/manage/{site.code}/settings", Permission.SITE_EDIT) for code in CheckCode}
    pages |= dict.fromkeys(
        (CheckCode.MANAGER, CheckCode.TRAINER), (f"/manage/{site.code}/team", Permission.PEOPLE_EDIT)
    )
    pages[CheckCode.CURRICULUM] = ("/hq/curricula", Permission.CURRICULA_VIEW)
    return {code: path for code, (path, needed) in pages.items() if visitor.may(needed, units=site.path)}
