"""What becomes of a registration: cancelled, moved up, withdrawn, completed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from i18n.messages import lazy
from sites.cohorts.models import Cohort
from sites.registrations.actions.offers import offer_if_due, settle_offer
from sites.registrations.actions.places import lock_registration, note_change, occupancy, write
from sites.registrations.errors import CannotLeave, ChangeNotPossible, CourseFull, NoSuchPosition, TooEarly
from sites.registrations.models import Registration, RegistrationStatus
from sites.registrations.rules import (
    HOLDING,
    LEFT,
    MAY_BECOME,
    ONCE_BEGUN,
    free_places,
    queue_after_move,
    status_on_leaving,
)

_LEFT_TOO_SOON = lazy("This day lies before the day of registration.")
_LEFT_TOO_LATE = lazy("This day lies in the future.")


async def cancel_registration(
    session: AsyncSession, registration_id: UUID, *, today: date, now: datetime
) -> RegistrationStatus:
    """Free the place; it is offered to the next in line in the same moment, and both are written to.

    Asked twice, it happens once. Raises CannotLeave where the course is over for the person.
    """
    registration, cohort = await lock_registration(session, registration_id)
    before = registration.status
    if before in LEFT:
        return before
    left_as = status_on_leaving(before, starts_on=cohort.starts_on, today=today)
    if left_as is None:
        raise CannotLeave
    await settle_offer(session, registration, left_as, now=now)
    registration.status = left_as
    registration.left_on = _not_before_arrival(registration, today)
    note_change(session, registration, before=before, action="registrations.cancel")
    await write(session, "registrations.cancelled_by_mail", registration)
    await session.flush()
    await offer_if_due(session, cohort, today=today, now=now)
    return left_as


async def change_status(
    session: AsyncSession,
    registration_id: UUID,
    status: RegistrationStatus,
    *,
    today: date,
    now: datetime,
    left_on: date | None = None,
    reason: str = "",
) -> None:
    """What the centre says of a registration. A place is never given twice; a freed one goes to the queue.

    Raises ChangeNotPossible, CourseFull, TooEarly, or Invalid for a day that cannot be.
    """
    registration, cohort = await lock_registration(session, registration_id)
    before = registration.status
    if status is before:
        return
    if status not in MAY_BECOME[before]:
        raise ChangeNotPossible
    if status in ONCE_BEGUN and today < cohort.starts_on:
        raise TooEarly
    last_day = _left_on(registration, status, left_on, today)
    await _place(session, registration, cohort, status)
    await settle_offer(session, registration, status, now=now)
    registration.status = status
    registration.left_on = last_day
    note_change(session, registration, before=before, action="registrations.change", reason=reason)
    await _tell(session, registration, before)
    await session.flush()
    if status is not RegistrationStatus.WAITING:
        await offer_if_due(session, cohort, today=today, now=now)


async def move_in_line(session: AsyncSession, registration_id: UUID, *, to: int, reason: str) -> None:
    """Put somebody at another place of the waiting list, counted from 1. Against the order of arrival, so the log
    says why. Raises ChangeNotPossible, NoSuchPosition."""
    registration, cohort = await lock_registration(session, registration_id)
    if registration.status is not RegistrationStatus.WAITING:
        raise ChangeNotPossible
    found = await session.execute(
        select(Registration)
        .where(col(Registration.cohort_id) == cohort.id, col(Registration.status) == RegistrationStatus.WAITING)
        .order_by(col(Registration.queue_number), col(Registration.id))
        .execution_options(populate_existing=True)
    )
    line = list(found.scalars().all())
    if not 1 <= to <= len(line):
        raise NoSuchPosition
    place = [one.id for one in line].index(registration.id) + 1
    numbers = queue_after_move([one.queue_number or 0 for one in line], place=place, to=to)
    for one, number in zip(line, numbers, strict=True):
        one.queue_number = number
    audit.record(
        session,
        action="registrations.move_in_line",
        subject=("registration", registration.id),
        before={"position": place},
        after={"position": to},
        reason=reason,
    )
    await session.flush()


async def _place(session: AsyncSession, registration: Registration, cohort: Cohort, status: RegistrationStatus) -> None:
    """A place is needed by whoever gets one, and a number by whoever waits."""
    places = await occupancy(session, cohort.id)
    if status is RegistrationStatus.WAITING:
        registration.queue_number = places.last_number + 1
        return
    takes_one = status in HOLDING and registration.status not in HOLDING
    if takes_one and free_places(capacity=cohort.capacity, taken=places.taken) == 0:
        raise CourseFull


def _left_on(registration: Registration, status: RegistrationStatus, left_on: date | None, today: date) -> date | None:
    """Only what ended has a last day. Without one given, who stays to the end leaves with the cohort."""
    day: date | None
    if status in LEFT:
        day = left_on or _not_before_arrival(registration, today)
    elif status in (RegistrationStatus.COMPLETED, RegistrationStatus.NOT_COMPLETED):
        day = left_on
    else:
        return None
    if day is not None and registration.registered_on is not None and day < registration.registered_on:
        raise Invalid({"left_on": str(_LEFT_TOO_SOON)})
    if day is not None and day > today:
        raise Invalid({"left_on": str(_LEFT_TOO_LATE)})
    return day


def _not_before_arrival(registration: Registration, today: date) -> date:
    return max(today, registration.registered_on or today)


async def _tell(session: AsyncSession, registration: Registration, before: RegistrationStatus) -> None:
    match registration.status:
        case RegistrationStatus.CONFIRMED if before is RegistrationStatus.WAITING:
            await write(session, "registrations.promoted_by_mail", registration)
        case RegistrationStatus.CONFIRMED if before is RegistrationStatus.OFFERED:
            await write(session, "registrations.confirm_by_mail", registration)
        case RegistrationStatus.CONFIRMED | RegistrationStatus.WAITING if before in LEFT or before is (
            RegistrationStatus.APPLIED
        ):
            await write(session, "registrations.confirm_by_mail", registration)
        case RegistrationStatus.CANCELLED:
            await write(session, "registrations.cancelled_by_mail", registration)
        case _:
            pass
