"""Courses, people and tokens for tests of registration; every function fills what the test does not say."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from core.clock import new_id, utc_now
from core.database import Database, unit_of_work
from core.permissions import Scope
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from network.curricula.models import Curriculum
from network.people.models import ApiToken
from sites.cohorts.models import Cohort, CohortStatus, Session, SessionStatus, Venue
from sites.events.models import Event, EventKind, EventStatus
from sites.registrations.forms import ApiLearner
from sites.registrations.models import Learner, Registration
from tests.factories import NewSite, make_curriculum, make_person

TODAY = utc_now().date()
NEXT_MONTH = TODAY + timedelta(days=30)
SECRET = b"a secret of thirty-two characters"


def somebody(number: int = 1, **more: Any) -> ApiLearner:
    fields = {
        "given_name": "Amina",
        "family_name": f"Example {number}",
        "email": f"amina{number}@example.org",
        "language": "fr",
    }
    return ApiLearner.model_validate({**fields, **more})


async def make_course(
    database: Database,
    site: NewSite,
    code: str = "WEB-1",
    *,
    capacity: int | None = 20,
    starts_on: date = NEXT_MONTH,
    days: int = 30,
    status: CohortStatus = CohortStatus.OPEN,
    title: Localized | None = None,
    languages: Sequence[str] = ("fr",),
    sessions: int = 0,
) -> UUID:
    """With a venue, and a session a week at 18:00 in Brussels."""
    curriculum_id = await _curriculum(database)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        venue = Venue(
            site_id=site.id, code=f"venue-{code}", name=Localized(fr="Salle de cours", en="Classroom"), address="Rue 1"
        )
        session.add(venue)
        await session.flush()
        cohort = Cohort(
            site_id=site.id,
            code=code,
            curriculum_id=curriculum_id,
            title=title or Localized(),
            languages=list(languages),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=days),
            capacity=capacity,
            venue_id=venue.id,
            status=status,
        )
        session.add(cohort)
        await session.flush()
        for week in range(sessions):
            day = starts_on + timedelta(weeks=week)
            begins = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
            session.add(
                Session(
                    site_id=site.id,
                    cohort_id=cohort.id,
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=3),
                    zone="Europe/Brussels",
                    held_on=day,
                    status=SessionStatus.PLANNED,
                )
            )
        return cohort.id


async def make_event(
    database: Database,
    site: NewSite,
    code: str = "open-lab",
    *,
    starts_at: datetime | None = None,
    status: EventStatus = EventStatus.OPEN,
    head_count: int | None = None,
) -> UUID:
    begins = starts_at or utc_now() + timedelta(days=7)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        event = Event(
            site_id=site.id,
            code=code,
            kind=EventKind.OPEN_LAB,
            title=Localized(fr=f"Soirée {code}", en=f"Evening {code}"),
            languages=["fr"],
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            zone="Europe/Brussels",
            held_on=begins.date(),
            status=status,
            head_count=head_count,
        )
        session.add(event)
        return event.id


async def make_learner(
    database: Database, site: NewSite, cohort_id: UUID | None = None, number: int = 1, **more: Any
) -> UUID:
    """A learner, registered by the use case when a cohort is given."""
    from sites.registrations.actions import register_learner  # noqa: PLC0415 -- so that rules can be tested alone
    from sites.registrations.models import RegistrationSource  # noqa: PLC0415 -- only where it is needed

    assert cohort_id is not None
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        made = await register_learner(
            session,
            cohort_id,
            somebody(number, **more),
            today=TODAY,
            now=utc_now(),
            source=RegistrationSource.STAFF,
            secret=SECRET,
            site_language="fr",
        )
        return made.id


async def bearer(
    database: Database,
    site: NewSite,
    *scopes: Scope,
    role: Role = Role.SITE_MANAGER,
    email: str = "manager@example.org",
) -> dict[str, str]:
    """The header of a program that acts for a new manager of the site."""
    person_id = await make_person(database, email, role, site.id)
    token = f"test-{new_id()}"
    async with unit_of_work(database, DataScope.of_network()) as session:
        session.add(
            ApiToken(
                person_id=person_id,
                name="test",
                prefix=token[:8],
                secret_hash=hashlib.sha256(token.encode()).digest(),
                scopes=[str(scope) for scope in scopes or (Scope.SITE_READ, Scope.SITE_WRITE)],
            )
        )
    return {"authorization": f"Bearer {token}"}


async def rows(database: Database, site: NewSite, *kinds: type[Any]) -> dict[str, int]:
    """How many rows of a site there are."""
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return {
            kind.__name__: (await session.execute(select(func.count()).select_from(kind))).scalar_one()
            for kind in kinds or (Learner, Registration)
        }


async def registrations(database: Database, site: NewSite) -> list[Registration]:
    """In the order they were made."""
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(Registration).order_by(col(Registration.id)))
        return list(found.scalars().all())


async def _curriculum(database: Database) -> UUID:
    async with unit_of_work(database, DataScope.of_network()) as session:
        found = await session.execute(select(col(Curriculum.id)).limit(1))
        known = found.scalar_one_or_none()
    return known or await make_curriculum(database)
