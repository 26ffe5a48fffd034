"""What a learner asks about their data, and what the centre answers."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.forms import read_json
from core.jobs import enqueue
from core.tenancy import actor_of, site_of
from sites.privacy.actions.erasing import erase_learner
from sites.privacy.errors import RequestClosed, RequestNotFound, TooLateToTakeBack
from sites.privacy.models import ErasureReason, PrivacyRequest, RequestKind, RequestStatus
from sites.privacy.rules import GRACE, answer_due
from sites.registrations.actions import correct_learner
from sites.registrations.errors import LearnerNotFound
from sites.registrations.forms import Particulars
from sites.registrations.models import Learner

CORRECTABLE = ("email", "birth_date")
"""What only the centre corrects: the one opens the page, the other is how a person is recognised."""


async def ask_for_correction(
    session: AsyncSession, learner_id: UUID, wanted: Mapping[str, str], *, today: date, now: datetime
) -> None:
    """For the manager to answer. Asked again before that, it says the newer thing; the deadline stays."""
    await _lock_person(session, learner_id)
    request = await _open(session, learner_id, RequestKind.CORRECTION)
    if request is not None:
        request.wanted = {**request.wanted, **wanted}
        await session.flush()
        return
    session.add(_new(session, learner_id, RequestKind.CORRECTION, today=today, now=now, wanted=dict(wanted)))
    _note(session, learner_id, "privacy.ask_correction", sorted(wanted))
    await session.flush()


async def ask_for_erasure(
    session: AsyncSession, learner_id: UUID, *, give_back_places: bool, today: date, now: datetime
) -> PrivacyRequest:
    """It is carried out by itself after some days, in which it can be taken back. Asked twice, it is asked once."""
    await _lock_person(session, learner_id)
    request = await _open(session, learner_id, RequestKind.ERASURE)
    if request is None:
        request = _new(session, learner_id, RequestKind.ERASURE, today=today, now=now, wanted={})
        request.give_back_places = give_back_places
        request.carried_out_after = now + GRACE
        session.add(request)
        await session.flush()
        await enqueue(session, "privacy.erase_as_asked", run_after=now + GRACE, request_id=str(request.id))
        await enqueue(session, "privacy.confirm_erasure_by_mail", request_id=str(request.id))
        _note(session, learner_id, "privacy.ask_erasure")
        await session.flush()
    return request


async def take_back_erasure(session: AsyncSession, learner_id: UUID, *, now: datetime) -> None:
    """Raises TooLateToTakeBack."""
    await _lock_person(session, learner_id)
    request = await _open(session, learner_id, RequestKind.ERASURE)
    if request is None:
        raise TooLateToTakeBack
    _close(session, request, RequestStatus.WITHDRAWN, now=now)
    _note(session, learner_id, "privacy.take_back_erasure")
    await session.flush()


async def accept_correction(session: AsyncSession, request_id: UUID, *, now: datetime, site_language: str) -> None:
    """Put what was asked for into the record. Raises RequestNotFound, RequestClosed, or Invalid."""
    request = await _locked(session, request_id, RequestKind.CORRECTION)
    learner = (await session.execute(select(Learner).where(col(Learner.id) == request.learner_id))).scalar_one()
    now_said = {name: getattr(learner, name) for name in Particulars.model_fields if hasattr(learner, name)}
    particulars = read_json(Particulars, {**now_said, **request.wanted})
    await correct_learner(session, learner.id, particulars, site_language=site_language)
    _close(session, request, RequestStatus.DONE, now=now)
    _note(session, learner.id, "privacy.accept", sorted(request.wanted))
    await session.flush()


async def decline_request(session: AsyncSession, request_id: UUID, *, now: datetime) -> None:
    """A correction only: an erasure is a right. Raises RequestNotFound, RequestClosed."""
    request = await _locked(session, request_id, RequestKind.CORRECTION)
    _close(session, request, RequestStatus.DECLINED, now=now)
    _note(session, request.learner_id, "privacy.decline")
    await session.flush()


async def carry_out_erasure(
    session: AsyncSession, request_id: UUID, *, today: date, now: datetime, outbox: Path, site_language: str
) -> bool:
    """What was asked for, now. False: it was taken back, or done before. Raises RequestNotFound."""
    request = await _found(session, request_id)
    if request is None or request.kind is not RequestKind.ERASURE:
        raise RequestNotFound
    await _lock_person(session, request.learner_id)
    await session.refresh(request)
    if request.status is not RequestStatus.OPEN:
        return False
    return await erase_learner(
        session,
        request.learner_id,
        reason=ErasureReason.ASKED_BY_THEMSELVES,
        today=today,
        now=now,
        outbox=outbox,
        site_language=site_language,
        give_back_places=request.give_back_places,
    )


async def _lock_person(session: AsyncSession, learner_id: UUID) -> None:
    """Requests of one person take turns, and with the erasure. Raises LearnerNotFound."""
    found = await session.execute(
        select(Learner)
        .where(col(Learner.id) == learner_id, col(Learner.erased_at).is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found.scalar_one_or_none() is None:
        raise LearnerNotFound


async def _open(session: AsyncSession, learner_id: UUID, kind: RequestKind) -> PrivacyRequest | None:
    found = await session.execute(
        select(PrivacyRequest).where(
            col(PrivacyRequest.learner_id) == learner_id,
            col(PrivacyRequest.kind) == kind,
            col(PrivacyRequest.status) == RequestStatus.OPEN,
        )
    )
    return found.scalar_one_or_none()


async def _found(session: AsyncSession, request_id: UUID) -> PrivacyRequest | None:
    found = await session.execute(select(PrivacyRequest).where(col(PrivacyRequest.id) == request_id))
    return found.scalar_one_or_none()


async def _locked(session: AsyncSession, request_id: UUID, kind: RequestKind) -> PrivacyRequest:
    request = await _found(session, request_id)
    if request is None or request.kind is not kind:
        raise RequestNotFound
    await session.refresh(request, with_for_update=True)
    if request.status is not RequestStatus.OPEN:
        raise RequestClosed
    return request


def _new(
    session: AsyncSession,
    learner_id: UUID,
    kind: RequestKind,
    *,
    today: date,
    now: datetime,
    wanted: dict[str, str],
) -> PrivacyRequest:
    return PrivacyRequest(
        id=new_id(),
        site_id=site_of(session),
        learner_id=learner_id,
        kind=kind,
        status=RequestStatus.OPEN,
        received_at=now,
        due_on=answer_due(today),
        wanted=wanted,
    )


def _close(session: AsyncSession, request: PrivacyRequest, status: RequestStatus, *, now: datetime) -> None:
    request.status = status
    request.answered_at = now
    request.answered_by = actor_of(session)


def _note(session: AsyncSession, learner_id: UUID, action: str, fields: list[str] | None = None) -> None:
    audit.record(session, action=action, subject=("learner", learner_id), after={"fields": fields} if fields else None)
