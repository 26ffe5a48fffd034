"""A place that became free is held for the next in line until a moment, and asked about: yes or no."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.jobs import enqueue
from core.tenancy import site_of
from network.units.models import Site
from sites.cohorts.models import Cohort, CohortStatus
from sites.registrations.actions.places import lock_cohort, lock_registration, note_change, occupancy, write
from sites.registrations.errors import CourseCancelled, OfferIsGone
from sites.registrations.models import OfferState, PlaceOffer, Registration, RegistrationRules, RegistrationStatus
from sites.registrations.rules import DEFAULT_OFFER_HOURS, local_midnight, moves_up, next_in_line, offer_deadline


async def offer_free_places(session: AsyncSession, cohort_id: UUID, *, now: datetime) -> int:
    """For when places were added or freed elsewhere. How many of those who waited are asked now."""
    cohort = await lock_cohort(session, cohort_id)
    if cohort.status is CohortStatus.CANCELLED:
        raise CourseCancelled
    return await offer_to_next(session, cohort, now=now)


async def offer_if_due(session: AsyncSession, cohort: Cohort, *, today: date, now: datetime) -> int:
    """The waiting list moves by itself as long as that still makes sense to those who wait."""
    if not moves_up(cohort.status, starts_on=cohort.starts_on, ends_on=cohort.ends_on, today=today):
        return 0
    return await offer_to_next(session, cohort, now=now)


async def offer_to_next(session: AsyncSession, cohort: Cohort, *, now: datetime) -> int:
    """Hold each free place for one of those who wait, in the order of the list, and write to them.
    The cohort is locked already."""
    await session.flush()
    places = await occupancy(session, cohort.id)
    count = next_in_line(capacity=cohort.capacity, taken=places.taken, waiting=places.waiting)
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
    expires_at = await _deadline(session, cohort, now=now)
    for registration in found.scalars().all():
        registration.status = RegistrationStatus.OFFERED
        session.add(
            PlaceOffer(site_id=cohort.site_id, registration_id=registration.id, offered_at=now, expires_at=expires_at)
        )
        note_change(session, registration, before=RegistrationStatus.WAITING, action="registrations.offer")
        await write(session, "registrations.offered_by_mail", registration)
    await session.flush()
    await enqueue(session, "registrations.lapse_offers", run_after=expires_at)
    return count


async def accept_offer(session: AsyncSession, registration_id: UUID, *, now: datetime) -> None:
    """The place is theirs. Asked twice, it happens once. Raises OfferIsGone after the deadline or an other answer."""
    registration, cohort = await lock_registration(session, registration_id)
    if registration.status is RegistrationStatus.CONFIRMED:
        return
    offer = await open_offer(session, registration_id)
    if offer is None or offer.expires_at <= now or cohort.status is CohortStatus.CANCELLED:
        raise OfferIsGone
    _close(offer, OfferState.ACCEPTED, now=now)
    registration.status = RegistrationStatus.CONFIRMED
    note_change(session, registration, before=RegistrationStatus.OFFERED, action="registrations.accept")
    await write(session, "registrations.confirm_by_mail", registration)
    await session.flush()


async def decline_offer(session: AsyncSession, registration_id: UUID, *, today: date, now: datetime) -> None:
    """They do not want it any more, and leave the list; the next in line is asked. Asked twice, it happens once.

    Raises OfferIsGone where there is nothing to decline.
    """
    registration, cohort = await lock_registration(session, registration_id)
    if registration.status is RegistrationStatus.CANCELLED:
        return
    offer = await open_offer(session, registration_id)
    if offer is None:
        raise OfferIsGone
    _give_up(registration, offer, OfferState.DECLINED, today=today, now=now)
    note_change(session, registration, before=RegistrationStatus.OFFERED, action="registrations.decline")
    await offer_if_due(session, cohort, today=today, now=now)
    await session.flush()


async def lapse_offers(session: AsyncSession, *, now: datetime) -> int:
    """End the offers of this site whose time has passed, tell the people, and ask the next. How many ended."""
    due = (
        select(col(Registration.cohort_id), col(PlaceOffer.registration_id))
        .join(
            Registration,
            (col(Registration.site_id) == col(PlaceOffer.site_id))
            & (col(Registration.id) == col(PlaceOffer.registration_id)),
        )
        .where(col(PlaceOffer.state) == OfferState.OPEN, col(PlaceOffer.expires_at) <= now)
        .order_by(col(Registration.cohort_id), col(PlaceOffer.offered_at), col(Registration.queue_number))
    )
    ended = 0
    cohorts: dict[UUID, Cohort] = {}
    today = await local_day(session, now)
    for cohort_id, registration_id in (await session.execute(due)).all():
        if cohort_id not in cohorts:
            cohorts[cohort_id] = await lock_cohort(session, cohort_id)
        ended += await _lapse(session, registration_id, today=today, now=now)
    for cohort in cohorts.values():
        await offer_if_due(session, cohort, today=today, now=now)
    return ended


async def _lapse(session: AsyncSession, registration_id: UUID, *, today: date, now: datetime) -> int:
    """Looked at again under the cohort's lock: an answer may have come first."""
    registration = await session.get_one(Registration, (site_of(session), registration_id), populate_existing=True)
    offer = await open_offer(session, registration_id)
    if offer is None or offer.expires_at > now:
        return 0
    _give_up(registration, offer, OfferState.LAPSED, today=today, now=now)
    note_change(session, registration, before=RegistrationStatus.OFFERED, action="registrations.lapse")
    await write(session, "registrations.lapsed_by_mail", registration)
    await session.flush()
    return 1


async def open_offer(session: AsyncSession, registration_id: UUID) -> PlaceOffer | None:
    found = await session.execute(
        select(PlaceOffer)
        .where(col(PlaceOffer.registration_id) == registration_id, col(PlaceOffer.state) == OfferState.OPEN)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def settle_offer(
    session: AsyncSession, registration: Registration, became: RegistrationStatus, *, now: datetime
) -> None:
    """For whoever changes an offered registration in another way: no offer stays open behind it."""
    offer = await open_offer(session, registration.id)
    if offer is None:
        return
    answers = {
        RegistrationStatus.CONFIRMED: OfferState.ACCEPTED,
        RegistrationStatus.CANCELLED: OfferState.DECLINED,
    }
    _close(offer, answers.get(became, OfferState.TAKEN_BACK), now=now)


async def local_day(session: AsyncSession, now: datetime) -> date:
    """Which day it is at the centre."""
    return now.astimezone(await _zone(session)).date()


def _give_up(registration: Registration, offer: PlaceOffer, state: OfferState, *, today: date, now: datetime) -> None:
    _close(offer, state, now=now)
    registration.status = RegistrationStatus.CANCELLED
    registration.left_on = max(today, registration.registered_on or today)


def _close(offer: PlaceOffer, state: OfferState, *, now: datetime) -> None:
    offer.state = state
    offer.answered_at = now


async def _deadline(session: AsyncSession, cohort: Cohort, *, now: datetime) -> datetime:
    hours = (await session.execute(select(col(RegistrationRules.offer_hours)))).scalar_one_or_none()
    begins = local_midnight(cohort.starts_on, zone=await _zone(session))
    return offer_deadline(now, hours=hours or DEFAULT_OFFER_HOURS, begins=begins)


async def _zone(session: AsyncSession) -> ZoneInfo:
    found = await session.execute(select(col(Site.zone)).where(col(Site.id) == site_of(session)))
    return ZoneInfo(found.scalar_one())
