"""Choosing among those who applied."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sites.registrations.actions.places import lock_registration, note_change, occupancy, write
from sites.registrations.errors import ChangeNotPossible
from sites.registrations.models import RegistrationStatus
from sites.registrations.rules import status_on_arrival


async def accept_application(session: AsyncSession, registration_id: UUID) -> RegistrationStatus:
    """A place while there is one, else the end of the waiting list. Asked twice, it happens once.

    Raises ChangeNotPossible for somebody who did not apply, or has withdrawn.
    """
    registration, cohort = await lock_registration(session, registration_id)
    if registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING):
        return registration.status
    if registration.status is not RegistrationStatus.APPLIED:
        raise ChangeNotPossible
    places = await occupancy(session, cohort.id)
    registration.status = status_on_arrival(capacity=cohort.capacity, taken=places.taken, waiting=places.waiting)
    if registration.status is RegistrationStatus.WAITING:
        registration.queue_number = places.last_number + 1
    note_change(session, registration, before=RegistrationStatus.APPLIED, action="registrations.accept_application")
    await write(session, "registrations.confirm_by_mail", registration)
    await session.flush()
    return registration.status


async def decline_application(session: AsyncSession, registration_id: UUID, *, reason: str, today: date) -> None:
    """With a reason the person reads in our mail. Raises ChangeNotPossible for somebody who did not apply."""
    registration, _ = await lock_registration(session, registration_id)
    if registration.status is not RegistrationStatus.APPLIED:
        raise ChangeNotPossible
    registration.status = RegistrationStatus.CANCELLED
    registration.left_on = max(today, registration.registered_on or today)
    registration.decision_note = reason
    note_change(session, registration, before=RegistrationStatus.APPLIED, action="registrations.decline_application")
    await write(session, "registrations.declined_by_mail", registration)
    await session.flush()
