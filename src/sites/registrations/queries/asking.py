"""What a centre asks people, why, how it gives places, and what they agree to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from sites.registrations.models import (
    Admission,
    AskedQuestion,
    CohortAdmission,
    ConsentText,
    Question,
    RegistrationRules,
)
from sites.registrations.rules import DEFAULT_OFFER_HOURS

_ASKED_BY_DEFAULT = (Question.BIRTH_DATE, Question.GENDER, Question.EDUCATION, Question.EMPLOYMENT)


@dataclass(frozen=True, slots=True)
class AskedField:
    """A question as a form shows it. Without a reason of the centre's own, the program's stands there."""

    question: Question
    is_asked: bool
    asked_for: str
    reason: Localized


@dataclass(frozen=True, slots=True)
class Asking:
    """How one cohort is registered for."""

    admission: Admission
    fields: tuple[AskedField, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(field.question for field in self.fields if field.is_asked)


@dataclass(frozen=True, slots=True)
class Consent:
    """One version of what people agree to."""

    version: int
    text: Localized
    since: datetime


async def asking_of(session: AsyncSession, cohort_id: UUID) -> Asking:
    """What is asked for this cohort: what the centre asks, less what the cohort leaves out."""
    found = await session.execute(select(CohortAdmission).where(col(CohortAdmission.cohort_id) == cohort_id))
    own = found.scalar_one_or_none()
    left_out = set(own.left_out) if own else set()
    fields = tuple(field for field in await site_questions(session) if field.is_asked)
    return Asking(
        own.admission if own else Admission.FIRST_COME,
        tuple(field for field in fields if field.question not in left_out),
    )


async def site_questions(session: AsyncSession) -> list[AskedField]:
    """All that can be asked, in the order of the form, and whether the centre asks it."""
    rows = {one.question: one for one in (await session.execute(select(AskedQuestion))).scalars()}
    return [
        AskedField(one, row.is_asked, row.asked_for, row.reason)
        if (row := rows.get(one))
        else AskedField(one, one in _ASKED_BY_DEFAULT, "", Localized())
        for one in Question
    ]


async def offer_hours(session: AsyncSession) -> int:
    """How long a place is held here."""
    found = await session.execute(select(col(RegistrationRules.offer_hours)))
    return found.scalar_one_or_none() or DEFAULT_OFFER_HOURS


async def consent_texts(session: AsyncSession) -> list[Consent]:
    """All versions, the one that holds first."""
    found = await session.execute(select(ConsentText).order_by(col(ConsentText.version).desc()))
    return [Consent(one.version, one.text, one.created_at) for one in found.scalars()]


async def consent_text(session: AsyncSession, version: int) -> Consent | None:
    found = await session.execute(select(ConsentText).where(col(ConsentText.version) == version))
    one = found.scalar_one_or_none()
    return None if one is None else Consent(one.version, one.text, one.created_at)
