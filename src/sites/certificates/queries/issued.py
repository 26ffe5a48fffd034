"""Certificates that exist: one, a page of them, a learner's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from i18n.search import fold
from network.curricula.models import CurriculumVersion
from sites.certificates.errors import CertificateNotFound
from sites.certificates.models import Certificate, RevocationReason
from sites.cohorts.models import Cohort
from sites.registrations.models import Learner, Registration, RegistrationStatus


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """`name` and `title` are as printed; of a learner who was forgotten, no name."""

    id: UUID
    code: str
    registration_id: UUID
    learner_id: UUID
    name: str
    cohort: str
    title: Localized
    issued_on: date
    revoked_on: date | None
    revoked_reason: RevocationReason

    @property
    def is_valid(self) -> bool:
        return self.revoked_on is None


@dataclass(frozen=True, slots=True)
class FullCertificate:
    """With everything that stands on it."""

    listed: ListedCertificate
    content: Mapping[str, Any]
    badge: str
    status_index: int | None
    revoked_note: str
    language: str

    @property
    def is_printable(self) -> bool:
        return bool(self.content.get("pages"))

    @property
    def facts(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content.get("facts", {})
        return found

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.facts["starts_on"])

    @property
    def last_day(self) -> date:
        return date.fromisoformat(self.facts["ends_on"])


@dataclass(frozen=True, slots=True)
class AwaitingCohort:
    """A course that is over, in which somebody has no certificate yet."""

    code: str
    title: Localized
    ends_on: date
    learners: int


def _certificates() -> Select[Certificate, Registration, Learner, str]:
    of_registration = and_(
        col(Registration.site_id) == col(Certificate.site_id), col(Registration.id) == col(Certificate.registration_id)
    )
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    return (
        select(Certificate, Registration, Learner, col(Cohort.code))
        .join(Registration, of_registration)
        .join(Learner, of_learner)
        .join(Cohort, _of_cohort())
    )


def _of_cohort() -> Any:
    return and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id))


async def certificate_by_code(session: AsyncSession, code: str) -> FullCertificate:
    """Raises CertificateNotFound."""
    found = (await session.execute(_certificates().where(col(Certificate.code) == code))).first()
    if found is None:
        raise CertificateNotFound
    certificate, registration, *_ = found
    return FullCertificate(
        listed=_listed(*found),
        content=certificate.printed,
        badge=certificate.badge,
        status_index=certificate.status_index,
        revoked_note=certificate.revoked_note,
        language=registration.language,
    )


async def certificates_of_learner(session: AsyncSession, learner_id: UUID) -> list[ListedCertificate]:
    """Newest first, revoked ones too: their learner may know."""
    statement = _certificates().where(col(Registration.learner_id) == learner_id)
    newest = (col(Certificate.issued_on).desc(), col(Certificate.id).desc())
    return [_listed(*row) for row in await session.execute(statement.order_by(*newest))]


async def certificates_of_cohort(session: AsyncSession, cohort_id: UUID) -> list[tuple[Mapping[str, Any], str]]:
    """Content and number of those that hold, by name: to be printed together."""
    statement = _certificates().where(col(Registration.cohort_id) == cohort_id, col(Certificate.revoked_on).is_(None))
    rows = await session.execute(statement.order_by(col(Learner.sort_key), col(Certificate.id)))
    return [(one.printed, one.code) for one, *_ in rows if one.printed.get("pages")]


async def certificate_page(
    session: AsyncSession,
    *,
    search: str = "",
    cohort: str | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 50,
) -> list[ListedCertificate]:
    """Newest first; one more than asked for, if there is one. `after`: day and id of the last one of the page before.
    `search`: part of a name or of a number."""
    statement = _certificates()
    if words := fold(search):
        by_name = and_(*(col(Learner.search).contains(word, autoescape=True) for word in words.split()))
        statement = statement.where(or_(by_name, col(Certificate.code).contains(search.upper(), autoescape=True)))
    if cohort is not None:
        statement = statement.where(col(Cohort.code) == cohort)
    if after is not None:
        statement = statement.where(tuple_(col(Certificate.issued_on), col(Certificate.id)) < after)
    newest = (col(Certificate.issued_on).desc(), col(Certificate.id).desc())
    rows = await session.execute(statement.order_by(*newest).limit(limit + 1))
    return [_listed(*row) for row in rows]


async def awaiting(session: AsyncSession, *, today: date, limit: int = 20) -> list[AwaitingCohort]:
    """Courses over, latest first, with learners who stayed and have no certificate that holds."""
    valid = and_(
        col(Certificate.site_id) == col(Registration.site_id),
        col(Certificate.registration_id) == col(Registration.id),
        col(Certificate.revoked_on).is_(None),
    )
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    stayed = (RegistrationStatus.CONFIRMED, RegistrationStatus.COMPLETED)
    learners = func.count()
    statement = (
        select(col(Cohort.code), col(Cohort.title), col(Cohort.ends_on), col(CurriculumVersion.title), learners)
        .select_from(Cohort)
        .join(Registration, _of_cohort())
        .outerjoin(Certificate, valid)
        .outerjoin(CurriculumVersion, version)
        .where(col(Cohort.ends_on) <= today, col(Registration.status).in_(stayed), col(Certificate.id).is_(None))
        .group_by(col(Cohort.site_id), col(Cohort.id), col(CurriculumVersion.id))
        .order_by(col(Cohort.ends_on).desc(), col(Cohort.code))
        .limit(limit)
    )
    return [
        AwaitingCohort(code, Localized({**(texts or {"en": code}), **own}), ends_on, how_many)
        for code, own, ends_on, texts, how_many in await session.execute(statement)
    ]


def _listed(certificate: Certificate, registration: Registration, learner: Learner, cohort: str) -> ListedCertificate:
    printed = certificate.printed
    return ListedCertificate(
        id=certificate.id,
        code=certificate.code,
        registration_id=registration.id,
        learner_id=learner.id,
        name=printed.get("name", ""),
        cohort=cohort,
        title=Localized(printed.get("facts", {}).get("title") or {"en": cohort}),
        issued_on=certificate.issued_on,
        revoked_on=certificate.revoked_on,
        revoked_reason=certificate.revoked_reason,
    )
