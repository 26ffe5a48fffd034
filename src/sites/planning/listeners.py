"""What the sessions of a cohort mean for the people in it: letters when they change, places that are taken."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import new_id
from core.jobs import enqueue
from sites.cohorts.slots import SessionsChanged, after_session_change, counts_places
from sites.planning.queries import confirmed_in
from sites.registrations.actions.places import occupancy


@after_session_change
async def write_to_learners(session: AsyncSession, change: SessionsChanged) -> None:
    """One letter to each, however many sessions changed."""
    changes = [
        {
            "session": str(one.session_id),
            "before": [moment.isoformat() for moment in one.before],
            "to": None if one.to is None else [moment.isoformat() for moment in one.to],
        }
        for one in change.moves
    ]
    for registration_id in await confirmed_in(session, change.cohort_id):
        await enqueue(
            session,
            "planning.sessions_changed_by_mail",
            registration_id=str(registration_id),
            changes=changes,
            reason=change.reason,
            letter=str(new_id()),
        )


@counts_places
async def places_held(session: AsyncSession, cohort_id: UUID) -> int:
    return (await occupancy(session, cohort_id)).taken
