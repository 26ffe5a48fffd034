"""From the fields of a form to what the use cases ask for, and back to what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from core.web.dependencies import many, texts
from i18n.content import Localized
from i18n.formatting import first_weekday, weekday
from sites.cohorts import queries

_SEVERAL: Final = ("languages", "trainers", "weekdays")
_A_MONDAY: Final = date(2026, 3, 2)


def localized(
    form: Mapping[str, Any], name: str, languages: Sequence[str], kept: Localized | None = None
) -> dict[str, str]:
    """One field per language (`title_fr`). Texts in languages the form does not show stay as they were."""
    hidden = {tag: text for tag, text in (kept or {}).items() if tag not in languages}
    typed = {tag: form.get(f"{name}_{tag}", "") for tag in languages}
    return {**hidden, **{tag: text for tag, text in typed.items() if isinstance(text, str)}}


def spread(name: str, text: Localized) -> dict[str, str]:
    """The fields that `localized` reads."""
    return {f"{name}_{tag}": one for tag, one in text.items()}


def typed_again(form: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, for the form that is shown again. Never an upload or two values where one is asked."""
    single = {name: value for name, value in form.items() if isinstance(value, str)}
    several = {name: many(dict(form), name) for name in _SEVERAL if name in form}
    return {**single, **several}


def weekday_choices() -> list[tuple[str, str]]:
    """0 is Monday, in the order of the country's week."""
    order = [(first_weekday() + count) % 7 for count in range(7)]
    return [(str(one), weekday(_A_MONDAY + timedelta(days=one))) for one in order]


def cohort_fields(
    form: dict[str, Any],
    languages: Sequence[str],
    *names: str,
    title: Localized | None = None,
    summary: Localized | None = None,
) -> dict[str, Any]:
    return {
        **texts(form, "starts_on", "ends_on", "capacity", "venue", *names),
        "title": localized(form, "title", languages, title),
        "summary": localized(form, "summary", languages, summary),
        "languages": many(form, "languages"),
        "trainers": many(form, "trainers"),
    }


@dataclass(frozen=True, slots=True)
class Places:
    """What a form offers: venues, and rooms with the venue they are in."""

    venues: list[tuple[str, str]]
    rooms: list[tuple[str, str]]


async def places(session: AsyncSession) -> Places:
    found, rooms = await queries.places(session)
    return Places(
        venues=[(code, str(name)) for code, name in found], rooms=[(one.code, one.full_name) for one in rooms]
    )
