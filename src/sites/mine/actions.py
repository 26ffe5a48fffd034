"""Ask for a link, open the page with it, sign out, make and revoke a calendar address."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.jobs import enqueue
from core.secrets import derived_token, token_hash
from core.tenancy import site_of
from sites.mine.errors import LinkUsed
from sites.mine.models import LearnerFeed, LearnerLink, LearnerSignIn
from sites.mine.rules import IDLE, LINK_LASTS, LONGEST
from sites.registrations.models import Learner

_MOST_PER_ADDRESS = 5
"""A family may share a mailbox: each of them gets a mail of their own."""


async def ask_for_link(session: AsyncSession, email: str, *, secret: bytes, now: datetime) -> None:
    """Mail a link to whoever is known by this address; say nothing either way."""
    known = select(col(Learner.id)).where(
        col(Learner.email) == email, col(Learner.erased_at).is_(None), col(Learner.merged_into).is_(None)
    )
    for learner_id in (await session.execute(known.order_by(col(Learner.id)).limit(_MOST_PER_ADDRESS))).scalars().all():
        link_id = new_id()
        token = derived_token(secret, "learner link", link_id)
        expires_at = now + LINK_LASTS
        row = {"site_id": site_of(session), "id": link_id, "created_at": now, "learner_id": learner_id}
        await session.execute(insert(LearnerLink).values(**row, token_hash=token_hash(token), expires_at=expires_at))
        await enqueue(session, "mine.send_link", link_id=str(link_id))


async def learner_behind_link(session: AsyncSession, token: str, *, now: datetime) -> UUID:
    """Only looks. Raises LinkUsed."""
    found = await session.execute(
        select(col(LearnerLink.learner_id)).where(
            col(LearnerLink.token_hash) == token_hash(token), col(LearnerLink.expires_at) > now
        )
    )
    learner_id = found.scalar_one_or_none()
    if learner_id is None:
        raise LinkUsed
    return learner_id


async def open_page(session: AsyncSession, token: str, *, now: datetime) -> str:
    """Use the link up; what the browser keeps from now on. Raises LinkUsed."""
    used = delete(LearnerLink).where(
        col(LearnerLink.token_hash) == token_hash(token), col(LearnerLink.expires_at) > now
    )
    learner_id = (await session.execute(used.returning(col(LearnerLink.learner_id)))).scalar_one_or_none()
    if learner_id is None:
        raise LinkUsed
    await session.execute(delete(LearnerLink).where(col(LearnerLink.expires_at) <= now))
    await session.execute(delete(LearnerSignIn).where(col(LearnerSignIn.created_at) <= now - LONGEST))
    kept = secrets.token_urlsafe(32)
    session.add(
        LearnerSignIn(
            site_id=site_of(session), created_at=now, learner_id=learner_id, token_hash=token_hash(kept), seen_at=now
        )
    )
    await session.flush()
    return kept


async def learner_signed_in(session: AsyncSession, cookie: str | None, *, now: datetime) -> UUID | None:
    """Whose browser this is. It stays open as long as it is used, up to a limit."""
    if not cookie:
        return None
    seen = (
        update(LearnerSignIn)
        .where(
            col(LearnerSignIn.token_hash) == token_hash(cookie),
            col(LearnerSignIn.seen_at) > now - IDLE,
            col(LearnerSignIn.created_at) > now - LONGEST,
        )
        .values(seen_at=now)
        .returning(col(LearnerSignIn.learner_id))
    )
    return (await session.execute(seen)).scalar_one_or_none()


async def sign_out(session: AsyncSession, cookie: str) -> None:
    await session.execute(delete(LearnerSignIn).where(col(LearnerSignIn.token_hash) == token_hash(cookie)))


async def sign_out_everywhere(session: AsyncSession, learner_id: UUID) -> None:
    """Every browser, and every link that is still on its way."""
    await session.execute(delete(LearnerSignIn).where(col(LearnerSignIn.learner_id) == learner_id))
    await session.execute(delete(LearnerLink).where(col(LearnerLink.learner_id) == learner_id))


async def make_feed(session: AsyncSession, learner_id: UUID, *, secret: bytes, now: datetime) -> None:
    """The secret address of their calendar; having one already is fine."""
    feed_id = new_id()
    hashed = token_hash(derived_token(secret, "learner feed", feed_id))
    row = {"site_id": site_of(session), "id": feed_id, "created_at": now, "learner_id": learner_id}
    await session.execute(insert(LearnerFeed).values(**row, token_hash=hashed).on_conflict_do_nothing())


async def revoke_feed(session: AsyncSession, learner_id: UUID) -> None:
    """Whoever subscribed with the old address reads nothing any more."""
    await session.execute(delete(LearnerFeed).where(col(LearnerFeed.learner_id) == learner_id))
    audit.record(session, action="mine.revoke_feed", subject=("learner", learner_id))
