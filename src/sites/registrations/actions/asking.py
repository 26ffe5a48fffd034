"""Say what is asked of people and why, how a cohort gives its places, and what people agree to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id, utc_now
from core.tenancy import site_of
from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.messages import _
from sites.cohorts.actions.typed import Text
from sites.registrations.actions.places import lock_cohort
from sites.registrations.models import (
    Admission,
    AskedQuestion,
    CohortAdmission,
    ConsentText,
    Question,
    RegistrationRules,
)
from sites.registrations.queries.asking import Consent, consent_texts, offer_hours, site_questions


class AskedForm(BaseModel):
    """One question of the centre's."""

    model_config = ConfigDict(extra="forbid")

    question: Question
    is_asked: bool = False
    asked_for: Annotated[str, Field(max_length=200)] = ""
    reason: Text = Field(default_factory=Localized)


class AskingRules(BaseModel):
    """What holds for the centre. A consent text that differs from the one in force becomes a new version."""

    model_config = ConfigDict(extra="forbid")

    offer_hours: Annotated[int, Field(ge=1, le=336)]
    questions: list[AskedForm] = Field(max_length=20)
    consent: Text = Field(default_factory=Localized)


class AdmissionForm(BaseModel):
    """What is particular to one cohort."""

    model_config = ConfigDict(extra="forbid")

    admission: Admission
    questions: list[Question] = Field(default_factory=list, max_length=20)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody agreed to, and in which language they read it."""

    version: int
    language: str


async def change_asking(session: AsyncSession, wanted: AskingRules) -> None:
    """Only what differs is written and noted."""
    await _change_hours(session, wanted.offer_hours)
    known = {field.question: field for field in await site_questions(session)}
    for one in wanted.questions:
        before = known[one.question]
        if (before.is_asked, before.asked_for, before.reason) == (one.is_asked, one.asked_for, one.reason):
            continue
        await _keep_question(session, one)
    await _change_consent(session, wanted.consent)


async def change_admission(session: AsyncSession, cohort_id: UUID, wanted: AdmissionForm) -> None:
    """How places are given from now on; who has one keeps it, who applied stays an applicant."""
    cohort = await lock_cohort(session, cohort_id)
    asked = {field.question for field in await site_questions(session) if field.is_asked}
    left_out = sorted(asked - set(wanted.questions))
    found = await session.execute(select(CohortAdmission).where(col(CohortAdmission.cohort_id) == cohort_id))
    row = found.scalar_one_or_none() or CohortAdmission(site_id=site_of(session), cohort_id=cohort_id)
    before = {"admission": str(row.admission), "left_out": list(row.left_out)}
    row.admission, row.left_out = wanted.admission, [str(one) for one in left_out]
    after = {"admission": str(row.admission), "left_out": list(row.left_out)}
    session.add(row)
    if before != after:
        audit.record(
            session,
            action="registrations.change_admission",
            subject=("cohort", cohort_id),
            name=cohort.code,
            before=before,
            after=after,
        )
    await session.flush()


def standard_consent(centre: Localized, languages: Iterable[str]) -> Localized:
    """The program's own sentence, in each of the centre's languages."""
    texts = {}
    for tag in languages:
        with use_locale(make_state(tag, chain=(tag, *languages))):
            texts[tag] = _(
                "By registering you agree that %(centre)s keeps these answers to run the course and to report, "
                "without names, whom it reaches. You may ask at any time to see, correct or erase them.",
                centre=str(centre),
            )
    return Localized(texts)


async def consent_in_force(session: AsyncSession, *, centre: Localized, languages: Iterable[str]) -> Consent:
    """What people agree to today. A centre that has written nothing agrees on the program's sentence, which is
    kept as its first version: what somebody agreed to can be read for as long as they are known here."""
    texts = await consent_texts(session)
    if texts:
        return texts[0]
    await session.execute(
        insert(ConsentText)
        .values(
            site_id=site_of(session),
            id=new_id(),
            created_at=utc_now(),
            version=1,
            text=standard_consent(centre, tuple(languages)),
        )
        .on_conflict_do_nothing(index_elements=["site_id", "version"])
    )
    return (await consent_texts(session))[0]


async def _change_hours(session: AsyncSession, hours: int) -> None:
    before = await offer_hours(session)
    if before == hours:
        return
    values = {"site_id": site_of(session), "id": new_id(), "created_at": utc_now(), "offer_hours": hours}
    statement = insert(RegistrationRules).values(**values)
    await session.execute(statement.on_conflict_do_update(index_elements=["site_id"], set_={"offer_hours": hours}))
    audit.record(
        session,
        action="registrations.change_asking",
        subject=("site", site_of(session)),
        before={"offer_hours": before},
        after={"offer_hours": hours},
    )


async def _keep_question(session: AsyncSession, one: AskedForm) -> None:
    answers = {"is_asked": one.is_asked, "asked_for": one.asked_for, "reason": one.reason}
    statement = insert(AskedQuestion).values(
        site_id=site_of(session), id=new_id(), created_at=utc_now(), question=one.question, **answers
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["site_id", "question"], set_=answers))
    audit.record(
        session,
        action="registrations.change_asking",
        subject=("site", site_of(session)),
        name=str(one.question),
        after={"is_asked": one.is_asked, "asked_for": one.asked_for},
    )


async def _change_consent(session: AsyncSession, text: Localized) -> None:
    texts = await consent_texts(session)
    wanted = {tag: words for tag, words in text.items() if words}
    if not wanted or (texts and dict(texts[0].text) == wanted):
        return
    last = (await session.execute(select(func.max(col(ConsentText.version))))).scalar_one() or 0
    session.add(ConsentText(site_id=site_of(session), version=last + 1, text=Localized(wanted)))
    audit.record(
        session,
        action="registrations.change_consent",
        subject=("site", site_of(session)),
        after={"version": last + 1},
    )
    await session.flush()
