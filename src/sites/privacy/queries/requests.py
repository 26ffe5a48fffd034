"""What people have asked about their data."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.privacy.errors import RequestNotFound
from sites.privacy.models import PrivacyRequest, RequestKind, RequestStatus
from sites.registrations.models import Learner

_MOST = 200


@dataclass(frozen=True, slots=True)
class RequestLine:
    """`wanted`: field, what it says now, what it should say."""

    id: UUID
    learner_id: UUID
    name: str
    is_erased: bool
    kind: RequestKind
    status: RequestStatus
    received_at: datetime
    due_on: date
    carried_out_after: datetime | None
    answered_at: datetime | None
    wanted: list[tuple[str, Any, Any]]

    @property
    def is_open(self) -> bool:
        return self.status is RequestStatus.OPEN

    def days_left(self, today: date) -> int:
        return (self.due_on - today).days


async def request_lines(session: AsyncSession, *, is_open: bool) -> list[RequestLine]:
    """Open ones by deadline; answered ones newest first."""
    status = col(PrivacyRequest.status)
    if is_open:
        statement = _lines().where(status == RequestStatus.OPEN).order_by(col(PrivacyRequest.due_on))
    else:
        statement = _lines().where(status != RequestStatus.OPEN).order_by(col(PrivacyRequest.answered_at).desc())
    found = await session.execute(statement.limit(_MOST))
    return [_line(*row) for row in found]


async def request_of(session: AsyncSession, request_id: UUID) -> RequestLine:
    """Raises RequestNotFound."""
    found = (await session.execute(_lines().where(col(PrivacyRequest.id) == request_id))).first()
    if found is None:
        raise RequestNotFound
    return _line(*found)


async def open_request(session: AsyncSession, learner_id: UUID, kind: RequestKind) -> RequestLine | None:
    """At most one of a kind is open."""
    statement = _lines().where(
        col(PrivacyRequest.learner_id) == learner_id,
        col(PrivacyRequest.kind) == kind,
        col(PrivacyRequest.status) == RequestStatus.OPEN,
    )
    found = (await session.execute(statement)).first()
    return None if found is None else _line(*found)


def _lines() -> Any:
    lines: Any = select(PrivacyRequest, Learner).join(
        Learner,
        (col(Learner.site_id) == col(PrivacyRequest.site_id)) & (col(Learner.id) == col(PrivacyRequest.learner_id)),
    )
    return lines


def _line(request: PrivacyRequest, learner: Learner) -> RequestLine:
    return RequestLine(
        id=request.id,
        learner_id=learner.id,
        name=f"{learner.given_name} {learner.family_name}".strip(),
        is_erased=learner.erased_at is not None,
        kind=request.kind,
        status=request.status,
        received_at=request.received_at,
        due_on=request.due_on,
        carried_out_after=request.carried_out_after,
        answered_at=request.answered_at,
        wanted=[(name, getattr(learner, name, None), value) for name, value in request.wanted.items()],
    )
