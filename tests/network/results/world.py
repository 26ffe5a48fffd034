"""A centre's records, written as the role `app`; every function fills what the test does not say."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from core.clock import new_id
from core.database import Database, unit_of_work
from core.models import SiteRecord
from core.tenancy import DataScope
from i18n.content import Localized
from network.results.breakdowns import AgeBand, Education, Employment, Gender
from network.results.figures import results
from network.results.periods import Period
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort, CohortStatus, Session
from sites.funding.models import SpendingLine
from sites.outcomes.models import Milestone, Outcome, Situation
from sites.projects.models import Project, ProjectStage
from sites.registrations.models import Learner, Registration, RegistrationStatus
from sites.startups.models import Startup, StartupStage
from tests.factories import NewSite

Row = TypeVar("Row", bound=SiteRecord)


@dataclass
class Centre:
    """Collects rows; `save()` writes them in one transaction."""

    database: Database
    site: NewSite
    curriculum_id: UUID
    rows: list[SiteRecord] = field(default_factory=list)

    async def save(self) -> None:
        order = [Cohort, Learner, Session, Registration, AttendanceMark]
        rows, self.rows = self.rows, []
        rank = {kind: number for number, kind in enumerate(order)}
        async with unit_of_work(self.database, DataScope.of_site(self.site.id)) as session:
            for step in range(len(order) + 1):
                session.add_all(row for row in rows if rank.get(type(row), len(order)) == step)
                await session.flush()

    def cohort(
        self,
        code: str = "",
        starts_on: str = "2026-03-02",
        ends_on: str = "2026-06-30",
        *,
        capacity: int | None = None,
        curriculum_id: UUID | None = None,
    ) -> Cohort:
        return self._kept(
            Cohort(
                site_id=self.site.id,
                code=code or str(new_id()),
                curriculum_id=curriculum_id or self.curriculum_id,
                languages=["en"],
                starts_on=day(starts_on),
                ends_on=day(ends_on),
                capacity=capacity,
                status=CohortStatus.OPEN,
            )
        )

    def learner(self, person: str = "") -> Learner:
        """The same `person` at two sites is one person of the network."""
        ref = str(new_id())
        return self._kept(
            Learner(
                site_id=self.site.id,
                ref=ref,
                given_name="Ada",
                person_key=sha256((person or ref).encode()).digest(),
                sort_key=b"",
            )
        )

    def registration(
        self,
        cohort: Cohort,
        learner: Learner | None = None,
        status: RegistrationStatus = RegistrationStatus.CONFIRMED,
        *,
        left_on: str | None = None,
        registered_on: str | None = "2026-02-01",
        gender: Gender = Gender.WOMAN,
        education: Education = Education.ISCED_3_4,
        employment: Employment = Employment.EMPLOYED,
        age_band: AgeBand = AgeBand.FROM_30_TO_54,
        minutes_imported: int | None = None,
    ) -> Registration:
        learner = learner or self.learner()
        return self._kept(
            Registration(
                site_id=self.site.id,
                cohort_id=cohort.id,
                learner_id=learner.id,
                status=status,
                registered_on=day(registered_on) if registered_on else None,
                left_on=day(left_on) if left_on else None,
                gender=gender,
                education=education,
                employment=employment,
                age_band=age_band,
                minutes_imported=minutes_imported,
            )
        )

    def many(self, number: int, cohort: Cohort, **answers: Any) -> list[Registration]:
        return [self.registration(cohort, **answers) for _ in range(number)]

    def session(self, cohort: Cohort, held_on: str = "2026-03-03") -> Session:
        begins = datetime.combine(day(held_on), datetime.min.time(), UTC) + timedelta(hours=9)
        return self._kept(
            Session(
                site_id=self.site.id,
                cohort_id=cohort.id,
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                zone="Europe/Brussels",
                held_on=day(held_on),
            )
        )

    def mark(
        self,
        session: Session,
        registration: Registration,
        status: AttendanceStatus = AttendanceStatus.PRESENT,
        minutes: int = 90,
    ) -> AttendanceMark:
        return self._kept(
            AttendanceMark(
                site_id=self.site.id,
                session_id=session.id,
                registration_id=registration.id,
                status=status,
                minutes=minutes,
            )
        )

    def certificate(self, registration: Registration, issued_on: str, revoked_on: str | None = None) -> Certificate:
        return self._kept(
            Certificate(
                site_id=self.site.id,
                registration_id=registration.id,
                code=str(new_id()),
                curriculum_version=1,
                issued_on=day(issued_on),
                revoked_on=day(revoked_on) if revoked_on else None,
            )
        )

    def outcome(
        self,
        registration: Registration,
        situation: Situation | None,
        exit_on: str = "2026-07-01",
        milestone: Milestone = Milestone.SIX_MONTHS,
    ) -> Outcome:
        return self._kept(
            Outcome(
                site_id=self.site.id,
                registration_id=registration.id,
                milestone=milestone,
                exit_on=day(exit_on),
                situation=situation,
            )
        )

    def project(self, finished_on: str | None, stage: ProjectStage = ProjectStage.FINISHED) -> Project:
        return self._kept(
            Project(
                site_id=self.site.id,
                code=str(new_id()),
                title=Localized(en="A lamp"),
                stage=stage,
                started_on=date(2026, 1, 1),
                finished_on=day(finished_on) if finished_on else None,
            )
        )

    def startup(self, joined_on: str, left_on: str | None = None) -> Startup:
        return self._kept(
            Startup(
                site_id=self.site.id,
                code=str(new_id()),
                name="Lumen",
                stage=StartupStage.IDEA,
                joined_on=day(joined_on),
                left_on=day(left_on) if left_on else None,
            )
        )

    def spending(
        self, amount: str, booked_on: str = "2026-03-10", currency: str = "EUR", cohort: Cohort | None = None
    ) -> SpendingLine:
        return self._kept(
            SpendingLine(
                site_id=self.site.id,
                booked_on=day(booked_on),
                amount=amount,  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
                currency=currency,
                cohort_id=cohort.id if cohort else None,
            )
        )

    def _kept(self, row: Row) -> Row:
        self.rows.append(row)
        return row


def day(text: str) -> date:
    return date.fromisoformat(text)


async def figures(
    database: Database, indicator: str, unit: str, period: str = "2026", *, own: NewSite | None = None, **asked: Any
) -> dict[str | None, dict[str, Any]]:
    """One indicator of one unit as JSON, by category (None: the whole)."""
    async with unit_of_work(database, DataScope.of_network()) as session:
        found = await results(
            session,
            database,
            indicators=[indicator],
            units=[unit],
            period=str(Period.parse(period)),
            as_site=own.id if own else None,
            **asked,
        )
    return {figure.category: figure.as_json() for figure in found.figures}


async def figure(database: Database, indicator: str, unit: str, period: str = "2026", **asked: Any) -> dict[str, Any]:
    return (await figures(database, indicator, unit, period, **asked))[None]


async def value(database: Database, indicator: str, unit: str, period: str = "2026", **asked: Any) -> Any:
    """As the unit's own people see it where `own` is given, else as headquarters does."""
    return (await figure(database, indicator, unit, period, **asked))["value"]
