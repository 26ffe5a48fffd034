"""The cohort's lock, how full it is, and what is noted and written of a registration."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.jobs import enqueue
from sites.cohorts.models import Cohort
from sites.registrations.errors import CourseNotFound, RegistrationNotFound
from sites.registrations.models import Registration, RegistrationStatus
from sites.registrations.rules import HOLDING


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
