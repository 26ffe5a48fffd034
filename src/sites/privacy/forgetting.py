"""What somebody asked for stays as a number and a date, without what it said."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import actor_of
from i18n import phrases
from i18n.messages import lazy
from sites.forgetting import Whose, after_erasure, keeps, of_learner
from sites.privacy.models import PrivacyRequest, RequestStatus
from sites.privacy.words import REQUEST_KINDS, REQUEST_STATUS

keeps(
    PrivacyRequest,
    title=lazy("What you asked the centre about your data"),
    of=of_learner(PrivacyRequest),
    shown={
        "kind": lazy("Kind"),
        "status": phrases.STATUS,
        "received_at": lazy("Received at"),
        "due_on": lazy("To be answered by"),
        "wanted": lazy("What it should say"),
        "answered_at": lazy("Answered at"),
    },
    forgets={"wanted": {}},
    stays={
        "kind",
        "status",
        "received_at",
        "due_on",
        "give_back_places",
        "carried_out_after",
        "answered_at",
        "answered_by",
    },
    why=lazy(
        "That somebody asked, and when it was answered: the centre must be able to show that it answered in time."
    ),
    words={
        "kind": {str(kind): name for kind, name in REQUEST_KINDS.items()},
        "status": {str(status): name for status, name in REQUEST_STATUS.items()},
    },
)


@after_erasure
async def answer_all(session: AsyncSession, whose: Whose) -> None:
    """Whoever is erased has been answered, whatever they had asked."""
    mine = (col(PrivacyRequest.learner_id).in_(whose.learner_ids), col(PrivacyRequest.status) == RequestStatus.OPEN)
    answered = {"status": RequestStatus.DONE, "answered_at": func.now(), "answered_by": actor_of(session)}
    await session.execute(update(PrivacyRequest).where(*mine).values(**answered))
