"""Noting who passed the assessment of a course."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.tenancy import actor_of, site_of
from sites.certificates.models import Assessment, AssessmentResult
from sites.registrations.actions.places import lock_cohort
from sites.registrations.models import Registration


async def note_assessments(
    session: AsyncSession, cohort_id: UUID, results: Mapping[UUID, AssessmentResult | None], *, today: date
) -> int:
    """None takes a result back. Registrations of other cohorts are left out. Returns how many changed."""
    await lock_cohort(session, cohort_id)
    of_cohort = select(col(Registration.id)).where(col(Registration.cohort_id) == cohort_id)
    known = set((await session.execute(of_cohort)).scalars())
    found = await session.execute(select(Assessment).where(col(Assessment.registration_id).in_(known)))
    kept = {one.registration_id: one for one in found.scalars()}
    changed = 0
    for registration_id, result in results.items():
        before = kept[registration_id].result if registration_id in kept else None
        if registration_id in known and result is not before:
            await _note(session, kept.get(registration_id), registration_id, result, today=today)
            _log(session, registration_id, before, result)
            changed += 1
    await session.flush()
    return changed


async def _note(
    session: AsyncSession,
    kept: Assessment | None,
    registration_id: UUID,
    result: AssessmentResult | None,
    *,
    today: date,
) -> None:
    if kept is not None and result is None:
        await session.execute(delete(Assessment).where(col(Assessment.id) == kept.id))
    elif kept is not None and result is not None:
        kept.result, kept.noted_on, kept.noted_by = result, today, actor_of(session)
    elif result is not None:
        session.add(
            Assessment(
                site_id=site_of(session),
                registration_id=registration_id,
                result=result,
                noted_on=today,
                noted_by=actor_of(session),
            )
        )


def _log(
    session: AsyncSession, registration_id: UUID, before: AssessmentResult | None, after: AssessmentResult | None
) -> None:
    audit.record(
        session,
        action="certificates.assess",
        subject=("registration", registration_id),
        before={"assessment": before and str(before)},
        after={"assessment": after and str(after)},
    )
