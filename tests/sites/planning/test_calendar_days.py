"""Sessions land on the right local day: in the calendar, the feed, letters and figures. Nights when clocks change,
sessions over midnight, Ramadan's other offset in Casablanca, a weekend on Friday and Saturday in Amman."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.units.models import Site
from sites.cohorts.actions.sessions import SessionPlan, plan_session
from sites.cohorts.models import Session
from sites.cohorts.rules import NoSuchTime, SessionTimes, local_session
from sites.planning.queries import calendar_entries
from sites.planning.rules import View, span
from tests.factories import NewSite, make_site
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import make_course


def utc(*parts: int) -> datetime:
    year, month, day, hour, minute = (*parts, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


# Zone, day and hours as a manager types them; the moments they are, in UTC.
NIGHTS: list[tuple[str, date, time, time, datetime, datetime]] = [
    # Clocks go forward at 2:00 in Brussels on 28 March 2027: the evening is one hour later in UTC than the day before.
    ("Europe/Brussels", date(2027, 3, 27), time(22), time(4), utc(2027, 3, 27, 21), utc(2027, 3, 28, 2)),
    ("Europe/Brussels", date(2027, 3, 28), time(9), time(12), utc(2027, 3, 28, 7), utc(2027, 3, 28, 10)),
    # They go back at 3:00 on 31 October 2027: this night has an hour more.
    ("Europe/Brussels", date(2027, 10, 30), time(22), time(4), utc(2027, 10, 30, 20), utc(2027, 10, 31, 3)),
    # Over midnight, and from midnight on.
    (
        "Europe/Brussels",
        date(2027, 6, 1),
        time(22, 30),
        time(0, 30),
        utc(2027, 6, 1, 20, 30),
        utc(2027, 6, 1, 22, 30),
    ),
    ("Europe/Brussels", date(2027, 6, 2), time(0), time(2), utc(2027, 6, 1, 22), utc(2027, 6, 2, 0)),
    # Morocco is an hour ahead of UTC, but not in Ramadan: from 7 February to 14 March 2027 it is on UTC.
    ("Africa/Casablanca", date(2027, 2, 6), time(9), time(11), utc(2027, 2, 6, 8), utc(2027, 2, 6, 10)),
    ("Africa/Casablanca", date(2027, 2, 8), time(9), time(11), utc(2027, 2, 8, 9), utc(2027, 2, 8, 11)),
    ("Africa/Casablanca", date(2027, 2, 9), time(0), time(1), utc(2027, 2, 9, 0), utc(2027, 2, 9, 1)),
    ("Africa/Casablanca", date(2027, 3, 15), time(0), time(1), utc(2027, 3, 14, 23), utc(2027, 3, 15, 0)),
    # Jordan keeps three hours all the year.
    ("Asia/Amman", date(2027, 1, 3), time(1), time(3), utc(2027, 1, 2, 22), utc(2027, 1, 3, 0)),
]


@pytest.mark.parametrize(("zone", "on", "begins", "ends", "starts_at", "ends_at"), NIGHTS)
def test_typed_hours_are_the_right_moments(
    zone: str, on: date, begins: time, ends: time, starts_at: datetime, ends_at: datetime
) -> None:
    assert local_session(on, begins, ends, zone=zone) == SessionTimes(starts_at, ends_at, on)


def test_an_hour_that_does_not_come_or_comes_twice_is_refused() -> None:
    for zone, on, at in (
        ("Europe/Brussels", date(2027, 3, 28), time(2, 30)),
        ("Europe/Brussels", date(2027, 10, 31), time(2, 30)),
        ("Africa/Casablanca", date(2027, 2, 7), time(2, 30)),
        ("Africa/Casablanca", date(2027, 3, 14), time(2, 30)),
    ):
        assert isinstance(local_session(on, at, time(5), zone=zone), NoSuchTime), (zone, on)


@pytest.mark.parametrize(
    ("zone", "country", "weekend", "on", "begins", "ends"),
    [
        ("Europe/Brussels", "BE", [5, 6], date(2027, 6, 2), "00:00", "02:00"),
        ("Europe/Brussels", "BE", [5, 6], date(2027, 10, 30), "22:00", "04:00"),
        ("Africa/Casablanca", "MA", [5, 6], date(2027, 3, 15), "00:00", "01:00"),
        ("Asia/Amman", "JO", [4, 5], date(2027, 1, 3), "01:00", "03:00"),
    ],
)
async def test_a_night_stands_on_its_local_day_in_calendar_and_feed(
    database: Database,
    client: Any,
    tree: None,
    zone: str,
    country: str,
    weekend: list[int],
    on: date,
    begins: str,
    ends: str,
) -> None:
    site = await _site(database, zone, country, weekend)
    await make_course(database, site, "web-1", starts_on=date(2027, 1, 1), days=360)
    plan = SessionPlan.model_validate({"on": on, "begins": begins, "ends": ends})
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        planned = await plan_session(session, "web-1", plan, zone=zone, units=frozenset({site.id}))
        starts_at = planned.starts_at
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        assert [one.day for one in await calendar_entries(session, first=on, last=on)] == [on]
        # The day on which its hours are counted.
        assert (await session.execute(select(col(Session.held_on)))).scalars().all() == [on]

    await work_as(database, client, site)
    page = (await client.get(f"/en/manage/{site.code}/calendar?view=month&on={on}")).text
    cell = page.split(f'datetime="{on}"')[1].split("calendar-day")[0]
    assert f"{begins}–{ends}" in cell
    feed = Calendar.from_ical((await client.get(f"/{site.code}/calendar.ics")).content)
    [entry] = feed.walk("VEVENT")
    assert entry.decoded("DTSTART") == starts_at


async def test_the_week_begins_on_the_sites_day_and_marks_its_weekend(
    database: Database, client: Any, tree: None
) -> None:
    site = await _site(database, "Asia/Amman", "JO", [4, 5], first_weekday=6)
    await work_as(database, client, site)

    page = (await client.get(f"/en/manage/{site.code}/calendar?view=week&on=2027-01-06")).text

    days = [piece[:10] for piece in page.split('<time datetime="')[1:]]
    assert days == [f"2027-01-{number:02}" for number in range(3, 10)]
    off = [piece.split('datetime="')[1][:10] for piece in page.split("calendar-day is-off")[1:]]
    assert {"2027-01-08", "2027-01-09"} <= set(off)
    assert "2027-01-10" not in off


@pytest.mark.parametrize(
    "wrong", ["on=2027-02-31", "on=%00", "on=9999-12-31", "on=0001-01-01", "view=year", "trainer=x"]
)
async def test_an_address_that_makes_no_sense_shows_a_calendar(
    database: Database, client: Any, brussels: NewSite, wrong: str
) -> None:
    await work_as(database, client, brussels)

    assert (await client.get(f"/en/manage/brussels/calendar?{wrong}")).status_code in (200, 400)


def test_a_month_is_shown_in_whole_weeks() -> None:
    shown = span(View.MONTH, date(2027, 2, 10), first_weekday=0)

    assert (shown.first, shown.last) == (date(2027, 2, 1), date(2027, 2, 28))
    assert (shown.before, shown.after) == (date(2027, 1, 1), date(2027, 3, 1))
    assert len(span(View.MONTH, date(2027, 5, 1), first_weekday=0).days()) == 42


async def _site(database: Database, zone: str, country: str, weekend: list[int], *, first_weekday: int = 0) -> NewSite:
    site = await make_site(database, "there", country=country, parent="be", languages=["fr", "en"], zone=zone)
    async with unit_of_work(database, DataScope.of_network()) as session:
        kept = await session.get_one(Site, site.id)
        kept.weekend, kept.first_weekday = weekend, first_weekday
    return site
