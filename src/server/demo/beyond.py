"""What happened inside a demo centre's events, projects and start-ups: who came, who made what on which machine."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id, utc_now
from core.tenancy import site_of
from server.demo.beyond_words import EXPERTISE, FUNDERS, MACHINES, MILESTONES
from server.demo.bulk import add_rows
from server.demo.chance import Chance
from server.demo.content import SiteContent
from server.demo.records import SiteHistory
from sites.cohorts.models import Cohort
from sites.events.models import Event, EventPlace, EventRegistration, EventStatus
from sites.projects.models import MachineUse, Project, ProjectMember, ProjectPhoto, ProjectStage, ProjectStep
from sites.registrations.models import Learner, Registration, RegistrationStatus
from sites.startups.models import (
    Startup,
    StartupFounder,
    StartupGain,
    StartupMentor,
    StartupMilestone,
    StartupStage,
    StartupStep,
)

Row = dict[str, Any]
_WEEKS_AHEAD = timedelta(weeks=5)
_WEEKS_BACK = timedelta(weeks=12)
_COLOURS = ("#0b6e9e", "#c25700", "#00805f", "#a4568a")
_PHOTOS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A learner, and since when they could go on to something else."""

    id: UUID
    name: str
    since: date


async def load_beyond(session: AsyncSession, site: SiteContent, made: SiteHistory) -> None:
    """`session` is bound to the site, whose events, projects and start-ups are there."""
    if not made.registrations:
        return
    until = max(record.registered_at.date() for record in made.registrations)
    chance = Chance(f"{site.code}:beyond")
    known = await _known(session)
    rows = _Rows(site_of(session), site.languages[0], known, until=until, chance=chance)
    events = list((await session.execute(select(Event).order_by(col(Event.starts_at), col(Event.code)))).scalars())
    projects = list((await session.execute(select(Project).order_by(col(Project.started_on)))).scalars())
    startups = list((await session.execute(select(Startup).order_by(col(Startup.joined_on)))).scalars())
    await add_rows(session, EventPlace, rows.places(events))
    await add_rows(session, ProjectStep, rows.project_steps(projects))
    members = {project.id: list(rows.members(project)) for project in projects}
    await add_rows(session, ProjectMember, [row for team in members.values() for row in team])
    await add_rows(session, MachineUse, rows.machine_uses(projects, members))
    await add_rows(session, ProjectPhoto, rows.photos(projects))
    await add_rows(session, StartupStep, rows.startup_steps(startups))
    await add_rows(session, StartupFounder, rows.founders(startups))
    await add_rows(session, StartupMilestone, rows.milestones(startups))
    await add_rows(session, StartupMentor, rows.mentors(startups))
    await add_rows(session, StartupGain, rows.gains(startups))


async def _known(session: AsyncSession) -> list[Known]:
    """Those who have completed a course, in the order in which they did."""
    found = await session.execute(
        select(col(Learner.id), col(Learner.given_name), col(Learner.family_name), col(Cohort.ends_on))
        .join(Registration, col(Registration.learner_id) == col(Learner.id))
        .join(Cohort, col(Cohort.id) == col(Registration.cohort_id))
        .where(col(Registration.status) == RegistrationStatus.COMPLETED)
        .order_by(col(Cohort.ends_on), col(Learner.ref))
    )
    return [Known(learner_id, f"{given} {family}".strip(), since) for learner_id, given, family, since in found]


class _Rows:
    def __init__(self, site_id: UUID, language: str, known: list[Known], *, until: date, chance: Chance) -> None:
        self._site_id = site_id
        self._language = language
        self._known = known
        self._until = until
        self._chance = chance
        self._now = utc_now()

    def places(self, events: list[Event]) -> Iterator[Row]:
        """For those near today that want to know: three quarters of the places, some of them for two."""
        names = [one.name for one in self._known if one.name]
        for event in events:
            is_near = -_WEEKS_BACK < event.held_on - self._until < _WEEKS_AHEAD
            if event.registration is EventRegistration.NONE or event.status is not EventStatus.OPEN or not is_near:
                continue
            left = round((event.capacity or 20) * self._chance.between(0.3, 0.85))
            left = left if event.head_count is None else min(left, event.head_count)
            while left > 0 and names:
                places = min(left, 2 if self._chance.happens(0.2) else 1)
                left -= places
                yield self._place(event, places, names)

    def _place(self, event: Event, places: int, names: list[str]) -> Row:
        is_named = event.registration is EventRegistration.NAMED
        given = self._chance.choice(names).split()[0]
        family = self._chance.choice(names).split()[-1]
        came = None
        if event.head_count is not None:
            came = places if self._chance.happens(0.85) else 0
        number = self._chance.randint(100, 999_999)
        return self._row(
            event_id=event.id,
            name=f"{given} {family}" if is_named else "",
            email=f"visitor{number}@demo.example" if is_named else None,
            language=self._language,
            places=places,
            status="registered",
            came=came,
        )

    def project_steps(self, projects: list[Project]) -> Iterator[Row]:
        for project in projects:
            reached = list(ProjectStage)[: list(ProjectStage).index(project.stage) + 1]
            last = project.finished_on or self._until
            for stage, on in self._spread(reached, project.started_on, last, is_over=project.finished_on is not None):
                yield self._row(project_id=project.id, stage=stage.value, happened_on=on, reason="")

    def startup_steps(self, startups: list[Startup]) -> Iterator[Row]:
        for startup in startups:
            reached = list(StartupStage)[: list(StartupStage).index(startup.stage) + 1]
            last = startup.left_on or self._until
            for stage, on in self._spread(reached, startup.joined_on, last, is_over=startup.left_on is not None):
                yield self._row(startup_id=startup.id, stage=stage.value, happened_on=on, reason="")

    def members(self, project: Project) -> Iterator[Row]:
        """Two in three have completed a course before; of one project in five nobody is noted."""
        if self._chance.happens(0.2):
            return
        for person in self._people(project.started_on, self._chance.randint(1, 3)):
            joined_on = min(project.started_on + timedelta(days=self._chance.randint(0, 20)), self._until)
            yield self._row(project_id=project.id, learner_id=person.id, joined_on=joined_on)

    def founders(self, startups: list[Startup]) -> Iterator[Row]:
        for startup in startups:
            for person in self._people(startup.joined_on, self._chance.randint(0, 2)):
                yield self._row(startup_id=startup.id, learner_id=person.id, joined_on=startup.joined_on)

    def machine_uses(self, projects: list[Project], members: dict[UUID, list[Row]]) -> Iterator[Row]:
        """Together exactly the project's hours."""
        for project in projects:
            left, last = project.machine_hours, project.finished_on or self._until
            team = members[project.id]
            while left > 0:
                hours = min(left, Decimal(self._chance.randint(2, 24)) / 4)
                left -= hours
                used_on = project.started_on + timedelta(
                    days=self._chance.randint(0, max((last - project.started_on).days, 0))
                )
                yield self._row(
                    project_id=project.id,
                    machine=self._chance.choice(MACHINES[self._language]),
                    used_on=used_on,
                    hours=str(hours),
                    member_id=self._chance.choice(team)["id"] if team and self._chance.happens(0.8) else None,
                )

    def photos(self, projects: list[Project]) -> Iterator[Row]:
        """Drawn, because nobody was there to take one."""
        done = [one for one in projects if one.stage in (ProjectStage.TESTED, ProjectStage.FINISHED)]
        for number, project in enumerate(done[-_PHOTOS:]):
            yield self._row(
                project_id=project.id,
                content=_drawing(number),
                width=800,
                height=533,
                alt=project.title,
                consent_on=(project.finished_on or self._until) if number % 2 == 0 else None,
                consent_note="",
            )

    def milestones(self, startups: list[Startup]) -> Iterator[Row]:
        for startup in startups:
            for number, title in enumerate(MILESTONES[self._language]):
                planned_on = startup.joined_on + timedelta(days=60 * (number + 1))
                late = timedelta(days=self._chance.randint(-10, 25))
                is_reached = planned_on + late <= (startup.left_on or self._until)
                reached_on = planned_on + late if is_reached else None
                yield self._row(startup_id=startup.id, title=title, planned_on=planned_on, reached_on=reached_on)

    def mentors(self, startups: list[Startup]) -> Iterator[Row]:
        for startup in startups:
            for expertise in self._chance.sample(EXPERTISE[self._language], k=self._chance.randint(1, 2)):
                given, family = self._chance.choice(self._known).name, self._chance.choice(self._known).name
                yield self._row(
                    startup_id=startup.id,
                    name=f"{given.split()[0]} {family.split()[-1]}",
                    expertise=expertise,
                    from_on=startup.joined_on,
                    until_on=startup.left_on,
                )

    def gains(self, startups: list[Startup]) -> Iterator[Row]:
        """Together exactly the start-up's jobs and funds."""
        for startup in startups:
            last = startup.left_on or self._until
            span = max((last - startup.joined_on).days, 0)
            left = startup.jobs_created
            while left > 0:
                jobs = min(left, self._chance.randint(1, 3))
                left -= jobs
                yield self._gain(startup, startup.joined_on + timedelta(days=self._chance.randint(0, span)), jobs=jobs)
            if startup.funds_raised:
                on = startup.joined_on + timedelta(days=int(span * 0.7))
                source = self._chance.choice(FUNDERS[self._language])
                yield self._gain(startup, on, amount=str(startup.funds_raised), source=source)

    def _gain(self, startup: Startup, on: date, *, jobs: int = 0, amount: str = "0", source: str = "") -> Row:
        return self._row(
            startup_id=startup.id, happened_on=on, jobs=jobs, amount=amount, currency=startup.currency, source=source
        )

    def _people(self, on: date, count: int) -> list[Known]:
        before = [one for one in self._known if one.since <= on]
        pool = before if before and self._chance.happens(0.67) else self._known
        pool = pool[-80:]  # mostly those who have just finished a course go on
        chosen = {one.id: one for one in self._chance.sample(pool, k=min(count, len(pool)))}
        return list(chosen.values())

    def _spread(self, stages: list[Any], first: date, last: date, *, is_over: bool) -> Iterator[tuple[Any, date]]:
        """The first on the first day, the last on the last one where it is over."""
        parts = len(stages) - 1 if is_over else len(stages)
        for number, stage in enumerate(stages):
            yield stage, first + (last - first) * number / max(parts, 1)

    def _row(self, **columns: Any) -> Row:
        return {"site_id": self._site_id, "id": new_id(), "created_at": self._now, **columns}


def _drawing(number: int) -> bytes:
    """A workpiece on a bench, in the colours of the charts."""
    picture = Image.new("RGB", (800, 533), "#efe9dc")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 380, 800, 533), fill="#cdbfa6")
    main, other = _COLOURS[number % len(_COLOURS)], _COLOURS[(number + 1) % len(_COLOURS)]
    draw.rounded_rectangle((250, 200, 550, 400), radius=24, fill=main)
    draw.ellipse((330, 120, 470, 260), fill=other)
    draw.rectangle((380, 90, 420, 200), fill="#4a463e")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=70)
    return out.getvalue()
