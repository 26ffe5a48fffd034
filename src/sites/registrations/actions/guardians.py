"""Somebody answers for a person who is too young to agree by themselves."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.jobs import enqueue
from core.secrets import derived_token, token_hash
from sites.registrations.actions.changing import cancel_registration
from sites.registrations.actions.places import lock_registration
from sites.registrations.errors import AnswerIsGiven
from sites.registrations.forms import Guardian
from sites.registrations.models import GuardianConsent, GuardianState, Registration
from sites.registrations.queries.guardians import consent_asked, guardian_behind_link
from sites.registrations.rules import LEFT

TIME_TO_ANSWER: Final = timedelta(days=7)
PURPOSE: Final = "guardian consent"


async def ask_guardian(
    session: AsyncSession, registration: Registration, guardian: Guardian, *, now: datetime, secret: bytes
) -> None:
    """The place is kept meanwhile; without an answer in a week it is free again."""
    answers = {
        "guardian_name": guardian.guardian_name,
        "guardian_email": guardian.guardian_email,
        "state": GuardianState.ASKED,
        "asked_at": now,
        "expires_at": now + TIME_TO_ANSWER,
        "answered_at": None,
        "link_hash": token_hash(derived_token(secret, PURPOSE, registration.id)),
    }
    statement = insert(GuardianConsent).values(
        site_id=registration.site_id, id=new_id(), created_at=now, registration_id=registration.id, **answers
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["site_id", "registration_id"], set_=answers))
    await enqueue(session, "registrations.ask_guardian_by_mail", registration_id=str(registration.id))
    await enqueue(session, "registrations.lapse_guardians", run_after=now + TIME_TO_ANSWER)


async def answer_for(session: AsyncSession, token: str, *, agrees: bool, today: date, now: datetime) -> None:
    """What the guardian says; the first answer holds. A refusal gives the place back.

    Raises LinkNotFound, AnswerIsGiven.
    """
    asked = await guardian_behind_link(session, token)
    wanted = GuardianState.AGREED if agrees else GuardianState.REFUSED
    await lock_registration(session, asked.registration_id)
    consent = await _locked(session, asked.registration_id)
    if consent.state is wanted:
        return
    if consent.state is not GuardianState.ASKED or consent.expires_at <= now:
        raise AnswerIsGiven
    _answer(session, consent, wanted, now=now)
    if not agrees:
        await cancel_registration(session, asked.registration_id, today=today, now=now)
    await session.flush()


async def lapse_guardians(session: AsyncSession, *, today: date, now: datetime) -> int:
    """Give back the places of those for whom nobody has answered in time. How many."""
    ended = 0
    for registration_id in await consent_asked(session, until=now):
        registration, _ = await lock_registration(session, registration_id)
        consent = await _locked(session, registration_id)
        if consent.state is not GuardianState.ASKED or consent.expires_at > now:
            continue
        _answer(session, consent, GuardianState.LAPSED, now=now)
        if registration.status not in LEFT:
            await cancel_registration(session, registration_id, today=today, now=now)
        ended += 1
    await session.flush()
    return ended


async def _locked(session: AsyncSession, registration_id: UUID) -> GuardianConsent:
    found = await session.execute(
        select(GuardianConsent)
        .where(col(GuardianConsent.registration_id) == registration_id)
        .with_for_update(of=GuardianConsent)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one()


def _answer(session: AsyncSession, consent: GuardianConsent, state: GuardianState, *, now: datetime) -> None:
    consent.state = state
    consent.answered_at = now
    audit.record(
        session,
        action="registrations.guardian_answer",
        subject=("registration", consent.registration_id),
        after={"guardian": str(state)},
    )
