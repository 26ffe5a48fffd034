"""One demo centre's history, as rows of that centre."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id, utc_now
from core.tenancy import site_of
from i18n.content import Localized
from network.curricula.models import Curriculum
from network.people.models import Person
from server.demo.bulk import add_rows
from server.demo.chance import Chance
from server.demo.content import SiteContent, library
from server.demo.records import CohortRecord, LearnerRecord, RegistrationRecord, SiteHistory
from sites.attendance.models import AttendanceMark
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort, CohortTrainer, Session, Venue
from sites.events.models import Event
from sites.funding.models import FundingSource, SpendingLine
from sites.outcomes.models import Outcome
from sites.projects.models import Project, Startup
from sites.registrations.identity import name_sort_key, network_key, person_key, search_text
from sites.registrations.models import Learner, Registration

Row = dict[str, Any]
Place = tuple[str, str]

_CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


async def load_site(session: AsyncSession, site: SiteContent, made: SiteHistory) -> None:
    """`session` is bound to the site, which has no rows yet."""
    rows = SiteRows(site, made, site_id=site_of(session), key=await network_key(session))
    curricula = await _ids(session, Curriculum.id, Curriculum.code)
    people = await _ids(session, Person.id, Person.email)
    await add_rows(session, Venue, list(rows.venues()))
    await add_rows(session, Cohort, list(rows.cohorts(curricula)))
    await add_rows(session, CohortTrainer, list(rows.trainers(people)))
    await add_rows(session, Session, list(rows.sessions()))
    await add_rows(session, Learner, list(rows.learners()))
    await add_rows(session, Registration, list(rows.registrations()))
    await add_rows(session, AttendanceMark, list(rows.marks()))
    await add_rows(session, Certificate, list(rows.certificates()))
    await add_rows(session, Outcome, list(rows.outcomes()))
    await add_rows(session, Event, list(rows.events()))
    await add_rows(session, Project, list(rows.projects()))
    await add_rows(session, Startup, list(rows.startups()))
    await add_rows(session, FundingSource, list(rows.sources()))
    await add_rows(session, SpendingLine, list(rows.spending()))


async def _ids(session: AsyncSession, id_column: Any, name_column: Any) -> dict[str, UUID]:
    return {name: row_id for row_id, name in await session.execute(select(col(id_column), col(name_column)))}


class SiteRows:
    """Turns records that name each other by code into rows that name each other by id."""

    def __init__(self, site: SiteContent, made: SiteHistory, *, site_id: UUID, key: bytes) -> None:
        self._site = site
        self._made = made
        self._site_id = site_id
        self._key = key
        self._zone = ZoneInfo(site.zone)
        self._now = utc_now()
        self._venues = {venue.code: new_id() for venue in site.venues}
        self._cohorts = {cohort.code: new_id() for cohort in made.cohorts}
        self._sessions = {(cohort.code, session.number): new_id() for cohort, session in self._meetings()}
        self._ends = {
            (cohort.code, session.number): self._moment(session.day, session.ends)
            for cohort, session in self._meetings()
        }
        self._learners = {learner.ref: new_id() for learner in made.learners}
        self._registrations: dict[Place, UUID] = {
            (record.cohort, record.learner): new_id() for record in made.registrations
        }
        self._sources = {source.code: new_id() for source in site.sources}

    def venues(self) -> Iterator[Row]:
        for venue in self._site.venues:
            yield self._row(
                self._venues[venue.code],
                code=venue.code,
                name=venue.name,
                address=venue.address,
                directions=venue.directions,
                capacity=venue.capacity,
                is_online=venue.is_online,
            )

    def cohorts(self, curricula: Mapping[str, UUID]) -> Iterator[Row]:
        for cohort in self._made.cohorts:
            yield self._row(
                self._cohorts[cohort.code],
                code=cohort.code,
                curriculum_id=curricula[cohort.curriculum],
                curriculum_version=1,
                title=Localized(),
                summary=Localized(),
                languages=[cohort.language],
                starts_on=cohort.starts_on,
                ends_on=cohort.ends_on,
                capacity=cohort.capacity,
                venue_id=self._venues[cohort.venue],
                status=cohort.status,
            )

    def trainers(self, people: Mapping[str, UUID]) -> Iterator[Row]:
        for cohort in self._made.cohorts:
            for email in cohort.trainers:
                yield {
                    "site_id": self._site_id,
                    "cohort_id": self._cohorts[cohort.code],
                    "person_id": people[email],
                }

    def sessions(self) -> Iterator[Row]:
        for cohort, session in self._meetings():
            modules = {module.code: module.title for module in library()[cohort.curriculum].modules}
            yield self._row(
                self._sessions[cohort.code, session.number],
                cohort_id=self._cohorts[cohort.code],
                starts_at=self._moment(session.day, session.starts),
                ends_at=self._ends[cohort.code, session.number],
                zone=self._site.zone,
                held_on=session.day,
                title=modules[session.module],
                venue_id=self._venues[cohort.venue],
                status=session.status,
            )
