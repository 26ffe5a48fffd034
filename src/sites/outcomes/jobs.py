"""Looks round every hour: who is to be asked, reminded, called; and writes to them in their language."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import utc_now
from core.jobs import Tools, enqueue_at, job, periodic
from core.tenancy import site_of
from i18n.active import make_state
from network.units.models import Site, SiteStatus, Unit
from sites.outcomes.actions.asking import ask_who_is_due, follow_corrections, forget_remarks, remind
from sites.outcomes.errors import QuestionNotFound
from sites.outcomes.links import question_token
from sites.outcomes.queries.questions import question
from sites.outcomes.rules import FIRST_HOUR, LAST_HOUR


@periodic("outcomes.look_round", every=timedelta(hours=1))
async def look_round(session: AsyncSession, tools: Tools) -> None:
    """One job per open centre: its rows are seen in its own scope only."""
    sites = await session.execute(select(col(Site.id)).where(col(Site.status) == SiteStatus.OPEN))
    for site_id in sites.scalars():
        await enqueue_at(session, site_id, "outcomes.ask_round")


@job("outcomes.ask_round")
async def ask_round(session: AsyncSession, tools: Tools) -> None:
    await ask_in_site(session, now=utc_now(), secret=tools.settings.secret())


async def ask_in_site(session: AsyncSession, *, now: datetime, secret: bytes) -> None:
    """By the day it is at the centre, and at an hour at which one may write to people there."""
    zone = (await session.execute(select(col(Site.zone)).where(col(Site.id) == site_of(session)))).scalar_one()
    local = now.astimezone(ZoneInfo(zone))
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return
    today = local.date()
    await follow_corrections(session)
    await ask_who_is_due(session, today=today, secret=secret)
    await remind(session, today=today)
    await forget_remarks(session, today=today)


@job("outcomes.write_by_mail")
async def write_by_mail(session: AsyncSession, tools: Tools, *, outcome_id: str, letter: str) -> None:
    """Nothing is sent to somebody who answered meanwhile, by whichever way."""
    try:
        asked = await question(session, UUID(outcome_id))
    except QuestionNotFound:
        return
    if asked.email is None or asked.is_settled:
        return
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    token = question_token(asked.id, secret=tools.settings.secret())
    await tools.post.send(
        to=asked.email,
        state=make_state(asked.language, site.country, site.zone, chain=(asked.language, *site.languages)),
        template="outcomes/mail/question",
        values={
            "site": unit,
            "question": asked,
            "is_reminder": letter == "reminder",
            "link": f"{tools.settings.base_url}/{asked.language}/{unit.code}/follow-up/{token}",
        },
        message_id=f"{outcome_id}.{letter}.outcome",
    )
