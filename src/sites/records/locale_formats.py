"""How a site writes dates and numbers: read from CLDR, for files that are not ISO."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from i18n.active import cldr_locale


class DayOrder(StrEnum):
    DAY_FIRST = "dMy"
    MONTH_FIRST = "Mdy"
    YEAR_FIRST = "yMd"


@dataclass(frozen=True, slots=True)
class LocaleFormats:
    day_order: DayOrder
    decimal: str
    group: str


@cache
def formats_of(language: str, territory: str) -> LocaleFormats:
    """The order of day and month in the short date, and the marks in numbers, of a language in a country."""
    locale = cldr_locale(language, territory)
    pattern = re.sub(r"'[^']*'", "", locale.date_formats["short"].pattern)
    order = "".join(dict.fromkeys(letter for letter in pattern if letter in "dMy"))
    symbols = locale.number_symbols["latn"]
    return LocaleFormats(
        day_order=next((known for known in DayOrder if known.value == order), DayOrder.DAY_FIRST),
        decimal=str(symbols["decimal"]),
        group=str(symbols["group"]),
    )
