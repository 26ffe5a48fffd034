"""Kinds of answer that plans share: days, codes, texts, each refused with its own sentence."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator

from core.forms import Unacceptable
from i18n.content import Localized
from i18n.formatting import parse_day
from i18n.messages import lazy
from sites.cohorts.rules import FIRST_DAY, LAST_DAY, RESERVED_CODES

_CODE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])")
_LONGEST_TITLE: Final = 200
_LONGEST_TEXT: Final = 8_000


def _day(value: Any) -> date:
    """ISO 8601, or the short form of the reader. A bare number is never a day."""
    if isinstance(value, date):
        return value
    try:
        if not isinstance(value, str) or len(value) > 20:
            raise ValueError
        read = parse_day(value)
    except (ValueError, IndexError, OverflowError) as error:
        raise Unacceptable(lazy("Please enter a date that exists, such as 2026-03-31.")) from error
    if not FIRST_DAY <= read <= LAST_DAY:
        raise Unacceptable(lazy("Please enter a day between 1990 and 2100."))
    return read


def _code(value: str) -> str:
    if _CODE.fullmatch(value) is None or value in RESERVED_CODES:
        raise Unacceptable(
            lazy("Use 2 to 60 small letters a to z, digits and hyphens, such as web-2027-1. The word “new” is taken.")
        )
    return value


def _whole_number(value: Any) -> Any:
    if isinstance(value, bool):
        raise Unacceptable(lazy("Please enter a whole number."))
    return value


def _shorter_than(most: int) -> AfterValidator:
    def check(value: Localized) -> Localized:
        if any(len(text) > most for text in value.values()):
            raise Unacceptable(lazy("This is too long: at most %(max_length)s characters.").filled(max_length=most))
        return value

    return AfterValidator(check)


def _some_text(value: Localized) -> Localized:
    if not value:
        raise Unacceptable(lazy("Please write this in at least one language."))
    return value


Day = Annotated[date, BeforeValidator(_day)]
Code = Annotated[str, AfterValidator(_code)]
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
Title = Annotated[Localized, _shorter_than(_LONGEST_TITLE)]
Text = Annotated[Localized, _shorter_than(_LONGEST_TEXT)]
Name = Annotated[Localized, _shorter_than(_LONGEST_TITLE), AfterValidator(_some_text)]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the audit log keeps them."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Localized):
        return dict(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)
