"""What a change of the cohort means for the people in it: places, the waiting list, ages."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.results.breakdowns import age_band
from sites.cohorts.models import Cohort, CohortStatus
from sites.cohorts.slots import CohortChanged, after_cohort_change
from sites.registrations.actions.offers import local_day, offer_if_due, settle_offer
from sites.registrations.actions.places import note_change, occupancy, write
from sites.registrations.errors import PlacesAreTaken
from sites.registrations.models import Learner, Registration, RegistrationStatus

_EXPECTING = (
    RegistrationStatus.APPLIED,
    RegistrationStatus.WAITING,
    RegistrationStatus.OFFERED,
    RegistrationStatus.CONFIRMED,
)


@after_cohort_change
async def follow_cohort(session: AsyncSession, change: CohortChanged) -> None:
    cohort = change.cohort
    if "starts_on" in change.fields:
        await _count_ages_again(session, cohort)
    if "capacity" in change.fields:
        await _check_places(session, cohort)
    today = await local_day(session, change.now)
    if "status" in change.fields and cohort.status is CohortStatus.CANCELLED:
        await _cancel_everybody(session, cohort, today=today, now=change.now)
    elif change.fields & {"capacity", "status", "starts_on", "ends_on"}:
        await offer_if_due(session, cohort, today=today, now=change.now)


async def _check_places(session: AsyncSession, cohort: Cohort) -> None:
    """Nobody loses a place, or an offer of one, because a number was made smaller."""
    taken = (await occupancy(session, cohort.id)).taken
    if cohort.capacity is not None and cohort.capacity < taken:
        raise PlacesAreTaken(taken=taken)


async def _count_ages_again(session: AsyncSession, cohort: Cohort) -> None:
    """An age band is that of the first day, whenever that turns out to be."""
    found = await session.execute(
        select(Registration, Learner)
        .join(
            Learner,
            (col(Learner.site_id) == col(Registration.site_id)) & (col(Learner.id) == col(Registration.learner_id)),
        )
        .where(col(Registration.cohort_id) == cohort.id)
    )
    for registration, learner in found:
        if learner.birth_date is not None or learner.birth_year is not None:
            registration.age_band = age_band(learner.birth_date, learner.birth_year, cohort.starts_on)


async def _cancel_everybody(session: AsyncSession, cohort: Cohort, *, today: date, now: datetime) -> None:
    """Nobody keeps a place in a course that does not take place, and nobody comes in vain."""
    found = await session.execute(
        select(Registration).where(col(Registration.cohort_id) == cohort.id, col(Registration.status).in_(_EXPECTING))
    )
    for registration in found.scalars().all():
        before = registration.status
        await settle_offer(session, registration, RegistrationStatus.WAITING, now=now)
        registration.status = RegistrationStatus.CANCELLED
        registration.left_on = max(today, registration.registered_on or today)
        note_change(session, registration, before=before, action="registrations.cancel")
        await write(session, "registrations.cancelled_by_mail", registration)
    await session.flush()
