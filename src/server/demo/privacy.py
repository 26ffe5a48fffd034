"""What learners of a demo centre have asked about their data, and how long the centre keeps it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id
from core.tenancy import site_of
from server.demo.bulk import add_rows
from server.demo.content import SiteContent
from sites.privacy.models import (
    PrivacyRequest,
    RequestKind,
    RequestStatus,
    Retained,
    RetentionChoice,
    RetentionRun,
)
from sites.privacy.rules import GRACE, answer_due, default_term
from sites.registrations.models import Learner

# Who asked how many days ago, for what, and what became of it.
_ASKED = (
    (3, RequestKind.CORRECTION, RequestStatus.OPEN),
    (1, RequestKind.ERASURE, RequestStatus.OPEN),
    (26, RequestKind.CORRECTION, RequestStatus.OPEN),
    (75, RequestKind.CORRECTION, RequestStatus.DONE),
    (140, RequestKind.ERASURE, RequestStatus.WITHDRAWN),
)
_RUNS = ((Retained.NEVER_CAME, 40, 7), (Retained.SENSITIVE_ANSWERS, 70, 12))


async def load_privacy(session: AsyncSession, site: SiteContent, *, today: date) -> None:
    """Of people with an address and a date of birth, from the middle of the list."""
    site_id = site_of(session)
    known = select(Learner).where(col(Learner.email).is_not(None), col(Learner.birth_date).is_not(None))
    people = (await session.execute(known.order_by(col(Learner.ref)).offset(20).limit(len(_ASKED)))).scalars().all()
    requests = []
    for learner, (days, kind, status) in zip(people, _ASKED, strict=False):
        received = datetime.combine(today - timedelta(days=days), time(10, 12), ZoneInfo(site.zone))
        is_open = status is RequestStatus.OPEN
        birth_date = learner.birth_date
        asks = kind is RequestKind.CORRECTION and is_open and birth_date is not None
        requests.append(
            {
                "site_id": site_id,
                "id": new_id(),
                "created_at": received,
                "learner_id": learner.id,
                "kind": kind,
                "status": status,
                "received_at": received,
                "due_on": answer_due(received.date()),
                "wanted": {"birth_date": str(birth_date + timedelta(days=9))} if asks and birth_date else {},
                "give_back_places": True,
                "carried_out_after": received + GRACE if kind is RequestKind.ERASURE else None,
                "answered_at": None if is_open else received + timedelta(days=2),
                "answered_by": None,
            }
        )
    await add_rows(session, PrivacyRequest, requests)
    began = datetime.combine(today - timedelta(days=90), time(9), ZoneInfo(site.zone))
    terms = {what: default_term(what, site.country).months for what in Retained}
    await add_rows(
        session,
        RetentionChoice,
        [
            {"site_id": site_id, "id": new_id(), "created_at": began, "what": what, "months": months}
            for what, months in terms.items()
        ],
    )
    await add_rows(
        session,
        RetentionRun,
        [
            {
                "site_id": site_id,
                "id": new_id(),
                "created_at": datetime.combine(today - timedelta(days=days), time(3), ZoneInfo(site.zone)),
                "what": what,
                "months": terms[what],
                "forgotten": count,
                "left_over": 0,
            }
            for what, days, count in _RUNS
        ],
    )
