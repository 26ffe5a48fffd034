"""Days, times and spans, in the reader's formats and the zone that is in force."""

from datetime import date, datetime, time, timedelta
from typing import Literal

from babel import Locale
from babel import dates as cldr
from babel.languages import get_official_languages

from i18n.active import cldr_locale, current
from i18n.languages import LANGUAGES
from i18n.luxembourgish import with_final_n
from i18n.pseudo import pseudo_value

_MONTHS_FROM = 61
_YEARS_FROM = 730
_NEVER_COARSER = 1e9


def day(value: date) -> str:
    """5 Mar 2026. A datetime is taken at its day in the zone in force."""
    return _said(cldr.format_date(_local_day(value), format="medium", locale=current().cldr))


def day_long(value: date) -> str:
    """Thursday 5 March 2026."""
    return _said(cldr.format_date(_local_day(value), format="full", locale=current().cldr))


def day_short(value: date) -> str:
    """5 Mar, where the year is plain from the place."""
    return _skeleton("MMMd", value)


def day_range(first: date, last: date) -> str:
    """5–7 Mar 2026."""
    start, end = _local_day(first), _local_day(last)
    if start == end:
        return day(start)
    return _said(cldr.format_interval(start, end, skeleton="yMMMd", locale=current().cldr))


def month_name(year: int, month: int) -> str:
    """March 2026."""
    return _skeleton("yMMMM", date(year, month, 1))


def month_short(year: int, month: int) -> str:
    """Mar 2026."""
    return _skeleton("yMMM", date(year, month, 1))


def weekday(value: date) -> str:
    """Thursday."""
    return _said(cldr.format_date(_local_day(value), format="cccc", locale=current().cldr))


def weekday_short(value: date) -> str:
    """Thu."""
    return _said(cldr.format_date(_local_day(value), format="ccc", locale=current().cldr))


def clock(value: datetime | time) -> str:
    """15:30, never 3:30 PM: CLDR writes the latter for fr_TN, and nobody there does."""
    state = current()
    moved = _localised(value).timetz() if isinstance(value, datetime) else value
    pattern = str(state.cldr.datetime_skeletons["Hm"])
    return _said(cldr.format_time(moved.replace(tzinfo=None), format=pattern, locale=state.cldr))


def clock_range(first: datetime | time, last: datetime | time) -> str:
    """15:30–17:00."""
    return f"{clock(first)}–{clock(last)}"


def moment(value: datetime) -> str:
    """5 Mar 2026, 15:30. Built from parts: CLDR's medium form has seconds, and no skeleton has both."""
    local = _localised(value)
    joined = str(current().cldr.datetime_formats["medium"]).replace("'", "")
    return joined.replace("{1}", day(local.date())).replace("{0}", clock(value))


def moment_range(first: datetime, last: datetime) -> str:
    """5 Mar 2026, 15:30–17:00, or two moments when the days differ."""
    if _localised(first).date() == _localised(last).date():
        return f"{moment(first)}–{clock(last)}"
    return f"{moment(first)} – {moment(last)}"


def days_away(days: int) -> str:
    """In 3 days, 5 days ago; months and years when days say little. For today see `formatting.relative`."""
    distance = abs(days)
    unit: Literal["day", "month", "year"] = "day"
    if distance >= _MONTHS_FROM:
        unit = "year" if distance >= _YEARS_FROM else "month"
    text = cldr.format_timedelta(
        timedelta(days=days),
        granularity=unit,
        threshold=_NEVER_COARSER,
        add_direction=True,
        locale=current().cldr,
    )
    return _said(with_final_n(text))


def first_weekday() -> int:
    """0 is Monday. Decided by the territory, not by the language."""
    return int(_week_locale(current().territory, current().cldr).first_week_day)


def week_number(value: date) -> int:
    """The number of the week as the territory counts it; ISO 8601 in Europe."""
    local = _local_day(value)
    rules = _week_locale(current().territory, current().cldr)
    return int(cldr.format_date(local, format="w", locale=rules))


def zone_city(zone: str) -> str:
    """Bruxelles for Europe/Brussels: a city says more than +0100."""
    return _said(cldr.get_timezone_location(zone, locale=current().cldr, return_city=True))


def parse_day(text: str) -> date:
    """A day as ISO 8601 writes it, else in the reader's short form (05/03/2026). Raises ValueError."""
    typed = text.strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return cldr.parse_date(typed, locale=current().cldr, format="short")


def _week_locale(territory: str, otherwise: Locale) -> Locale:
    """A locale of the territory, whatever its language: for uk in PL, the week is the Polish one."""
    for tag in (*get_official_languages(territory), *LANGUAGES):
        candidate = cldr_locale(tag.replace("_", "-"), territory)
        if candidate.territory == territory:
            return candidate
    return otherwise


def _local_day(value: date) -> date:
    return _localised(value).date() if isinstance(value, datetime) else value


def _localised(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(current().zone_info)


def _skeleton(skeleton: str, value: date) -> str:
    return _said(cldr.format_skeleton(skeleton, _local_day(value), locale=current().cldr))


def _said(text: str) -> str:
    return pseudo_value(current().tag, text)
