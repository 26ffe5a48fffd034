"""A demo centre's life beyond courses: events, FabLab projects, start-ups, and what it all costs."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypeVar

from server.demo.chance import Chance
from server.demo.content import EventContent, SiteContent, SpendingContent
from server.demo.records import EventRecord, ProjectRecord, SpendingRecord, StartupRecord
from server.demo.rooms import Rooms
from server.demo.working_days import DAY, WEEK, WorkingDays, monday_of
from sites.events.models import EventStatus
from sites.projects.models import ProjectStage
from sites.startups.models import StartupStage

T = TypeVar("T")

_WEEKS_AHEAD = 10
_ANNOUNCED_BEFORE = 8 * WEEK
_PROJECT_STAGES = (ProjectStage.IDEA, ProjectStage.PROTOTYPE, ProjectStage.TESTED)
_STARTUP_STAGES = (
    StartupStage.IDEA,
    StartupStage.VALIDATION,
    StartupStage.FIRST_CUSTOMERS,
    StartupStage.GROWTH,
)


def events(
    site: SiteContent, *, since: date, until: date, days: WorkingDays, rooms: Rooms, chance: Chance
) -> Iterator[EventRecord]:
    """Each series in its weeks, moved within the week when the room is taken or the day is a holiday."""
    for series in site.events:
        monday = monday_of(since) + series.from_week * WEEK
        while monday <= until + _WEEKS_AHEAD * WEEK:
            day = _day_in_week(series, monday, since, days, rooms)
            if day is not None:
                yield _event(series, day, until=until, chance=chance)
            monday += series.every_weeks * WEEK


def _day_in_week(series: EventContent, monday: date, since: date, days: WorkingDays, rooms: Rooms) -> date | None:
    for shift in range(5):
        day = monday + (series.weekday + shift) % 5 * DAY
        meeting = [(day, series.starts, series.ends if series.ends > series.starts else time.max)]
        if day > since and day in days and rooms.is_free(series.venue, meeting):
            rooms.take(series.venue, meeting)
            return day
    return None


def _event(series: EventContent, day: date, *, until: date, chance: Chance) -> EventRecord:
    ends_on = day if series.ends > series.starts else day + DAY
    is_past = ends_on < until
    came = max(1, round(series.capacity * chance.triangular(0.3, 1.05, 0.75)))
    still_uncounted = until - day < timedelta(days=4)
    return EventRecord(
        code=f"{series.code}-{day:%Y-%m-%d}",
        content=series,
        day=day,
        ends_on=ends_on,
        status=EventStatus.OPEN if day <= until + _ANNOUNCED_BEFORE else EventStatus.DRAFT,
        head_count=came if is_past and not still_uncounted else None,
    )


def projects(site: SiteContent, *, since: date, until: date, chance: Chance) -> Iterator[ProjectRecord]:
    """Begun one after another over the whole time; the last ones are still under way."""
    for content, started_on in _spread(site.projects, since, until, chance):
        takes = timedelta(days=chance.randint(60, 210))
        done = min(1.0, (until - started_on) / takes)
        finished_on = started_on + takes if started_on + takes <= until else None
        yield ProjectRecord(
            content=content,
            stage=ProjectStage.FINISHED if finished_on else _PROJECT_STAGES[int(done * len(_PROJECT_STAGES))],
            started_on=started_on,
            finished_on=finished_on,
            machine_hours=Decimal(round(done * chance.between(12, 90) * 4)) / 4,
        )


def startups(site: SiteContent, *, since: date, until: date, chance: Chance) -> Iterator[StartupRecord]:
    """Half a year to ten months in the accelerator, then alumni."""
    for content, joined_on in _spread(site.startups, since, until, chance):
        stays = timedelta(days=chance.randint(180, 300))
        done = min(1.0, (until - joined_on) / stays)
        left_on = joined_on + stays if joined_on + stays < until else None
        yield StartupRecord(
            content=content,
            stage=StartupStage.ALUMNI if left_on else _STARTUP_STAGES[min(3, int(done * len(_STARTUP_STAGES)))],
            joined_on=joined_on,
            left_on=left_on,
            jobs_created=int(content.jobs * done),
            funds_raised=content.funds if done >= 0.7 else Decimal(0),
        )


def _spread(contents: tuple[T, ...], since: date, until: date, chance: Chance) -> Iterator[tuple[T, date]]:
    span = (until - since).days - 20
    for place, content in enumerate(contents):
        yield content, since + timedelta(days=int(span * (place + chance.random()) / len(contents)))


def spending(
    site: SiteContent, *, since: date, until: date, days: WorkingDays, chance: Chance
) -> Iterator[SpendingRecord]:
    """Every line once a month, on its last working day."""
    booked = list(_month_ends(since, until, days))
    for line in site.spending:
        for booked_on in booked if line.last_months is None else booked[-line.last_months :]:
            yield SpendingRecord(
                booked_on=booked_on,
                amount=_amount(line, booked_on, chance),
                programme=line.programme,
                category=line.category,
                source=line.source,
                note=line.note,
            )


def _month_ends(since: date, until: date, days: WorkingDays) -> Iterator[date]:
    first = since.replace(day=1)
    while True:
        after = (first + timedelta(days=32)).replace(day=1)
        booked_on = days.last_until(after - DAY)
        if booked_on > until:
            return
        if booked_on >= since:
            yield booked_on
        first = after


def _amount(line: SpendingContent, booked_on: date, chance: Chance) -> Decimal:
    """Rent is the same each month; everything else moves a little, and less is spent in August."""
    if line.programme is None:
        return line.monthly
    summer = 0.7 if booked_on.month == 8 else 1.0
    return (line.monthly * Decimal(repr(summer * chance.between(0.92, 1.08)))).quantize(Decimal("0.01"))
