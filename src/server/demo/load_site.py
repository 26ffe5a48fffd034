"""One demo centre's history, as rows of that centre."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
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
from server.demo.beyond import load_beyond
from server.demo.bookings import bookings, rooms
from server.demo.bulk import add_rows
from server.demo.chance import Chance
from server.demo.content import SiteContent, library
from server.demo.load_certificates import add_certificates
from server.demo.phones import made_up_number
from server.demo.records import CohortRecord, LearnerRecord, SessionRecord, SiteHistory
from server.demo.standing import load_standing
from server.demo.waiting import add_waiting
from sites.attendance.models import AttendanceMark
from sites.cohorts.models import Cohort, CohortTrainer, Room, Session, SessionTrainer, Venue
from sites.events.models import Event, EventKind, EventRegistration
from sites.funding.models import BudgetLine, FundingShare, FundingSource, SpendingLine
from sites.outcomes.models import AnswerChannel, Milestone, Outcome
from sites.outcomes.rules import CONSENT_VERSION, expires_on
from sites.projects.models import Project
from sites.registrations.identity import name_sort_key, network_key, person_key, search_text
from sites.registrations.models import Learner, Registration
from sites.startups.models import Startup

Row = dict[str, Any]
Place = tuple[str, str]

_REGISTRATION = {
    EventKind.OPEN_LAB: EventRegistration.NONE,
    EventKind.WORKSHOP: EventRegistration.COUNT,
    EventKind.CONFERENCE: EventRegistration.NAMED,
}
_CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


async def load_site(session: AsyncSession, site: SiteContent, made: SiteHistory) -> None:
    """`session` is bound to the site, which has no rows yet."""
    rows = SiteRows(site, made, site_id=site_of(session), key=await network_key(session))
    curricula = await _ids(session, Curriculum.id, Curriculum.code)
    people = await _ids(session, Person.id, Person.email)
    await add_rows(session, Venue, rows.venues())
    await add_rows(session, Room, rows.rooms())
    await add_rows(session, Cohort, rows.cohorts(curricula))
    await add_rows(session, CohortTrainer, rows.trainers(people))
    await add_rows(session, Session, rows.sessions())
    await add_rows(session, SessionTrainer, rows.session_trainers(people))
    await add_rows(session, Learner, rows.learners())
    await add_rows(session, Registration, rows.registrations())
    await add_rows(session, AttendanceMark, rows.marks())
    await add_certificates(session, site, made, rows.registration_ids)
    await add_rows(session, Outcome, rows.outcomes())
    await add_rows(session, Event, rows.events())
    await add_rows(session, Project, rows.projects())
    await add_rows(session, Startup, rows.startups())
    await add_rows(session, FundingSource, rows.sources())
    await add_rows(session, FundingShare, rows.shares())
    await add_rows(session, BudgetLine, rows.budget())
    await add_rows(session, SpendingLine, rows.spending())
    await load_beyond(session, site, made)
    await load_standing(session, now=utc_now())
    await add_waiting(session, site, now=utc_now())


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
        self._rooms = {room.code: new_id() for room in rooms(site)}
        self._bookings = bookings(site, list(made.cohorts))
        self._cohorts = {cohort.code: new_id() for cohort in made.cohorts}
        self._sessions = {(cohort.code, session.number): new_id() for cohort, session in self._meetings()}
        self._ends = {
            (cohort.code, session.number): self._moment(session.day, session.ends)
            for cohort, session in self._meetings()
        }
        self._learners = {learner.ref: new_id() for learner in made.learners}
        self.registration_ids: dict[Place, UUID] = {
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

    def rooms(self) -> Iterator[Row]:
        for room in rooms(self._site):
            yield self._row(self._rooms[room.code], venue_id=self._venues[room.venue], **room.columns())

    def session_trainers(self, people: Mapping[str, UUID]) -> Iterator[Row]:
        for cohort, session in self._meetings():
            for email in self._bookings[cohort.code, session.number].trainers:
                yield {
                    "site_id": self._site_id,
                    "session_id": self._sessions[cohort.code, session.number],
                    "person_id": people[email],
                    "starts_at": self._moment(session.day, session.starts),
                    "ends_at": self._ends[cohort.code, session.number],
                    "status": session.status,
                }

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
                room_id=self._rooms.get(self._bookings[cohort.code, session.number].room or ""),
                status=session.status,
            )

    def learners(self) -> Iterator[Row]:
        language = self._site.languages[0]
        chance = Chance(f"{self._site.code}:phones")
        for learner in self._made.learners:
            yield self._row(
                self._learners[learner.ref],
                ref=learner.ref,
                given_name=learner.given_name,
                family_name=learner.family_name,
                email=learner.email,
                birth_date=learner.birth_date,
                birth_year=learner.birth_year,
                language=learner.language,
                phone=made_up_number(self._site.country, chance) if chance.happens(0.8) else None,
                person_key=self._person_key(learner),
                sort_key=name_sort_key(learner.given_name, learner.family_name, language=language),
                search=search_text(learner.given_name, learner.family_name, email=learner.email, ref=learner.ref),
            )

    def registrations(self) -> Iterator[Row]:
        for record in self._made.registrations:
            registered_at = record.registered_at.replace(tzinfo=self._zone)
            yield self._row(
                self.registration_ids[record.cohort, record.learner],
                cohort_id=self._cohorts[record.cohort],
                learner_id=self._learners[record.learner],
                status=record.status,
                source=record.source,
                registered_on=record.registered_at.date(),
                registered_at=registered_at,
                left_on=record.left_on,
                language=record.language,
                queue_number=record.queue_number,
                gender=record.gender,
                age_band=record.age_band,
                isced=record.isced,
                education=record.education,
                employment=record.employment,
                disability=record.disability,
            )

    def marks(self) -> Iterator[Row]:
        for mark in self._made.marks:
            yield self._row(
                new_id(),
                session_id=self._sessions[mark.cohort, mark.session],
                registration_id=self.registration_ids[mark.cohort, mark.learner],
                status=mark.status,
                minutes=mark.minutes,
                marked_at=self._ends[mark.cohort, mark.session],
            )

    def outcomes(self) -> Iterator[Row]:
        chance = Chance(f"{self._site.code}:outcomes")
        for outcome in self._made.outcomes:
            is_answer = outcome.situation is not None
            by_phone = is_answer and chance.happens(0.25)
            was_asked = outcome.refused_on is None or outcome.milestone is Milestone.EXIT
            answered_by = AnswerChannel.PHONE if by_phone else AnswerChannel.LINK
            yield self._row(
                new_id(),
                registration_id=self.registration_ids[outcome.cohort, outcome.learner],
                milestone=outcome.milestone,
                exit_on=outcome.exit_on,
                asked_on=outcome.asked_on if was_asked else None,
                expires_on=expires_on(outcome.exit_on, outcome.milestone),
                answered_on=outcome.answered_on,
                situation=outcome.situation,
                answered_by=answered_by if is_answer else None,
                is_linked=chance.happens(0.6) if is_answer and chance.happens(0.9) else None,
                consent_version=CONSENT_VERSION if is_answer else None,
                consented_at=self._moment(outcome.answered_on, time(12)) if outcome.answered_on else None,
                refused_on=outcome.refused_on,
                may_ask_again=outcome.refused_on is None,
                reached_on=outcome.answered_on if by_phone else None,
                attempts=chance.randint(1, 3) if by_phone else 0,
                last_attempt_on=outcome.answered_on if by_phone else None,
                remark="",
            )

    def events(self) -> Iterator[Row]:
        for event in self._made.events:
            content = event.content
            yield self._row(
                new_id(),
                code=event.code,
                kind=content.kind,
                title=content.title,
                summary=content.summary,
                languages=list(content.languages),
                starts_at=self._moment(event.day, content.starts),
                ends_at=self._moment(event.ends_on, content.ends),
                zone=self._site.zone,
                held_on=event.day,
                venue_id=self._venues[content.venue],
                capacity=content.capacity,
                status=event.status,
                head_count=event.head_count,
                registration=_REGISTRATION[content.kind],
            )

    def projects(self) -> Iterator[Row]:
        for project in self._made.projects:
            yield self._row(
                new_id(),
                code=project.content.code,
                title=project.content.title,
                summary=project.content.summary,
                stage=project.stage,
                started_on=project.started_on,
                finished_on=project.finished_on,
                partner=project.content.partner,
                machine_hours=project.machine_hours,
            )

    def startups(self) -> Iterator[Row]:
        for startup in self._made.startups:
            yield self._row(
                new_id(),
                code=startup.content.code,
                name=startup.content.name,
                summary=startup.content.summary,
                stage=startup.stage,
                joined_on=startup.joined_on,
                left_on=startup.left_on,
                jobs_created=startup.jobs_created,
                funds_raised=startup.funds_raised,
                currency=self._site.currency,
            )

    def sources(self) -> Iterator[Row]:
        for source in self._site.sources:
            yield self._row(
                self._sources[source.code],
                code=source.code,
                name=source.name,
                from_on=source.from_on,
                until_on=source.until_on,
                amount=source.amount,
                currency=self._site.currency,
                kind=source.kind,
                conditions=source.conditions,
                target_indicator=source.target[0] if source.target else None,
                target_share=source.target[1] if source.target else None,
            )

    def shares(self) -> Iterator[Row]:
        for source in self._site.sources:
            for programme, share in source.shares.items():
                yield self._row(
                    new_id(), source_id=self._sources[source.code], programme=programme, cohort_id=None, share=share
                )

    def budget(self) -> Iterator[Row]:
        """A plan for each year with bookings, and for the next: what comes every month, and a little more."""
        booked = [line.booked_on for line in self._made.spending]
        years = range(min(booked).year, max(booked).year + 2) if booked else range(0)
        for line in self._site.spending:
            for year in years if line.last_months is None else years[-2:]:
                first = max(date(year, 1, 1), min(booked).replace(day=1))
                months = 13 - first.month
                yield self._row(
                    new_id(),
                    from_on=first,
                    until_on=date(year, 12, 31),
                    amount=(line.monthly * months * Decimal("1.02")).quantize(Decimal(1)),
                    category=line.category,
                    programme=line.programme,
                    source_id=self._sources[line.source],
                    cohort_id=None,
                    note=line.note,
                )

    def spending(self) -> Iterator[Row]:
        for line in self._made.spending:
            yield self._row(
                new_id(),
                booked_on=line.booked_on,
                amount=line.amount,
                currency=self._site.currency,
                programme=line.programme,
                category=line.category,
                source_id=self._sources[line.source],
                note=line.note,
                supplier="",
            )

    def _row(self, row_id: UUID, **columns: Any) -> Row:
        return {"site_id": self._site_id, "id": row_id, "created_at": self._now, **columns}

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self._zone)

    def _meetings(self) -> Iterator[tuple[CohortRecord, SessionRecord]]:
        for cohort in self._made.cohorts:
            for session in cohort.sessions:
                yield cohort, session

    def _person_key(self, learner: LearnerRecord) -> bytes:
        return person_key(
            self._key,
            email=learner.email,
            given_name=learner.given_name,
            family_name=learner.family_name,
            birth_date=learner.birth_date,
            fallback=f"{self._site_id}|{learner.ref}",
        )
