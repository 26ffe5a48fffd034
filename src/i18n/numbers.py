"""Numbers, shares, money, quantities: written as the reader writes them, and read as people type them."""

import re
from decimal import Decimal
from typing import Literal

from babel import Locale
from babel import numbers as cldr

from i18n.active import current
from i18n.pseudo import pseudo_value

Number = int | float | Decimal
Width = Literal["long", "short", "narrow"]

_WIDTHS: tuple[Width, ...] = ("long", "short", "narrow")
_FRACTION = re.compile(r"\.[#0]+")
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_PLAIN_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
_DIRECTION_MARKS = re.compile(r"[\u200e\u200f\u061c]")


def number(value: Number, decimals: int | None = None) -> str:
    """1 250 or 3,5. Without `decimals`, as many as there are, three at most.

    A year is not a number to read: pass it as text.
    """
    locale = current().cldr
    return str(cldr.format_decimal(value, format=_pattern(locale, decimals), locale=locale))


def percent(fraction: Number, decimals: int = 0) -> str:
    """0.123 is 12 %."""
    locale = current().cldr
    pattern = _with_decimals(locale.percent_formats[None].pattern, decimals)
    return str(cldr.format_percent(fraction, format=pattern, locale=locale))


def money(amount: Number, currency: str, decimals: int | None = None) -> str:
    """`decimals` only to drop or add what the currency itself would show."""
    locale = current().cldr
    if decimals is None:
        text = cldr.format_currency(amount, currency, locale=locale)
    else:
        pattern = _with_decimals(locale.currency_formats["standard"].pattern, decimals)
        text = cldr.format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)
    return pseudo_value(current().tag, text)


def currency_name(currency: str) -> str:
    return pseudo_value(current().tag, cldr.get_currency_name(currency, locale=current().cldr))


def quantity(value: Number, unit: str, width: Width = "long") -> str:
    """ "3 Stunden", "2 MB". `unit` is CLDR's name: `duration-hour`, `digital-megabyte`."""
    locale = current().cldr
    shown = number(value)
    pattern = _unit_pattern(locale, unit, locale.plural_form(value), width)
    return pseudo_value(current().tag, pattern.format(shown))


def duration(minutes: int, width: Width = "short") -> str:
    """ "2 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(quantity(hours, "duration-hour", width))
    if rest or not hours:
        parts.append(quantity(rest, "duration-minute", width))
    return " ".join(parts)


def file_size(octets: int) -> str:
    if octets < 1_000_000:
        return quantity(max(1, round(octets / 1000)), "digital-kilobyte", "short")
    return quantity(Decimal(octets) / 1_000_000 // Decimal("0.1") / 10, "digital-megabyte", "short")


def parse_number(text: str) -> Decimal:
    """What somebody typed, in their own way (1 234,5), or as programs write it (1234.5).

    Raises ValueError. Show the value that was read back to the person: 1.234 means different things.
    """
    locale = current().cldr
    typed = _DIRECTION_MARKS.sub("", _SPACES.sub("", text.strip()))
    group = cldr.get_group_symbol(locale)
    decimal = cldr.get_decimal_symbol(locale)
    if group in typed and re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:\D\d*)?", typed):
        typed = typed.replace(group, "")
    plain = typed.replace(decimal, ".")
    if not _PLAIN_NUMBER.fullmatch(plain):
        raise ValueError(f"not a number: {text[:40]!r}")
    return Decimal(plain)


def _pattern(locale: Locale, decimals: int | None) -> str | None:
    return None if decimals is None else _with_decimals(locale.decimal_formats[None].pattern, decimals)


def _with_decimals(pattern: str, decimals: int) -> str:
    fraction = "." + "0" * decimals if decimals else ""
    if _FRACTION.search(pattern):
        return _FRACTION.sub(fraction, pattern)
    return pattern.replace("#,##0", "#,##0" + fraction)


def _unit_pattern(locale: Locale, unit: str, plural: str, width: Width) -> str:
    """The first width that has this plural form.

    Babel 2.18 lost some patterns ("2 duration-hour" in Dutch, python-babel#1217); tests/i18n says when it is mended.
    """
    patterns = locale._data["unit_patterns"][unit]
    for candidate in (width, *(other for other in _WIDTHS if other != width)):
        forms = patterns.get(candidate, {})
        if plural in forms:
            return str(forms[plural])
    return "{0} " + unit.rpartition("-")[2]
