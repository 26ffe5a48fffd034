"""The countries to choose from, by name in the reader's language."""

from babel.core import get_global

from i18n.formatting import country_name
from i18n.sorting import sorted_by_name


def countries() -> list[tuple[str, str]]:
    """Code and name of every country that has languages of its own."""
    known = [code for code in get_global("territory_languages") if len(code) == 2 and code.isalpha()]
    return sorted_by_name([(code, country_name(code)) for code in known], lambda one: one[1])
