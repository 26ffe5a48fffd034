"""A centre with something in it, and somebody signed in who works there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from sites.cohorts.models import Session
from tests.factories import NewSite, make_person, signed_in
from tests.sites.registrations.made import TODAY, make_course, make_learner


@dataclass(frozen=True)
class Course:
    code: str
    id: UUID
    sessions: list[UUID]
    registrations: list[UUID]


async def make_running_course(
    database: Database, site: NewSite, code: str = "web-1", *, learners: int = 2, sessions: int = 2, **more: Any
) -> Course:
    """It began a week ago: one session is over, one is today."""
    given = {"starts_on": TODAY - timedelta(days=7), "capacity": 20, **more}
    cohort_id = await make_course(database, site, code, sessions=sessions, **given)
    people = [await make_learner(database, site, cohort_id, number + 1) for number in range(learners)]
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(
            select(col(Session.id)).where(col(Session.cohort_id) == cohort_id).order_by(col(Session.starts_at))
        )
        return Course(code, cohort_id, list(found.scalars()), people)


async def work_as(
    database: Database, client: Any, site: NewSite, role: Role = Role.SITE_MANAGER, email: str = "manager@example.org"
) -> UUID:
    """Signed in at the site; later posts of the client carry the token of its forms."""
    person_id = await make_person(database, email, role, site.id)
    client.headers["x-csrf-token"] = await signed_in(database, client, person_id)
    return person_id
