"""Mail to a learner about their place, in their language and the centre's time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import utc_now
from core.errors import NotFound
from core.jobs import Job, Tools, job, periodic
from core.mail import Attachment
from core.secrets import derived_token
from core.tenancy import site_of
from i18n.active import LocaleState, make_state, use_locale
from i18n.content import Localized
from network.units.models import Site, Unit
from sites.registrations.actions import lapse_guardians, lapse_offers
from sites.registrations.actions.guardians import PURPOSE
from sites.registrations.actions.offers import local_day
from sites.registrations.calendar import calendar_file, meeting_entry
from sites.registrations.links import link_token
from sites.registrations.models import RegistrationStatus
from sites.registrations.queries import Course, Meeting, Place, course_meetings, guardian_of, place_of, staff_course


@dataclass(frozen=True, slots=True)
class Sender:
    """The centre that writes."""

    code: str
    name: Localized
    country: str
    zone: str
    languages: tuple[str, ...]
    address: str
    contact_email: str


@job("registrations.confirm_by_mail")
async def confirm_by_mail(
    session: AsyncSession, tools: Tools, *, registration_id: str, status: str, letter: str
) -> None:
    """Just registered: the place, the number in the queue, or that the application has arrived."""
    others: dict[str, str] = {RegistrationStatus.WAITING: "waiting", RegistrationStatus.APPLIED: "applied"}
    template = others.get(status, "confirmed")
    await _write(session, tools, template, registration_id, status, letter)


@job("registrations.promoted_by_mail")
async def promoted_by_mail(
    session: AsyncSession, tools: Tools, *, registration_id: str, status: str, letter: str
) -> None:
    """A place became free for somebody who waited."""
    await _write(session, tools, "promoted", registration_id, status, letter)


@job("registrations.cancelled_by_mail")
async def cancelled_by_mail(
    session: AsyncSession, tools: Tools, *, registration_id: str, status: str, letter: str
) -> None:
    """So that nobody is taken off a list, or comes to a course that is cancelled, without knowing."""
    await _write(session, tools, "cancelled", registration_id, status, letter)


@job("registrations.offered_by_mail")
async def offered_by_mail(
    session: AsyncSession, tools: Tools, *, registration_id: str, status: str, letter: str
) -> None:
    """A place is held for somebody who waited: until when, and how to say yes or no."""
    await _write(session, tools, "offered", registration_id, status, letter)


@job("registrations.lapsed_by_mail")
async def lapsed_by_mail(
    session: AsyncSession, tools: Tools, *, registration_id: str, status: str, letter: str
) -> None:
    """Nobody answered in time."""
    await _write(session, tools, "lapsed", registration_id, status, letter)


@job("registrations.declined_by_mail")
async def declined_by_mail(
    session: AsyncSession, tools: Tools, *, registration_id: str, status: str, letter: str
) -> None:
    """An application was not successful, and why."""
    await _write(session, tools, "declined", registration_id, status, letter)


@job("registrations.ask_guardian_by_mail")
async def ask_guardian_by_mail(session: AsyncSession, tools: Tools, *, registration_id: str) -> None:
    """Somebody under age has registered; silent once the question is answered."""
    place = await place_of(session, UUID(registration_id))
    guardian = await guardian_of(session, place.id)
    if guardian is None or not guardian.may_answer(utc_now()):
        return
    course = await staff_course(session, str(place.cohort_id))
    sender = await _sender(session)
    token = derived_token(tools.settings.secret(), PURPOSE, place.id)
    await tools.post.send(
        to=guardian.email,
        state=make_state(place.language, sender.country, sender.zone, chain=(place.language, *sender.languages)),
        template="registrations/mail/guardian",
        values={
            "site": sender,
            "zone": sender.zone,
            "place": place,
            "guardian": guardian,
            "course": course,
            "meetings": [],
            "link": f"{tools.settings.base_url}/{place.language}/{sender.code}/consent/{token}",
        },
        message_id=f"guardian-{place.id}-{guardian.expires_at.timestamp():.0f}",
    )


@job("registrations.lapse_guardians")
async def end_questions(session: AsyncSession, tools: Tools) -> None:
    """Queued with each question for its deadline."""
    now = utc_now()
    await lapse_guardians(session, today=await local_day(session, now), now=now)


@job("registrations.lapse_offers")
async def end_offers(session: AsyncSession, tools: Tools) -> None:
    """Queued with each offer for its deadline."""
    await lapse_offers(session, now=utc_now())


@periodic("registrations.look_for_deadlines", every=timedelta(hours=1))
async def look_for_deadlines(session: AsyncSession, tools: Tools) -> None:
    """Should a job of a deadline ever be lost, the next full hour finds it, at every centre."""
    sites = (await session.execute(select(col(Site.id)))).scalars().all()
    names = ("registrations.lapse_offers", "registrations.lapse_guardians")
    session.add_all(Job(site_id=site_id, name=name) for site_id in sites for name in names)
    await session.flush()


async def _write(
    session: AsyncSession, tools: Tools, template: str, registration_id: str, status: str, letter: str
) -> None:
    """Nothing is sent when the registration has moved on since: a later letter tells the newer news."""
    try:
        place = await place_of(session, UUID(registration_id))
    except NotFound:
        return
    if place.email is None or place.status != status:
        return
    course = await staff_course(session, str(place.cohort_id))
    meetings = [one for one in await course_meetings(session, [place.cohort_id]) if not one.is_cancelled]
    sender = await _sender(session)
    language = place.language
    state = make_state(language, sender.country, sender.zone, chain=(language, *sender.languages))
    with_dates = template in ("confirmed", "promoted") and meetings
    await tools.post.send(
        to=place.email,
        state=state,
        template=f"registrations/mail/{template}",
        values=_values(tools, place, course, meetings, sender),
        message_id=f"{letter}.registration",
        attachments=(_dates(tools, state, course, meetings, sender),) if with_dates else (),
    )


async def _sender(session: AsyncSession) -> Sender:
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    return Sender(
        unit.code, unit.name, site.country, site.zone, tuple(site.languages), site.address, site.contact_email
    )


def _values(tools: Tools, place: Place, course: Course, meetings: list[Meeting], sender: Sender) -> dict[str, Any]:
    base = f"{tools.settings.base_url}/{place.language}/{sender.code}"
    token = link_token(place.id, secret=tools.settings.secret())
    return {
        "site": sender,
        "place": place,
        "zone": sender.zone,
        "course": course,
        "meetings": meetings,
        "link": f"{base}/registrations/{token}",
        "course_link": f"{base}/courses/{course.code}",
        "courses_link": f"{base}/courses",
    }


def _dates(tools: Tools, state: LocaleState, course: Course, meetings: list[Meeting], sender: Sender) -> Attachment:
    with use_locale(state):
        entries = [meeting_entry(meeting, course) for meeting in meetings]
        content = calendar_file(entries, name=str(course.title), zone=sender.zone, base_url=tools.settings.base_url)
    return Attachment("dates.ics", "text/calendar", content, {"method": "PUBLISH", "charset": "utf-8"})
