"""People whose course is over, for tests of what is asked of them."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from sites.outcomes.jobs import ask_in_site
from sites.outcomes.models import Milestone, Outcome
from sites.registrations.models import Learner, Registration, RegistrationStatus
from tests.factories import NewSite
from tests.sites.registrations.made import make_course, make_learner

SECRET = b"a secret of thirty-two characters"


async def make_leaver(
    database: Database,
    site: NewSite,
    *,
    left_on: date,
    number: int = 1,
    status: RegistrationStatus = RegistrationStatus.COMPLETED,
    code: str | None = None,
    cohort_id: UUID | None = None,
    **learner: Any,
) -> UUID:
    """A registration that ended on the cohort's last day, whatever day it is today."""
    course = cohort_id or await make_course(database, site, code or f"web-{number}", sessions=0)
    made = await make_learner(database, site, course, number)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        row = (await session.execute(select(Registration).where(col(Registration.id) == made))).scalar_one()
        row.status = status
        row.registered_on = date(1990, 1, 1)
        row.left_on = left_on
        if learner:
            await session.execute(update(Learner).where(col(Learner.id) == row.learner_id).values(**learner))
    return made


async def ask_on(database: Database, site: NewSite, day: date, clock: time = time(10)) -> None:
    """What the hourly round does at that moment (UTC)."""
    async with unit_of_work(database, DataScope.of_worker(site.id)) as session:
        await ask_in_site(session, now=datetime.combine(day, clock, tzinfo=UTC), secret=SECRET)


async def questions(database: Database, site: NewSite, milestone: Milestone | None = None) -> list[Outcome]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        wanted = select(Outcome).order_by(col(Outcome.exit_on), col(Outcome.id))
        if milestone is not None:
            wanted = wanted.where(col(Outcome.milestone) == milestone)
        return list((await session.execute(wanted)).scalars())
