"""Terms: chosen within limits, previewed, and carried out in steps."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.errors import Invalid
from core.settings import Settings
from core.tenancy import DataScope
from network.access.roles import Role
from sites.privacy.actions import choose_term, forget_what_is_due
from sites.privacy.actions.retention import Centre
from sites.privacy.models import Retained, RetentionRun
from sites.privacy.queries import due_people, preview
from sites.privacy.rules import default_term, months_after
from sites.registrations.models import Learner, Registration
from tests.factories import NewSite, make_person, signed_in
from tests.sites.registrations.made import TODAY, make_course, make_learner

NOW = utc_now()


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2024-01-31", 1, "2024-02-29"), ("2025-12-31", 2, "2026-02-28"), ("2026-03-15", -12, "2025-03-15")],
)
def test_a_month_ends_where_the_month_ends(day: str, months: int, then: str) -> None:
    from datetime import date  # noqa: PLC0415 -- only here

    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(then)


async def _an_old_course(database: Database, site: NewSite, people: int) -> None:
    """Seven years ago; all of them seen in this database for long."""
    cohort = await make_course(database, site, starts_on=TODAY)
    for number in range(people):
        await make_learner(database, site, cohort, number)
    long_ago = TODAY - timedelta(days=7 * 365)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        from sites.cohorts.models import Cohort  # noqa: PLC0415 -- only here

        await session.execute(update(Cohort).values(starts_on=long_ago, ends_on=long_ago + timedelta(days=30)))
        seen = {"created_at": NOW - timedelta(days=90)}
        await session.execute(update(Learner).values(**seen))
        await session.execute(update(Registration).values(**seen, registered_on=long_ago, disability=True))


async def test_nothing_is_forgotten_before_the_centre_has_said_so(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await _an_old_course(database, brussels, 2)
    centre = Centre("BE", "fr", app_settings.home)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert await forget_what_is_due(session, centre, today=TODAY, now=NOW) is False
        assert not (await session.execute(select(col(Learner.id)).where(col(Learner.email).is_(None)))).all()


async def test_what_is_due_is_previewed_and_then_forgotten_and_noted_in_numbers(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await _an_old_course(database, brussels, 3)
    centre = Centre("BE", "fr", app_settings.home)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        for what, months in ((Retained.TOOK_PART, 60), (Retained.SENSITIVE_ANSWERS, 12)):
            await choose_term(session, what, months, country="BE", now=NOW)
        assert (await preview(session, Retained.TOOK_PART, months=60, today=TODAY)).now == 3
        assert (await preview(session, Retained.TOOK_PART, months=120, today=TODAY)).now == 0
        assert len(await due_people(session, Retained.TOOK_PART, months=60, today=TODAY, limit=2)) == 2
    async with unit_of_work(database, DataScope.of_worker(brussels.id)) as session:
        assert await forget_what_is_due(session, centre, today=TODAY, now=NOW) is False
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        people = (await session.execute(select(Learner))).scalars().all()
        answers = (await session.execute(select(col(Registration.disability)))).scalars().all()
        runs = (await session.execute(select(RetentionRun))).scalars().all()
    assert {one.email for one in people} == {None}
    assert set(answers) == {None}
    assert (Retained.TOOK_PART, 3, 0) in {(one.what, one.forgotten, one.left_over) for one in runs}


async def test_what_was_just_imported_is_looked_at_first(database: Database, brussels: NewSite) -> None:
    await _an_old_course(database, brussels, 1)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(Learner).values(created_at=NOW))
        assert (await preview(session, Retained.TOOK_PART, months=60, today=TODAY)).now == 0
        assert await due_people(session, Retained.TOOK_PART, months=60, today=TODAY, limit=9) == []


async def test_a_term_outside_the_limits_is_refused_in_words(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        with pytest.raises(Invalid):
            await choose_term(session, Retained.TOOK_PART, 600, country="BE", now=NOW)
    manager = await make_person(database, "manager@example.org", Role.SITE_MANAGER, brussels.id)
    csrf = {"csrf_token": await signed_in(database, client, manager)}
    terms = {"months_took_part": "500", "months_never_came": "12", "months_sensitive_answers": "12"}
    refused = await client.post("/en/manage/brussels/privacy/retention", data={**csrf, **terms})
    assert refused.status_code == 422
    assert "between 12 and 120 months" in refused.text
    assert default_term(Retained.TOOK_PART, "XX").months == 60
