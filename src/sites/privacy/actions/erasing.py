"""Erase a learner: who they are goes, that somebody took part stays.

What is frozen in a registration (age band, gender, education, employment, how it ended) is not touched, nor is the
key by which the network counts a person once: so every figure stays as it was. Only the log, the queue and the key
need more rights than a request has; a job does these right after (`sites/privacy/jobs.py`).
"""

from asyncio import to_thread
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import String, cast, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.idempotency import IdempotencyKey
from core.jobs import enqueue
from core.mail import forget_mails
from core.tenancy import site_of
from i18n.active import make_state, use_locale
from i18n.messages import _
from sites.cohorts.models import Cohort
from sites.forgetting import HOLDINGS, Holding, Whose, followers
from sites.privacy.models import ErasureReason
from sites.privacy.queries.everything import rows_of
from sites.registrations import identity
from sites.registrations.actions import cancel_registration
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner, Registration, RegistrationStatus

_STILL_HERE = (
    RegistrationStatus.APPLIED,
    RegistrationStatus.WAITING,
    RegistrationStatus.OFFERED,
    RegistrationStatus.CONFIRMED,
)


async def erase_learner(
    session: AsyncSession,
    learner_id: UUID,
    *,
    reason: ErasureReason,
    today: date,
    now: datetime,
    outbox: Path,
    site_language: str,
    give_back_places: bool = False,
) -> bool:
    """Forget who a learner is, everywhere at this centre. False: they were erased before, nothing happened.

    `give_back_places` first cancels what is not over, as the learner could: that is counted as what it is.
    Whoever registers meanwhile with this address waits, and then is somebody new. Raises LearnerNotFound.
    """
    learner = await _found(session, learner_id)
    if learner.erased_at is not None:
        return False
    for email in sorted((await rows_of(session, learner)).emails):
        await identity.hold_address(session, email)
    if give_back_places:  # asked again: whoever held the address before us may have registered
        await _give_back(session, await rows_of(session, learner), today=today, now=now)
    if (await _locked(session, learner_id)).erased_at is not None:
        return False
    whose = await rows_of(session, learner)
    records = [await _locked(session, record_id) for record_id in sorted(whose.learner_ids)]
    names = {f"{one.given_name} {one.family_name}" for one in records if one.given_name and one.family_name}
    subjects = await _forget_rows(session, whose)
    for one in records:
        _make_anonymous(one, now=now, site_language=site_language)
    await session.flush()
    for follow in followers():
        await follow(session, whose)
    await _forget_answers(session, subjects)
    await session.execute(select(func.core.forget_in_log(cast(subjects, ARRAY(PG_UUID(as_uuid=True))))))
    audit.record(session, action="learners.erase", subject=("learner", learner_id), after={"why": str(reason)})
    for one in records:
        await enqueue(session, "privacy.sweep", learner_id=str(one.id))
    await session.flush()
    await to_thread(forget_mails, outbox, addresses=set(whose.emails), names=names)
    return True


async def _found(session: AsyncSession, learner_id: UUID) -> Learner:
    found = await session.execute(select(Learner).where(col(Learner.id) == learner_id))
    learner = found.scalar_one_or_none()
    if learner is None:
        raise LearnerNotFound
    return learner


async def _locked(session: AsyncSession, learner_id: UUID) -> Learner:
    """As it stands once nobody else is at it."""
    found = await session.execute(
        select(Learner).where(col(Learner.id) == learner_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.scalar_one()


async def _give_back(session: AsyncSession, whose: Whose, *, today: date, now: datetime) -> None:
    """Cohorts are locked in one order, before the learner, as everybody does who registers."""
    found = await session.execute(
        select(col(Registration.id))
        .join(Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == Registration.cohort_id))
        .where(
            col(Registration.id).in_(whose.registration_ids),
            col(Registration.status).in_(_STILL_HERE),
            col(Cohort.ends_on) >= today,
        )
        .order_by(col(Registration.cohort_id))
    )
    for registration_id in found.scalars().all():
        await cancel_registration(session, registration_id, today=today, now=now)


async def _forget_rows(session: AsyncSession, whose: Whose) -> list[UUID]:
    """Table by table. The ids of all these rows: what else may speak of them names them so."""
    subjects: list[UUID] = []
    for holding in HOLDINGS.values():
        if "id" in holding.table.columns:
            subjects += (await session.execute(select(holding.model.id).where(holding.of(whose)))).scalars()
    for holding in HOLDINGS.values():
        await _forget(session, holding, whose)
    return subjects


async def _forget(session: AsyncSession, holding: Holding, whose: Whose) -> None:
    if holding.forgets is None:
        gone = delete(holding.model).where(holding.of(whose))
        await session.execute(gone, execution_options={"synchronize_session": False})
    elif holding.forgets:
        blank = update(holding.model).where(holding.of(whose)).values(**holding.forgets)
        await session.execute(blank, execution_options={"synchronize_session": False})


def _make_anonymous(learner: Learner, *, now: datetime, site_language: str) -> None:
    """Lists and sheets of courses still have a line here; it says in the centre's language why it has no name."""
    learner.given_name = ""
    with use_locale(make_state(site_language)):
        learner.family_name = _("Erased person")
    learner.language = site_language
    learner.sort_key = identity.name_sort_key("", learner.family_name, language=site_language)
    learner.erased_at = now


async def _forget_answers(session: AsyncSession, subjects: list[UUID]) -> None:
    """Answers kept for requests that are sent twice."""
    said = cast(col(IdempotencyKey.answer), String)
    naming = [said.contains(str(one)) for one in subjects]
    if naming:
        await session.execute(
            delete(IdempotencyKey).where(col(IdempotencyKey.site_id) == site_of(session), or_(*naming))
        )
