"""What is usual in a country: languages, zone, currency, week. From CLDR and the zone table."""

import importlib.resources
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from core.errors import Invalid
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES, SOURCE_LANGUAGE
from i18n.messages import lazy


class UnknownCountry(Invalid):
    code = "unknown_country"
    message = lazy("“%(country)s” is not a country code. Use two letters, such as BE or PL.")


@dataclass(frozen=True, slots=True)
class CountryDefaults:
    """`first_weekday` and `weekend` count from 0 for Monday. Languages are those of the interface
    that are official there, the most spoken first; English where there is none."""

    country: str
    name: Localized
    languages: tuple[str, ...]
    zone: str
    currency: str
    first_weekday: int
    weekend: tuple[int, ...]


@cache
def country_defaults(country: str, today: date) -> CountryDefaults:
    """Raises UnknownCountry."""
    code = country.upper()
    spoken = get_global("territory_languages").get(code)
    zones = _zones().get(code)
    if spoken is None or zones is None:
        raise UnknownCountry(country=country[:20])
    official = [tag for tag, facts in spoken.items() if str(facts["official_status"]).startswith("official")]
    official.sort(key=lambda tag: (-spoken[tag]["population_percent"], tag))
    languages = tuple(tag for tag in official if tag in INTERFACE_LANGUAGES) or (SOURCE_LANGUAGE,)
    locale = _locale(languages[0], code)
    currencies = get_territory_currencies(code, today, today)
    return CountryDefaults(
        country=code,
        name=Localized({tag: _country_name(tag, code) for tag in INTERFACE_LANGUAGES}),
        languages=languages,
        zone=zones[0],
        currency=currencies[0] if currencies else "EUR",
        first_weekday=locale.first_week_day,
        weekend=_weekend(locale.weekend_start, locale.weekend_end),
    )


def _weekend(first: int, last: int) -> tuple[int, ...]:
    days = [first]
    while days[-1] != last:
        days.append((days[-1] + 1) % 7)
    return tuple(days)


def _locale(language: str, country: str) -> Locale:
    try:
        return Locale.parse(f"{language}_{country}")
    except UnknownLocaleError:
        return Locale.parse(f"und_{country}")


def _country_name(tag: str, code: str) -> str:
    return str(Locale.parse(tag).territories.get(code) or Locale.parse(SOURCE_LANGUAGE).territories[code])


@cache
def _zones() -> dict[str, list[str]]:
    """Zones of each country, the most populous first, as tzdata's zone.tab lists them."""
    found: dict[str, list[str]] = {}
    table = importlib.resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found
