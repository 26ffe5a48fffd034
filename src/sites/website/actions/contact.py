"""Change how a centre is reached, and when it is open."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.errors import Invalid
from core.forms import Unacceptable
from core.tenancy import site_of
from i18n.content import Localized
from i18n.messages import _, lazy
from sites.cohorts.actions.typed import Day, Text, plain
from sites.website.models import Conformity, OpeningException, OpeningHours, PublicDetails
from sites.website.rules import Hours

_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()./-]{4,28}[0-9]")
MOST_LINKS: Final = 8
MOST_SPANS: Final = 4
"""Times of opening on one day."""


def _phone(text: str) -> str:
    if text and _PHONE.fullmatch(text) is None:
        raise Unacceptable(lazy("Please enter a telephone number, such as +32 2 123 45 67."))
    return text


def _link(text: str) -> str:
    place = urlsplit(text)
    if place.scheme != "https" or "." not in place.netloc or "@" in place.netloc or any(map(str.isspace, text)):
        raise Unacceptable(lazy("Please enter addresses that begin with https://, one on each line."))
    return text


class ContactDetails(BaseModel):
    """All of it: what is not given is taken away."""

    model_config = ConfigDict(extra="forbid")

    phone: Annotated[str, Field(default="", max_length=30), AfterValidator(_phone)] = ""
    links: list[Annotated[str, Field(max_length=300), AfterValidator(_link)]] = Field(
        default_factory=list, max_length=MOST_LINKS
    )
    transport: Text = Field(default_factory=Localized)
    step_free: Text = Field(default_factory=Localized)
    conformity: Conformity = Conformity.PARTIAL
    checked_on: Day | None = None


class SpecialDay(BaseModel):
    """Without times the centre is closed on that day."""

    model_config = ConfigDict(extra="forbid")

    held_on: Day
    opens_at: time | None = None
    closes_at: time | None = None
    note: Text = Field(default_factory=Localized)


async def change_contact(session: AsyncSession, wanted: ContactDetails) -> None:
    """Only what differs is written and noted."""
    row = await _details(session)
    given = wanted.model_dump()
    before = {name: getattr(row, name) for name, value in given.items() if getattr(row, name) != value}
    if not before:
        return
    for name in before:
        setattr(row, name, given[name])
    after = {name: given[name] for name in before}
    audit.record(
        session, action="website.contact", subject=("site", row.site_id), before=plain(before), after=plain(after)
    )


async def change_hours(
    session: AsyncSession, week: Mapping[int, Sequence[Hours]], *, is_open_on_holidays: bool, now: datetime
) -> None:
    """In place of the hours there were. Raises Invalid, at the weekday, for times that lie upon each other."""
    refused = {f"day_{day}": _("These times lie upon each other.") for day, hours in week.items() if _overlap(hours)}
    if refused:
        raise Invalid(refused)
    row = await _details(session)
    row.is_open_on_holidays = is_open_on_holidays
    await session.execute(delete(OpeningHours).where(col(OpeningHours.site_id) == site_of(session)))
    session.add_all(
        OpeningHours(site_id=site_of(session), created_at=now, weekday=day, opens_at=one.opens, closes_at=one.closes)
        for day, hours in week.items()
        for one in hours
    )
    said = {
        str(day): [f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in hours] for day, hours in week.items() if hours
    }
    audit.record(session, action="website.hours", subject=("site", row.site_id), after={"hours": said})


def _overlap(hours: Sequence[Hours]) -> bool:
    """An opening into the next day must be the last of its day."""
    ordered = sorted(hours, key=lambda one: one.opens)
    return any(first.closes <= first.opens or first.closes > second.opens for first, second in pairwise(ordered))


async def set_special_day(session: AsyncSession, wanted: SpecialDay, *, now: datetime) -> None:
    """In place of what was said of that day before. Raises Invalid for one time without the other."""
    if (wanted.opens_at is None) != (wanted.closes_at is None):
        raise Invalid({"closes_at": _("Please enter both times, or none if the centre is closed.")})
    values = {
        "opens_at": wanted.opens_at,
        "closes_at": wanted.closes_at,
        "note": wanted.note,
    }
    row = {"site_id": site_of(session), "id": new_id(), "created_at": now, "held_on": wanted.held_on, **values}
    await session.execute(
        insert(OpeningException)
        .values(**row)
        .on_conflict_do_update(constraint="opening_exceptions_site_id_held_on_key", set_=values)
    )
    after = plain({"day": wanted.held_on, **values})
    audit.record(session, action="website.special_day", subject=("site", site_of(session)), after=after)


async def forget_special_day(session: AsyncSession, held_on: date) -> None:
    """The week's hours hold again."""
    await session.execute(delete(OpeningException).where(col(OpeningException.held_on) == held_on))
    after = plain({"day": held_on})
    audit.record(session, action="website.usual_day", subject=("site", site_of(session)), after=after)


async def _details(session: AsyncSession) -> PublicDetails:
    """The one row, locked; made where there is none."""
    row = PublicDetails(site_id=site_of(session))
    values = {name: getattr(row, name) for name in PublicDetails.model_fields}
    await session.execute(insert(PublicDetails).values(**values).on_conflict_do_nothing())
    return (await session.execute(select(PublicDetails).with_for_update())).scalar_one()
