"""Who the centre's learners are, and what each has done here."""

import base64
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import BadRequest
from i18n.content import Localized
from i18n.search import fold
from network.curricula.models import CurriculumVersion
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.cohorts.models import Cohort
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner, Registration, RegistrationStatus

LONGEST_SEARCH = 200
_CAME = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One line of the list."""

    id: UUID
    ref: str
    name: str
    email: str | None
    registrations: int
    last_on: date | None
    sort_key: bytes


@dataclass(frozen=True, slots=True)
class LearnerList:
    """A page of it. `next` is the cursor of the page after."""

    lines: list[LearnerLine]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Participation:
    """One course of the learner's, and how often they came."""

    registration_id: UUID
    cohort_code: str
    title: Localized
    starts_on: date
    ends_on: date
    status: RegistrationStatus
    registered_on: date | None
    left_on: date | None
    came: int
    marked: int
    minutes: int


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """Everything the centre keeps of a person."""

    id: UUID
    ref: str
    given_name: str
    family_name: str
    email: str | None
    birth_date: date | None
    birth_year: int | None
    language: str
    phone: str | None
    is_erased: bool
    merged_into: UUID | None
    participations: list[Participation]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


async def learner_list(session: AsyncSession, *, search: str, after: str, limit: int) -> LearnerList:
    """By family name as the site's language sorts; every word typed must occur in name, e-mail or number.
    Raises BadRequest for a cursor that is none."""
    words = [_escaped(word) for word in fold(search).split()[:8]]
    matching = [col(Learner.erased_at).is_(None), col(Learner.merged_into).is_(None)]
    matching += [col(Learner.search).like(f"%{word}%", escape="\\") for word in words]
    count = (
        select(func.count())
        .select_from(Registration)
        .where(col(Registration.site_id) == col(Learner.site_id), col(Registration.learner_id) == col(Learner.id))
        .correlate(Learner)
    )
    last = count.with_only_columns(func.max(col(Registration.registered_on)))
    order = (col(Learner.sort_key), col(Learner.id))
    statement = select(Learner, count.scalar_subquery(), last.scalar_subquery()).where(*matching)
    if after:
        statement = statement.where(tuple_(*order) > tuple_(*_decoded(after)))
    found = (await session.execute(statement.order_by(*order).limit(limit + 1))).all()
    total = (await session.execute(select(func.count()).select_from(Learner).where(*matching))).scalar_one()
    lines = [
        LearnerLine(
            learner.id,
            learner.ref,
            f"{learner.family_name} {learner.given_name}".strip(),
            learner.email,
            registrations,
            last_on,
            learner.sort_key,
        )
        for learner, registrations, last_on in found
    ]
    more = len(lines) > limit
    return LearnerList(lines[:limit], total, _encoded(lines[limit - 1]) if more else None)


async def learner_record(session: AsyncSession, learner_id: UUID) -> LearnerRecord:
    """Raises LearnerNotFound."""
    learner = (await session.execute(select(Learner).where(col(Learner.id) == learner_id))).scalar_one_or_none()
    if learner is None:
        raise LearnerNotFound
    return LearnerRecord(
        id=learner.id,
        ref=learner.ref,
        given_name=learner.given_name,
        family_name=learner.family_name,
        email=learner.email,
        birth_date=learner.birth_date,
        birth_year=learner.birth_year,
        language=learner.language,
        phone=learner.phone,
        is_erased=learner.erased_at is not None,
        merged_into=learner.merged_into,
        participations=await _participations(session, learner_id),
    )


async def _participations(session: AsyncSession, learner_id: UUID) -> list[Participation]:
    """Newest course first, attendance counted in the same statement."""
    marks = (
        select(
            col(AttendanceMark.registration_id).label("registration_id"),
            func.count().filter(col(AttendanceMark.status).in_(_CAME)).label("came"),
            func.count().label("marked"),
            func.sum(col(AttendanceMark.minutes)).label("minutes"),
        )
        .join(
            Registration,
            (col(Registration.site_id) == col(AttendanceMark.site_id))
            & (col(Registration.id) == col(AttendanceMark.registration_id)),
        )
        .where(col(Registration.learner_id) == learner_id)
        .group_by(col(AttendanceMark.registration_id))
        .subquery()
    )
    found = await session.execute(
        select(Registration, Cohort, col(CurriculumVersion.title), marks.c.came, marks.c.marked, marks.c.minutes)
        .join(
            Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == col(Registration.cohort_id))
        )
        .outerjoin(
            CurriculumVersion,
            (col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id))
            & (col(CurriculumVersion.number) == col(Cohort.curriculum_version)),
        )
        .outerjoin(marks, marks.c.registration_id == col(Registration.id))
        .where(col(Registration.learner_id) == learner_id)
        .order_by(col(Cohort.starts_on).desc(), col(Cohort.code))
    )
    return [
        Participation(
            registration.id,
            cohort.code,
            Localized({**(title or {"en": cohort.code}), **cohort.title}),
            cohort.starts_on,
            cohort.ends_on,
            registration.status,
            registration.registered_on,
            registration.left_on,
            came or 0,
            marked or 0,
            (minutes or 0) + (registration.minutes_imported or 0),
        )
        for registration, cohort, title, came, marked, minutes in found
    ]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _encoded(line: LearnerLine) -> str:
    return base64.urlsafe_b64encode(line.id.bytes + line.sort_key).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[bytes, UUID]:
    try:
        raw = base64.urlsafe_b64decode((cursor + "=" * (-len(cursor) % 4)).encode("ascii"))
        return raw[16:], UUID(bytes=raw[:16])
    except ValueError as error:
        raise BadRequest from error
