"""The cohort's lock, and who gets a place that is free."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.jobs import enqueue
from sites.cohorts.models import Cohort, CohortStatus
from sites.registrations.errors import CourseCancelled, CourseNotFound, RegistrationNotFound
from sites.registrations.models import Registration, RegistrationStatus
from sites.registrations.rules import HOLDING, moves_up, next_in_line


@dataclass(frozen=True, slots=True)
class Occupancy:
    """How a cohort is filled, counted under its lock."""

    taken: int
    waiting: int
    first_number: int
    last_number: int


async def lock_cohort(session: AsyncSession, cohort_id: UUID) -> Cohort:
    """From here on nobody else takes or frees a place in it until this transaction ends."""
    found = await session.execute(
        select(Cohort)
        .where(col(Cohort.id) == cohort_id)
        .with_for_update(of=Cohort)
        .execution_options(populate_existing=True)
    )
    cohort = found.scalar_one_or_none()
    if cohort is None:
        raise CourseNotFound
    return cohort


async def lock_registration(session: AsyncSession, registration_id: UUID) -> tuple[Registration, Cohort]:
    """The registration as it stands once its cohort is locked. Raises RegistrationNotFound."""
    statement = select(Registration).where(col(Registration.id) == registration_id)
    registration = (await session.execute(statement)).scalar_one_or_none()
    if registration is None:
        raise RegistrationNotFound
    cohort = await lock_cohort(session, registration.cohort_id)
    await session.refresh(registration)
    return registration, cohort


async def occupancy(session: AsyncSession, cohort_id: UUID) -> Occupancy:
    status = col(Registration.status)
    found = await session.execute(
        select(
            func.count().filter(status.in_(HOLDING)),
            func.count().filter(status == RegistrationStatus.WAITING),
            func.min(col(Registration.queue_number)).filter(status == RegistrationStatus.WAITING),
            func.max(col(Registration.queue_number)),
        ).where(col(Registration.cohort_id) == cohort_id)
    )
    taken, waiting, first, last = found.one()
    return Occupancy(taken, waiting, 1 if first is None else first, last or 0)


async def give_free_places(session: AsyncSession, cohort_id: UUID) -> int:
    """For when places were added or freed elsewhere. How many of those who waited now have one."""
    cohort = await lock_cohort(session, cohort_id)
    if cohort.status is CohortStatus.CANCELLED:
        raise CourseCancelled
    return await move_up(session, cohort)


async def move_up_if_due(session: AsyncSession, cohort: Cohort, *, today: date) -> int:
    """The waiting list moves by itself as long as that still makes sense to those who wait."""
    if not moves_up(cohort.status, starts_on=cohort.starts_on, ends_on=cohort.ends_on, today=today):
        return 0
    return await move_up(session, cohort)


async def move_up(session: AsyncSession, cohort: Cohort) -> int:
    """Confirm as many of those who wait as there are free places, in the order they came, and write to them.
    The cohort is locked already."""
    await session.flush()
    now = await occupancy(session, cohort.id)
    count = next_in_line(capacity=cohort.capacity, taken=now.taken, waiting=now.waiting)
    if count == 0:
        return 0
    found = await session.execute(
        select(Registration)
        .where(
            col(Registration.cohort_id) == cohort.id,
            col(Registration.status) == RegistrationStatus.WAITING,
        )
        .order_by(col(Registration.queue_number), col(Registration.id))
        .limit(count)
    )
    for registration in found.scalars().all():
        registration.status = RegistrationStatus.CONFIRMED
        note_change(session, registration, before=RegistrationStatus.WAITING, action="registrations.move_up")
        await write(session, "registrations.promoted_by_mail", registration)
    await session.flush()
    return count


async def write(session: AsyncSession, job: str, registration: Registration) -> None:
    """Queue a mail about the registration as it stands; the job stays silent if it stands otherwise by then."""
    await enqueue(
        session, job, registration_id=str(registration.id), status=str(registration.status), letter=str(new_id())
    )


def note_change(
    session: AsyncSession,
    registration: Registration,
    *,
    before: RegistrationStatus | None,
    action: str,
    reason: str = "",
) -> None:
    after = {"status": str(registration.status)}
    if registration.left_on is not None:
        after["left_on"] = registration.left_on.isoformat()
    audit.record(
        session,
        action=action,
        subject=("registration", registration.id),
        before=None if before is None else {"status": str(before)},
        after=after,
        reason=reason,
    )
