"""A learner's record, put right."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from sites.registrations import identity
from sites.registrations.errors import LearnerNotFound
from sites.registrations.forms import Particulars
from sites.registrations.models import Learner

_FIELDS = ("given_name", "family_name", "email", "birth_date", "birth_year", "language", "phone")


async def correct_learner(
    session: AsyncSession, learner_id: UUID, particulars: Particulars, *, site_language: str
) -> None:
    """Change who the learner is. Answers given at a registration stay as they were frozen there; the log
    names the fields that changed, not what they said."""
    found = await session.execute(select(Learner).where(col(Learner.id) == learner_id).with_for_update())
    learner = found.scalar_one_or_none()
    if learner is None or learner.erased_at is not None:
        raise LearnerNotFound
    changed = [name for name in _FIELDS if getattr(learner, name) != getattr(particulars, name)]
    if not changed:
        return
    for name in changed:
        setattr(learner, name, getattr(particulars, name))
    learner.person_key = identity.person_key(
        await identity.network_key(session),
        email=learner.email,
        given_name=learner.given_name,
        family_name=learner.family_name,
        birth_date=learner.birth_date,
        fallback=f"{learner.site_id}|{learner.ref}",
    )
    await session.execute(
        update(Learner).where(col(Learner.merged_into) == learner.id).values(person_key=learner.person_key)
    )
    learner.sort_key = identity.name_sort_key(learner.given_name, learner.family_name, language=site_language)
    learner.search = identity.search_text(learner.given_name, learner.family_name, email=learner.email, ref=learner.ref)
    audit.record(session, action="learners.correct", subject=("learner", learner.id), after={"fields": changed})
    await session.flush()
