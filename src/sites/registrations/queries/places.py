"""Who has a place in a cohort and who waits for one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.results.breakdowns import Education, Employment, Gender
from sites.cohorts.models import Cohort
from sites.registrations.errors import LinkNotFound, RegistrationNotFound
from sites.registrations.links import link_hash
from sites.registrations.models import (
    Learner,
    OfferState,
    PlaceOffer,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    """One person in a cohort's list. `waiting_position` counts from 1 while they wait; `offered_until` is set
    while a place is held for their answer."""

    id: UUID
    learner_id: UUID
    ref: str
    given_name: str
    family_name: str
    email: str | None
    language: str
    status: RegistrationStatus
    source: RegistrationSource
    registered_on: date | None
    registered_at: datetime | None
    left_on: date | None
    waiting_position: int | None
    offered_until: datetime | None
    decision_note: str
    sort_key: bytes
    gender: Gender
    education: Education
    employment: Employment

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Place:
    """One person's registration, as their own link and our mails to them show it."""

    id: UUID
    cohort_id: UUID
    cohort_code: str
    learner_id: UUID
    given_name: str
    family_name: str
    email: str | None
    language: str
    status: RegistrationStatus
    waiting_position: int | None
    offered_until: datetime | None
    decision_note: str
    consent_version: int | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many registrations of a cohort stand how."""

    by_status: dict[RegistrationStatus, int]

    def of(self, *statuses: RegistrationStatus) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def all(self) -> int:
        return sum(self.by_status.values())


def _position() -> Any:
    """How many of the same cohort wait up to and including this one."""
    ahead = Registration.__table__.alias("ahead")  # type: ignore[attr-defined]  # SQLModel puts it there
    position = (
        select(func.count())
        .select_from(ahead)
        .where(
            ahead.c.site_id == col(Registration.site_id),
            ahead.c.cohort_id == col(Registration.cohort_id),
            ahead.c.status == RegistrationStatus.WAITING,
            ahead.c.queue_number <= col(Registration.queue_number),
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    return func.nullif(position, 0)


def _offered_until() -> Any:
    """The deadline of the offer that is open."""
    return (
        select(col(PlaceOffer.expires_at))
        .where(
            col(PlaceOffer.site_id) == col(Registration.site_id),
            col(PlaceOffer.registration_id) == col(Registration.id),
            col(PlaceOffer.state) == OfferState.OPEN,
        )
        .correlate(Registration)
        .scalar_subquery()
    )


def _lines() -> Select[Any]:
    return select(Registration, Learner, _position(), _offered_until()).join(
        Learner, (col(Learner.site_id) == col(Registration.site_id)) & (col(Learner.id) == col(Registration.learner_id))
    )


async def registration_lines(session: AsyncSession, cohort_id: UUID) -> list[RegistrationLine]:
    """Everybody in the cohort by name; those who wait in the order of the queue."""
    found = await session.execute(_lines().where(col(Registration.cohort_id) == cohort_id))
    lines = [_line(*row) for row in found]
    return sorted(lines, key=lambda line: (line.waiting_position or 0, line.sort_key, line.ref))


async def registration_page(
    session: AsyncSession, cohort_id: UUID, *, after: UUID | None, limit: int
) -> list[RegistrationLine]:
    """In the order of their ids, which is the order of arrival; one more than asked for, if there is one."""
    statement = _lines().where(col(Registration.cohort_id) == cohort_id)
    if after is not None:
        statement = statement.where(col(Registration.id) > after)
    found = await session.execute(statement.order_by(col(Registration.id)).limit(limit + 1))
    return [_line(*row) for row in found]


async def counts_by_status(session: AsyncSession, cohort_id: UUID) -> Counts:
    found = await session.execute(
        select(col(Registration.status), func.count())
        .where(col(Registration.cohort_id) == cohort_id)
        .group_by(col(Registration.status))
    )
    return Counts({status: number for status, number in found})


async def place_of(session: AsyncSession, registration_id: UUID) -> Place:
    """Raises RegistrationNotFound."""
    found = (await session.execute(_places().where(col(Registration.id) == registration_id))).first()
    if found is None:
        raise RegistrationNotFound
    return _place(*found)


async def place_behind_link(session: AsyncSession, token: str) -> Place:
    """Raises LinkNotFound."""
    found = (await session.execute(_places().where(col(Registration.link_hash) == link_hash(token)))).first()
    if found is None:
        raise LinkNotFound
    return _place(*found)


def registration_id(text: str) -> UUID:
    """What is not an id is an unknown registration, not a bad request: nothing to be guessed from it."""
    try:
        return UUID(text)
    except ValueError as error:
        raise RegistrationNotFound from error


def _places() -> Select[Any]:
    return (
        _lines()
        .add_columns(col(Cohort.code))
        .join(
            Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == col(Registration.cohort_id))
        )
    )


def _line(
    registration: Registration, learner: Learner, position: int | None, offered_until: datetime | None
) -> RegistrationLine:
    return RegistrationLine(
        id=registration.id,
        learner_id=learner.id,
        ref=learner.ref,
        given_name=learner.given_name,
        family_name=learner.family_name,
        email=learner.email,
        language=registration.language,
        status=registration.status,
        source=registration.source,
        registered_on=registration.registered_on,
        registered_at=registration.registered_at,
        left_on=registration.left_on,
        waiting_position=position if registration.status is RegistrationStatus.WAITING else None,
        offered_until=offered_until,
        decision_note=registration.decision_note,
        sort_key=learner.sort_key,
        gender=registration.gender,
        education=registration.education,
        employment=registration.employment,
    )


def _place(
    registration: Registration, learner: Learner, position: int | None, offered_until: datetime | None, cohort_code: str
) -> Place:
    return Place(
        id=registration.id,
        cohort_id=registration.cohort_id,
        cohort_code=cohort_code,
        learner_id=learner.id,
        given_name=learner.given_name,
        family_name=learner.family_name,
        email=learner.email,
        language=registration.language,
        status=registration.status,
        waiting_position=position if registration.status is RegistrationStatus.WAITING else None,
        offered_until=offered_until,
        decision_note=registration.decision_note,
        consent_version=registration.consent_version,
    )
