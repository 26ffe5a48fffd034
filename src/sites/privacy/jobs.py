"""What happens to people's data by itself: erasures after the days in which they can be taken back, terms that end."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id, utc_now
from core.idempotency import IdempotencyKey
from core.jobs import Job, JobStatus, Tools, enqueue, enqueue_at, job, periodic
from core.mail import forget_old_mails
from core.tenancy import site_of
from i18n.active import make_state
from network.units.models import Site, Unit
from sites.privacy.actions import carry_out_erasure, forget_what_is_due
from sites.privacy.actions.retention import Centre
from sites.privacy.errors import RequestNotFound
from sites.privacy.models import PrivacyRequest, RequestStatus
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner, Registration

_ANSWERS_KEPT = timedelta(days=2)
_MAILS_KEPT = timedelta(days=30)


@job("privacy.erase_as_asked")
async def erase_as_asked(session: AsyncSession, tools: Tools, *, request_id: str) -> None:
    """Silent when it was taken back meanwhile, or the person is erased already."""
    now = utc_now()
    _unit, site = await _site(session)
    try:
        await carry_out_erasure(
            session,
            UUID(request_id),
            today=now.astimezone(ZoneInfo(site.zone)).date(),
            now=now,
            outbox=tools.settings.home,
            site_language=site.languages[0],
        )
    except (RequestNotFound, LearnerNotFound):
        return


@job("privacy.confirm_erasure_by_mail")
async def confirm_erasure_by_mail(session: AsyncSession, tools: Tools, *, request_id: str) -> None:
    """So that nobody loses their record to somebody who found their telephone on a table."""
    found = await session.execute(
        select(PrivacyRequest, Learner)
        .join(
            Learner,
            (col(Learner.site_id) == col(PrivacyRequest.site_id)) & (col(Learner.id) == PrivacyRequest.learner_id),
        )
        .where(col(PrivacyRequest.id) == UUID(request_id), col(PrivacyRequest.status) == RequestStatus.OPEN)
    )
    row = found.first()
    if row is None:
        return
    request, learner = row
    if learner.email is None:
        return
    unit, site = await _site(session)
    await tools.post.send(
        to=learner.email,
        state=make_state(learner.language, site.country, site.zone, chain=(learner.language, *site.languages)),
        template="privacy/mail/erasure",
        values={
            "name": learner.given_name or learner.family_name,
            "site": unit,
            "erased_at": request.carried_out_after,
            "link": f"{tools.settings.base_url}/{learner.language}/{unit.code}/me",
        },
        message_id=f"erasure-{request.id}",
    )


@job("privacy.sweep")
async def sweep(session: AsyncSession, tools: Tools, *, learner_id: str) -> None:
    """The rest of an erasure: what only the worker may touch. Harmless twice."""
    erased = UUID(learner_id)
    found = await session.execute(select(col(Registration.id)).where(col(Registration.learner_id) == erased))
    said = cast(col(Job.arguments), String)
    naming = or_(*(said.contains(str(one)) for one in (erased, *found.scalars())))
    mine = (col(Job.site_id) == site_of(session), naming)
    await session.execute(delete(Job).where(*mine, col(Job.status).in_((JobStatus.DONE, JobStatus.DEAD))))
    await session.execute(update(Job).where(*mine, col(Job.last_error) != "").values(last_error=""))
    await session.execute(select(func.network.forget_key(erased)))


@periodic("privacy.look_round", every=timedelta(days=1))
async def look_round(session: AsyncSession, tools: Tools) -> None:
    """Once a day: every centre's terms, answers kept for repeated requests, mails in the outbox."""
    now = utc_now()
    for site_id in (await session.execute(select(col(Site.id)))).scalars():
        await enqueue_at(session, site_id, "privacy.forget_due", dedupe=f"privacy.forget_due:{site_id}:{now:%Y-%m-%d}")
    await session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < now - _ANSWERS_KEPT))
    forget_old_mails(tools.settings.home, before=now - _MAILS_KEPT)


@job("privacy.forget_due")
async def forget_due(session: AsyncSession, tools: Tools) -> None:
    """One step; the next one is queued behind everybody else's work."""
    now = utc_now()
    _unit, site = await _site(session)
    centre = Centre(site.country, site.languages[0], tools.settings.home)
    today = now.astimezone(ZoneInfo(site.zone)).date()
    await session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < now - _ANSWERS_KEPT))
    if await forget_what_is_due(session, centre, today=today, now=now):
        await enqueue(session, "privacy.forget_due", dedupe=f"privacy.forget_due:{new_id()}")


async def _site(session: AsyncSession) -> tuple[Unit, Site]:
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    return unit, site
