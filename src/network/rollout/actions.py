"""Through the go-live gate: with everything in place, or with a reason that stays in the history."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from network.rollout.errors import AlreadyOpen, NotReady, ReasonMissing
from network.rollout.queries import Readiness, readiness
from network.units.actions import go_live
from network.units.models import Site, SiteStatus


async def open_to_public(session: AsyncSession, code: str, *, now: datetime, reason: str = "") -> Readiness:
    """What the checks said when it opened. Raises UnitNotFound, AlreadyOpen, and NotReady where
    something is missing and no reason is given."""
    found = await readiness(session, code, now=now)
    if found.status is SiteStatus.OPEN:
        raise AlreadyOpen
    if found.missing and not reason.strip():
        raise NotReady
    site = (await session.execute(select(Site).where(col(Site.id) == found.site_id).with_for_update())).scalar_one()
    if found.missing:
        audit.record(
            session,
            action="site.waive",
            subject=("site", found.site_id),
            name=code,
            after={"missing": [str(check.code) for check in found.missing]},
            reason=reason,
        )
    go_live(session, site, code=code, today=now.date(), reason=reason)
    await session.flush()
    return found


async def waive(session: AsyncSession, code: str, *, now: datetime, reason: str) -> Readiness:
    """Open although something is missing. Raises ReasonMissing beside what `open_to_public` raises."""
    if len(reason.strip()) < 10:
        raise ReasonMissing({"reason": str(ReasonMissing.message)})
    return await open_to_public(session, code, now=now, reason=reason.strip())
