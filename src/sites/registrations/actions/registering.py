"""Giving a person a place, or a place in the queue."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id
from core.errors import Conflict
from core.tenancy import site_of
from network.results.breakdowns import Employment, Gender, age_band
from sites.cohorts.models import Cohort, CohortStatus
from sites.registrations import identity
from sites.registrations.actions.asking import Agreement
from sites.registrations.actions.guardians import ask_guardian
from sites.registrations.actions.offers import offer_if_due
from sites.registrations.actions.places import Occupancy, lock_cohort, note_change, occupancy, write
from sites.registrations.errors import AlreadyRegistered, CourseCancelled, RegistrationClosed
from sites.registrations.forms import Guardian, NewLearner
from sites.registrations.links import link_hash, link_token
from sites.registrations.models import Admission, Learner, Registration, RegistrationSource, RegistrationStatus
from sites.registrations.queries.asking import asking_of
from sites.registrations.rules import LEFT, accepts_registrations, next_in_line, status_on_arrival

_REF = r"^L[0-9]{6}$"
_MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of it. `token` opens the learner's own link."""

    id: UUID
    status: RegistrationStatus
    waiting_position: int | None
    token: str


async def register_learner(
    session: AsyncSession,
    cohort_id: UUID,
    learner: NewLearner,
    *,
    today: date,
    now: datetime,
    source: RegistrationSource,
    secret: bytes,
    site_language: str,
    agreement: Agreement | None = None,
    guardian: Guardian | None = None,
) -> Registered:
    """Give a person a place, or a place in the queue when all are taken; an application where people are chosen.

    Whoever had cancelled comes back at the end of the queue. A person known by e-mail keeps their record;
    nothing in it is overwritten by what a stranger may have typed. Raises AlreadyRegistered,
    RegistrationClosed, CourseCancelled.
    """
    key = await identity.network_key(session)
    # The same person sending two forms at once must not become two records.
    await identity.hold_address(session, learner.email)
    cohort = await lock_cohort(session, cohort_id)
    _check_open(cohort, today=today, by_staff=source is RegistrationSource.STAFF)
    person = await _known_person(session, learner, key)
    earlier = await _earlier(session, cohort_id, person)
    if earlier is not None and earlier.status not in LEFT:
        raise AlreadyRegistered
    places = await _after_those_who_wait(session, cohort, today=today, now=now)
    if person is None:
        person = await _add_person(session, learner, key=key, language=site_language, now=now)
    registration = earlier or Registration(
        id=new_id(),
        site_id=cohort.site_id,
        cohort_id=cohort.id,
        learner_id=person.id,
        status=RegistrationStatus.APPLIED,
        source=source,
        registered_on=today,
    )
    before = registration.status if earlier else None
    token = _take_place(registration, cohort, places, now=now, secret=secret)
    if (await asking_of(session, cohort.id)).admission is Admission.SELECTION:
        registration.status, registration.queue_number = RegistrationStatus.APPLIED, None
    _freeze_answers(registration, learner, person, cohort)
    _note_agreement(registration, agreement, now=now)
    session.add(registration)
    await session.flush()
    if guardian is not None:
        await ask_guardian(session, registration, guardian, now=now, secret=secret)
    note_change(session, registration, before=before, action="registrations.register")
    if person.email is not None:
        await write(session, "registrations.confirm_by_mail", registration)
    is_waiting = registration.status is RegistrationStatus.WAITING
    return Registered(registration.id, registration.status, places.waiting + 1 if is_waiting else None, token)


async def _after_those_who_wait(session: AsyncSession, cohort: Cohort, *, today: date, now: datetime) -> Occupancy:
    """A place that became free unnoticed belongs to the queue first."""
    places = await occupancy(session, cohort.id)
    if next_in_line(capacity=cohort.capacity, taken=places.taken, waiting=places.waiting) == 0:
        return places
    await offer_if_due(session, cohort, today=today, now=now)
    return await occupancy(session, cohort.id)


def _check_open(cohort: Cohort, *, today: date, by_staff: bool) -> None:
    """The desk may add people to any course that is not cancelled."""
    if cohort.status is CohortStatus.CANCELLED:
        raise CourseCancelled
    if not by_staff and not accepts_registrations(cohort.status, ends_on=cohort.ends_on, today=today):
        raise RegistrationClosed


async def _known_person(session: AsyncSession, learner: NewLearner, key: bytes) -> Learner | None:
    """The oldest record of this person at the site, or the one that stands for it since they were made one."""
    if learner.email is not None:
        same = col(Learner.email) == learner.email
    elif learner.birth_date is not None:
        same = col(Learner.person_key) == _key_of(learner, key, fallback="")
    else:
        return None
    known = select(Learner).where(same, col(Learner.erased_at).is_(None)).order_by(col(Learner.id)).limit(1)
    found = (await session.execute(known)).scalar_one_or_none()
    if found is None or found.merged_into is None:
        return found
    return await session.get_one(Learner, (found.site_id, found.merged_into))


async def _earlier(session: AsyncSession, cohort_id: UUID, person: Learner | None) -> Registration | None:
    if person is None:
        return None
    found = await session.execute(
        select(Registration).where(col(Registration.cohort_id) == cohort_id, col(Registration.learner_id) == person.id)
    )
    return found.scalar_one_or_none()


async def _add_person(
    session: AsyncSession, learner: NewLearner, *, key: bytes, language: str, now: datetime
) -> Learner:
    """With the site's next free number. Another course may be giving out the same one at this moment: then
    the next is tried."""
    for _ in range(_MOST_TRIES):
        ref = await _next_ref(session)
        values: dict[str, Any] = {
            "site_id": site_of(session),
            "id": new_id(),
            "created_at": now,
            "ref": ref,
            "given_name": learner.given_name,
            "family_name": learner.family_name,
            "email": learner.email,
            "birth_date": learner.birth_date,
            "language": learner.language,
            "person_key": _key_of(learner, key, fallback=f"{site_of(session)}|{ref}"),
            "sort_key": identity.name_sort_key(learner.given_name, learner.family_name, language=language),
            "search": identity.search_text(learner.given_name, learner.family_name, email=learner.email, ref=ref),
        }
        statement = insert(Learner).values(**values).on_conflict_do_nothing(index_elements=["site_id", "ref"])
        added = (await session.execute(statement.returning(col(Learner.id)))).scalar_one_or_none()
        if added is not None:
            return Learner(**values)
    raise Conflict


async def _next_ref(session: AsyncSession) -> str:
    number = cast(func.substr(col(Learner.ref), 2), BigInteger)
    found = await session.execute(
        select(func.coalesce(func.max(number), 0))
        .where(col(Learner.ref).between("L000000", "L999999"))
        .where(col(Learner.ref).regexp_match(_REF))
    )
    return f"L{found.scalar_one() + 1:06}"


def _key_of(learner: NewLearner, key: bytes, *, fallback: str) -> bytes:
    return identity.person_key(
        key,
        email=learner.email,
        given_name=learner.given_name,
        family_name=learner.family_name,
        birth_date=learner.birth_date,
        fallback=fallback,
    )


def _take_place(registration: Registration, cohort: Cohort, places: Occupancy, *, now: datetime, secret: bytes) -> str:
    registration.status = status_on_arrival(capacity=cohort.capacity, taken=places.taken, waiting=places.waiting)
    is_waiting = registration.status is RegistrationStatus.WAITING
    registration.queue_number = places.last_number + 1 if is_waiting else None
    registration.registered_at = now
    registration.left_on = None
    registration.decision_note = ""
    token = link_token(registration.id, secret=secret)
    registration.link_hash = link_hash(token)
    return token


def _freeze_answers(registration: Registration, learner: NewLearner, person: Learner, cohort: Cohort) -> None:
    """As given for this course: later answers do not rewrite what was counted."""
    birth_date = person.birth_date or learner.birth_date
    registration.language = learner.language
    registration.gender = learner.gender or Gender.NO_ANSWER
    registration.isced = learner.isced
    registration.education = learner.education_group
    registration.employment = learner.employment or Employment.UNKNOWN
    registration.disability = learner.disability
    registration.age_band = age_band(birth_date, person.birth_year, cohort.starts_on)


def _note_agreement(registration: Registration, agreement: Agreement | None, *, now: datetime) -> None:
    """None for whoever is entered by others: what they signed is in the centre's own files."""
    registration.consent_version = agreement.version if agreement else None
    registration.consent_language = agreement.language if agreement else None
    registration.consented_at = now if agreement else None
