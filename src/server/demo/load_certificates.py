"""A demo centre's certificates: as real as any, to be printed, checked and verified."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id, utc_now
from core.tenancy import site_of
from network.curricula.models import Curriculum, CurriculumModule, CurriculumVersion
from network.units.models import Unit
from server.demo.bulk import add_rows
from server.demo.chance import Chance
from server.demo.content import SiteContent
from server.demo.records import CertificateRecord, SiteHistory
from sites.attendance.models import AttendanceStatus
from sites.certificates.models import Assessment, AssessmentResult, Certificate, RevocationReason
from sites.certificates.printing import Award, printed
from sites.certificates.rules import SIGNS, site_signs, written

_WAS_THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
Place = tuple[str, str]
Row = dict[str, Any]
Taught = tuple[Curriculum, CurriculumVersion, list[CurriculumModule]]


async def add_certificates(
    session: AsyncSession, site: SiteContent, made: SiteHistory, registrations: Mapping[Place, UUID]
) -> None:
    """After the registrations. Where a curriculum has an assessment, whoever has a certificate passed it."""
    if not made.certificates:
        return
    unit = (await session.execute(select(Unit).where(col(Unit.id) == site_of(session)))).scalar_one()
    rows = _Rows(site, made, unit, await _library(session), registrations)
    await add_rows(session, Certificate, rows.certificates())
    await add_rows(session, Assessment, rows.assessments())


async def _library(session: AsyncSession) -> dict[str, Taught]:
    first = (col(CurriculumVersion.curriculum_id) == col(Curriculum.id)) & (col(CurriculumVersion.number) == 1)
    found = await session.execute(select(Curriculum, CurriculumVersion).join(CurriculumVersion, first))
    parts = (await session.execute(select(CurriculumModule).order_by(col(CurriculumModule.position)))).scalars().all()
    return {
        curriculum.code: (curriculum, version, [part for part in parts if part.version_id == version.id])
        for curriculum, version in found
    }


class _Rows:
    def __init__(
        self,
        site: SiteContent,
        made: SiteHistory,
        unit: Unit,
        library: Mapping[str, Taught],
        registrations: Mapping[Place, UUID],
    ) -> None:
        self._site = site
        self._made = made
        self._unit = unit
        self._library = library
        self._registrations = registrations
        self._learners = {learner.ref: learner for learner in made.learners}
        self._cohorts = {cohort.code: cohort for cohort in made.cohorts}
        self._minutes: Counter[Place] = Counter()
        for mark in made.marks:
            self._minutes[mark.cohort, mark.learner] += mark.minutes if mark.status in _WAS_THERE else 0

    def certificates(self) -> Iterator[Row]:
        """The address of the check is left open: the demo is reached under whichever it was started with."""
        chance = Chance(f"{self._site.code}:certificates")
        for index, record in enumerate(self._made.certificates):
            signs = site_signs(self._unit.id) + "".join(chance.choice(SIGNS) for _ in range(12))
            yield self._row(
                record,
                code=written(signs),
                curriculum_version=1,
                issued_on=record.issued_on,
                printed=printed(self._award(record), base_url=""),
                badge="",
                status_index=index,
                revoked_on=record.revoked_on,
                revoked_reason=RevocationReason.DETAILS if record.revoked_on else RevocationReason.NONE,
                revoked_note="",
            )

    def assessments(self) -> Iterator[Row]:
        for record in self._made.certificates:
            if self._is_assessed(record):
                noted_on = self._cohorts[record.cohort].ends_on
                yield self._row(record, result=AssessmentResult.PASSED, noted_on=noted_on, noted_by=None)

    def _award(self, record: CertificateRecord) -> Award:
        cohort, learner = self._cohorts[record.cohort], self._learners[record.learner]
        curriculum, version, modules = self._library[cohort.curriculum]
        return Award(
            name=f"{learner.given_name} {learner.family_name}".strip(),
            title=version.title,
            summary=version.summary,
            curriculum=curriculum.code,
            version=1,
            version_id=version.id,
            programme=curriculum.programme,
            level=curriculum.level,
            hours=version.hours,
            minutes=self._minutes.get((record.cohort, record.learner)),
            assessed=self._is_assessed(record),
            languages=(cohort.language,),
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            issued_on=record.issued_on,
            modules=tuple((part.title, part.hours) for part in modules),
            competences=tuple(version.competences),
            centre=self._unit.name,
            address=self._site.address,
            country=self._site.country,
            zone=self._site.zone,
        )

    def _is_assessed(self, record: CertificateRecord) -> bool:
        return bool(self._library[self._cohorts[record.cohort].curriculum][1].assessment)

    def _row(self, record: CertificateRecord, **columns: Any) -> Row:
        return {
            "site_id": self._unit.id,
            "id": new_id(),
            "created_at": utc_now(),
            "registration_id": self._registrations[record.cohort, record.learner],
            **columns,
        }
