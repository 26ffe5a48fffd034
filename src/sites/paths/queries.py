"""Learn, make, start a business: the path of one person, and how many went it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort
from sites.projects.models import Project, ProjectMember, ProjectStage
from sites.registrations.measures import in_cohort, is_enrolment
from sites.registrations.models import Learner, Registration
from sites.startups.models import Startup, StartupFounder


class Kind(StrEnum):
    COURSE = "course"
    CERTIFICATE = "certificate"
    PROJECT = "project"
    PROJECT_FINISHED = "project_finished"
    STARTUP = "startup"


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something on a person's path. `code` leads to it: of the cohort, the project, the start-up."""

    on: date
    kind: Kind
    title: Localized | str
    code: str


@dataclass(frozen=True, slots=True)
class Paths:
    """Counted in people of one period, each once however many records or courses they have.

    The first three look forward: of those who began a course in the period, how many have joined a project or a
    start-up since, until today. The others look back: of those who joined in the period, how many had begun a
    course (or joined a project) here before, or on that day.
    """

    learners: int
    then_made: int
    then_founded: int
    then_both: int
    makers: int
    makers_who_learned: int
    founders: int
    founders_who_learned: int
    founders_who_made: int
    projects: int
    projects_with_team: int
    startups: int
    startups_with_founders: int


async def path_of_learner(session: AsyncSession, learner_id: UUID) -> list[Landmark]:
    """The latest first. Only courses in which they had a place on the first day, and what came of them."""
    found = [
        *await _courses(session, learner_id),
        *await _certificates(session, learner_id),
        *await _projects(session, learner_id),
        *await _startups(session, learner_id),
    ]
    return sorted(found, key=lambda one: (one.on, one.kind, one.code), reverse=True)


async def paths(session: AsyncSession, *, first: date, last: date) -> Paths:
    """Of the period from `first` to `last` inclusive."""
    learned, made, founded = _learned().subquery(), _made().subquery(), _founded().subquery()
    began = select(learned.c.person, func.min(learned.c.on).label("on")).where(learned.c.on.between(first, last))
    began_once = began.group_by(learned.c.person).subquery()
    then_made = select(made.c.person).where(made.c.person == began_once.c.person, made.c.on >= began_once.c.on)
    then_founded = select(founded.c.person).where(
        founded.c.person == began_once.c.person, founded.c.on >= began_once.c.on
    )
    forward = select(
        func.count(),
        func.count().filter(then_made.exists()),
        func.count().filter(then_founded.exists()),
        func.count().filter(and_(then_made.exists(), then_founded.exists())),
    ).select_from(began_once)
    learners, to_project, to_startup, to_both = (await session.execute(forward)).one()
    makers, makers_learned, _made_before = (
        await session.execute(_looking_back(made, learned, made, first, last))
    ).one()
    of_founders = await session.execute(_looking_back(founded, learned, made, first, last))
    founders, founders_learned, founders_made = of_founders.one()
    projects, with_team, startups, with_founders = await _named(session, first, last)
    return Paths(
        learners=learners,
        then_made=to_project,
        then_founded=to_startup,
        then_both=to_both,
        makers=makers,
        makers_who_learned=makers_learned,
        founders=founders,
        founders_who_learned=founders_learned,
        founders_who_made=founders_made,
        projects=projects,
        projects_with_team=with_team,
        startups=startups,
        startups_with_founders=with_founders,
    )


def _looking_back(joined: Any, learned: Any, made: Any, first: date, last: date) -> Any:
    people = select(joined.c.person, func.min(joined.c.on).label("on")).where(joined.c.on.between(first, last))
    once = people.group_by(joined.c.person).subquery()

    def before(what: Any) -> Any:
        other = what.alias()
        return select(other.c.person).where(other.c.person == once.c.person, other.c.on <= once.c.on).exists()

    counted = (func.count(), func.count().filter(before(learned)), func.count().filter(before(made)))
    return select(*counted).select_from(once)


def _learned() -> Any:
    """A place in a course on its first day, as `enrolments` are counted everywhere."""
    return (
        select(col(Learner.person_key).label("person"), col(Cohort.starts_on).label("on"))
        .select_from(Registration)
        .join(Cohort, in_cohort())
        .join(Learner, _of_learner(Registration))
        .where(is_enrolment())
    )


def _made() -> Any:
    return select(col(Learner.person_key).label("person"), col(ProjectMember.joined_on).label("on")).join_from(
        ProjectMember, Learner, _of_learner(ProjectMember)
    )


def _founded() -> Any:
    return select(col(Learner.person_key).label("person"), col(StartupFounder.joined_on).label("on")).join_from(
        StartupFounder, Learner, _of_learner(StartupFounder)
    )


async def _named(session: AsyncSession, first: date, last: date) -> Any:
    """How much is known at all: projects begun, start-ups taken in, and those of them with somebody named."""
    of_project = and_(
        col(ProjectMember.site_id) == col(Project.site_id), col(ProjectMember.project_id) == col(Project.id)
    )
    of_startup = and_(
        col(StartupFounder.site_id) == col(Startup.site_id), col(StartupFounder.startup_id) == col(Startup.id)
    )
    counts: list[int] = []
    for table, day, part, same in (
        (Project, col(Project.started_on), ProjectMember, of_project),
        (Startup, col(Startup.joined_on), StartupFounder, of_startup),
    ):
        has_people = select(1).select_from(part).where(same).correlate(table).exists()
        row = await session.execute(
            select(func.count(), func.count().filter(has_people)).select_from(table).where(day.between(first, last))
        )
        counts.extend(row.one())
    return counts


async def _courses(session: AsyncSession, learner_id: UUID) -> list[Landmark]:
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    found = await session.execute(
        select(Cohort, col(CurriculumVersion.title))
        .join(Registration, in_cohort())
        .outerjoin(CurriculumVersion, version)
        .where(col(Registration.learner_id) == learner_id, is_enrolment())
    )
    return [
        Landmark(one.starts_on, Kind.COURSE, Localized({**(title or {"en": one.code}), **one.title}), one.code)
        for one, title in found
    ]


async def _certificates(session: AsyncSession, learner_id: UUID) -> list[Landmark]:
    same = and_(
        col(Registration.site_id) == col(Certificate.site_id),
        col(Registration.id) == col(Certificate.registration_id),
    )
    found = await session.execute(
        select(col(Certificate.issued_on), col(Certificate.code), col(Cohort.code))
        .join(Registration, same)
        .join(Cohort, in_cohort())
        .where(col(Registration.learner_id) == learner_id, col(Certificate.revoked_on).is_(None))
    )
    return [Landmark(on, Kind.CERTIFICATE, code, cohort) for on, code, cohort in found]


async def _projects(session: AsyncSession, learner_id: UUID) -> list[Landmark]:
    same = and_(col(Project.site_id) == col(ProjectMember.site_id), col(Project.id) == col(ProjectMember.project_id))
    found = await session.execute(
        select(Project, col(ProjectMember.joined_on))
        .join(ProjectMember, same)
        .where(col(ProjectMember.learner_id) == learner_id)
    )
    landmarks: list[Landmark] = []
    for one, joined_on in found:
        landmarks.append(Landmark(joined_on, Kind.PROJECT, one.title, one.code))
        if one.stage is ProjectStage.FINISHED and one.finished_on is not None:
            landmarks.append(Landmark(one.finished_on, Kind.PROJECT_FINISHED, one.title, one.code))
    return landmarks


async def _startups(session: AsyncSession, learner_id: UUID) -> list[Landmark]:
    same = and_(col(Startup.site_id) == col(StartupFounder.site_id), col(Startup.id) == col(StartupFounder.startup_id))
    found = await session.execute(
        select(Startup, col(StartupFounder.joined_on))
        .join(StartupFounder, same)
        .where(col(StartupFounder.learner_id) == learner_id)
    )
    return [Landmark(joined_on, Kind.STARTUP, one.name, one.code) for one, joined_on in found]


def _of_learner(part: Any) -> Any:
    return and_(col(Learner.site_id) == col(part.site_id), col(Learner.id) == col(part.learner_id))
