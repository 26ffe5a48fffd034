"""A course that is over, with attendance, for tests of certificates."""

from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from core.clock import new_id, utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.certificates.actions import Issued, issue_certificates
from sites.certificates.models import Certificate
from sites.privacy.actions.erasing import erase_learner
from sites.privacy.models import ErasureReason
from sites.registrations.models import Registration
from tests.factories import NewSite
from tests.sites.dashboard.working import Course, make_running_course
from tests.sites.registrations.made import TODAY

BASE = "https://archipel.example"


async def make_finished_course(
    database: Database, site: NewSite, code: str = "web-1", *, minutes: list[int | None], **more: Any
) -> Course:
    """Two sessions of three hours; it ended today. `minutes`: attended by each learner, none where nothing is noted."""
    course = await make_running_course(
        database, site, code, learners=len(minutes), sessions=2, starts_on=TODAY - timedelta(days=7), days=7, **more
    )
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        for registration_id, attended in zip(course.registrations, minutes, strict=True):
            for place, session_id in enumerate(course.sessions if attended is not None else []):
                there = min(180, max(0, (attended or 0) - 180 * place))
                session.add(
                    AttendanceMark(
                        site_id=site.id,
                        id=new_id(),
                        session_id=session_id,
                        registration_id=registration_id,
                        status=AttendanceStatus.PRESENT if there else AttendanceStatus.ABSENT,
                        minutes=there,
                    )
                )
    return course


async def issue(database: Database, site: NewSite, course: Course, **more: Any) -> list[Issued]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return await issue_certificates(session, course.code, today=TODAY, now=utc_now(), base_url=BASE, **more)


async def kept(database: Database, site: NewSite) -> list[Certificate]:
    """In the order of issue."""
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(Certificate).order_by(col(Certificate.status_index)))
        return list(found.scalars())


async def registration(database: Database, site: NewSite, registration_id: UUID) -> Registration:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(Registration).where(col(Registration.id) == registration_id))
        return found.scalar_one()


async def erase(session: Any, learner_id: UUID) -> bool:
    return await erase_learner(
        session,
        learner_id,
        reason=ErasureReason.ASKED_BY_THEMSELVES,
        today=TODAY,
        now=utc_now(),
        outbox=Path(gettempdir()) / "no-outbox-here",
        site_language="fr",
    )
