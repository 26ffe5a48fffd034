"""Everything that is written the reader's way: days, times, numbers, money, lists, names of countries and languages.

The same names are filters in templates: `{{ cohort.starts_on|day }}`.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from i18n.active import current
from i18n.dates import (
    clock,
    clock_range,
    day,
    day_long,
    day_range,
    day_short,
    days_away,
    first_weekday,
    moment,
    moment_range,
    month_name,
    month_short,
    parse_day,
    week_number,
    weekday,
    weekday_short,
    zone_city,
)
from i18n.languages import find_language
from i18n.luxembourgish import with_final_n
from i18n.numbers import (
    currency_name,
    duration,
    file_size,
    money,
    number,
    parse_number,
    percent,
    quantity,
)
from i18n.pseudo import pseudo_value
from i18n.texts import _

__all__ = [
    "FILTERS",
    "clock",
    "clock_range",
    "country_name",
    "currency_name",
    "day",
    "day_long",
    "day_range",
    "day_short",
    "duration",
    "file_size",
    "first_weekday",
    "language_name",
    "listing",
    "listing_or",
    "moment",
    "moment_range",
    "money",
    "month_name",
    "month_short",
    "number",
    "parse_day",
    "parse_number",
    "percent",
    "quantity",
    "relative",
    "week_number",
    "weekday",
    "weekday_short",
    "zone_city",
]


def relative(days: int) -> str:
    """Today, tomorrow, in 3 days, 5 days ago."""
    match days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
    return days_away(days)


def listing(items: Iterable[object]) -> str:
    """A, B and C."""
    return _joined(items, "standard")


def listing_or(items: Iterable[object]) -> str:
    """A, B or C."""
    return _joined(items, "or")


def language_name(tag: str) -> str:
    """What the reader calls a language; its own name for it is `languages.endonym`."""
    language = find_language(tag)
    if language is not None and language.is_pseudo:
        return language.endonym
    try:
        name = Locale.parse(tag, sep="-").get_display_name(current().cldr)
    except (UnknownLocaleError, ValueError):
        name = current().cldr.languages.get(tag)
    return _said(name or tag)


def country_name(code: str) -> str:
    """`code` is ISO 3166, or a UN region such as 150."""
    return _said(current().cldr.territories.get(code, code))


def _joined(items: Iterable[object], style: Any) -> str:
    words = [str(item) for item in items]
    locale = current().cldr
    if style == "or" and locale.language == "lb":  # CLDR has only the English pattern
        return _or_in_luxembourgish(words)
    # The joining word alone is accented: the items were, where they were said.
    text = format_list([_mark(index) for index in range(len(words))], style=style, locale=locale)
    text = _said(text)
    for index, word in enumerate(words):
        text = text.replace(_mark(index), word)
    return with_final_n(text) if locale.language == "lb" else text


def _mark(index: int) -> str:
    """A character for private use stands for an item, so that no item can look like a part of the pattern."""
    return chr(0xF0000 + index)


def _or_in_luxembourgish(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} oder {words[-1]}"


def _said(text: str) -> str:
    return pseudo_value(current().tag, text)


def _plain(value: object) -> str:
    """For an attribute: the text of content, without the marks it carries as HTML."""
    return str(value)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        function.__name__.lstrip("_"): function
        for function in (
            clock,
            clock_range,
            country_name,
            currency_name,
            day,
            day_long,
            day_range,
            day_short,
            duration,
            file_size,
            language_name,
            listing,
            listing_or,
            moment,
            moment_range,
            money,
            month_name,
            month_short,
            number,
            percent,
            quantity,
            relative,
            week_number,
            weekday,
            weekday_short,
            zone_city,
            _plain,
        )
    }
)
