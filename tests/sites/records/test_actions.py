"""Imports into a real database: whole, repeatable, and in one site only."""

import asyncio
import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.audit import AuditEntry
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.results.recount import catch_up
from sites.cohorts.models import Cohort, CohortStatus
from sites.records.actions import ImportReport, import_participations
from sites.registrations.models import Learner, Registration, RegistrationSource, RegistrationStatus
from tests.factories import NewSite, make_curriculum
from tests.sites.records.files import TODAY, csv_text, row

REAL_FILES = Path(__file__).parents[4] / "shared" / "data" / "participations-2013"
pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
async def library(database: Database) -> None:
    await make_curriculum(database, "web-basics")
    await make_curriculum(database, "cyber")


async def imported(
    database: Database, site: NewSite, rows: list[dict[str, Any]] | bytes, **options: Any
) -> ImportReport:
    content = rows if isinstance(rows, bytes) else csv_text(rows).encode()
    chosen: dict[str, Any] = {"create_cohorts": True, "language": "fr", "country": "BE", "today": TODAY} | options
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return await import_participations(session, content, **chosen)


async def counts(database: Database, site: NewSite) -> tuple[int, int, int]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return (
            await session.scalar(select(func.count()).select_from(Cohort)) or 0,
            await session.scalar(select(func.count()).select_from(Learner)) or 0,
            await session.scalar(select(func.count()).select_from(Registration)) or 0,
        )


async def bands(session: AsyncSession) -> list[tuple[str, str]]:
    """Cohort and age band of every registration, by cohort and learner."""
    rows = await session.execute(
        select(col(Cohort.code), col(Registration.age_band))
        .join(Registration, col(Registration.cohort_id) == col(Cohort.id))
        .join(Learner, col(Learner.id) == col(Registration.learner_id))
        .order_by(col(Cohort.code), col(Learner.ref))
    )
    return [(code, str(band)) for code, band in rows]


async def only(session: AsyncSession, kind: Any) -> Any:
    return (await session.execute(select(kind))).scalars().one()


async def test_a_row_becomes_a_learner_a_cohort_and_a_registration(database: Database, brussels: NewSite) -> None:
    report = await imported(database, brussels, [row(email="Zoe@Example.ORG")])

    assert report.as_json() == {
        "rows": 1,
        "accepted": 1,
        "refused": [],
        "created": {"learners": 1, "cohorts": 1, "registrations": 1},
        "updated": 0,
        "unchanged": 0,
        "dry_run": False,
    }
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        learner, cohort = await only(session, Learner), await only(session, Cohort)
        registration, entry = await only(session, Registration), await only(session, AuditEntry)
    assert (learner.ref, learner.email) == ("L1", "zoe@example.org")
    assert "zoe lukasik" in learner.search
    assert (cohort.code, cohort.status, cohort.starts_on) == ("WEB-1", CohortStatus.CLOSED, date(2024, 1, 15))
    assert (registration.learner_id, registration.cohort_id) == (learner.id, cohort.id)
    assert registration.status is RegistrationStatus.COMPLETED
    assert registration.source is RegistrationSource.IMPORT
    assert (registration.age_band, registration.education, registration.minutes_imported) == (
        "30_54",
        "isced_3_4",
        7230,
    )
    assert entry.action == "records.import"
    assert entry.after["created"]["learners"] == 1


async def test_the_same_file_again_changes_nothing(database: Database, brussels: NewSite) -> None:
    rows = [
        row(),
        row(learner_ref="L2", birth_date="", email="", gender="", employment=""),
        row(cohort="WEB-2", birth_date="1991-01-01", family_name="Other"),
        row(learner_ref="L3", status="waiting", left_on=""),
    ]
    await imported(database, brussels, rows)
    again = await imported(database, brussels, rows)
    assert (again.updated, again.unchanged, again.changes) == (0, 4, 0)
    assert await counts(database, brussels) == (2, 3, 4)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1
        seen = await bands(session)
    assert seen == [("WEB-1", "30_54"), ("WEB-1", "unknown"), ("WEB-1", "30_54"), ("WEB-2", "30_54")]


async def test_what_a_row_answers_is_frozen_with_its_own_registration(database: Database, brussels: NewSite) -> None:
    """The same learner may have answered differently in two cohorts."""
    await imported(database, brussels, [row(birth_date="1994-01-16"), row(birth_date="1990-01-01", cohort="WEB-2")])
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert await bands(session) == [("WEB-1", "18_29"), ("WEB-2", "30_54")]


async def test_a_correction_changes_what_it_corrects(database: Database, brussels: NewSite) -> None:
    await imported(database, brussels, [row(), row(learner_ref="L2")])
    corrected = await imported(
        database, brussels, [row(gender="man", email="", hours_attended="10"), row(learner_ref="L2")]
    )
    assert (corrected.updated, corrected.unchanged, corrected.learners_created) == (1, 1, 0)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        learner = (await session.execute(select(Learner).where(col(Learner.ref) == "L1"))).scalar_one()
        theirs = select(Registration).where(col(Registration.learner_id) == learner.id)
        place = (await session.execute(theirs)).scalar_one()
    assert learner.email == "zoe@example.org", "an empty cell wipes nothing out"
    assert (place.gender, place.minutes_imported) == ("man", 600)


async def test_leaving_belongs_to_the_status_it_came_with(database: Database, brussels: NewSite) -> None:
    await imported(database, brussels, [row(status="withdrawn", left_on="2024-02-01")])
    await imported(database, brussels, [row(status="confirmed", left_on="")])
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert (await only(session, Registration)).left_on is None


async def test_a_row_that_contradicts_what_is_stored_is_refused(database: Database, brussels: NewSite) -> None:
    await imported(database, brussels, [row()])
    report = await imported(database, brussels, [row(registered_on="", left_on="2023-01-01")])
    assert [(one.column, one.code.value) for one in report.refused] == [("left_on", "left_before_registered")]
    assert report.is_kept_out


async def test_one_refused_row_keeps_everything_out(database: Database, brussels: NewSite) -> None:
    report = await imported(database, brussels, [row(), row(learner_ref="L2", gender="x", email="x")])
    assert (report.rows, report.accepted, len(report.refused), report.changes) == (2, 1, 2, 0)
    assert await counts(database, brussels) == (0, 0, 0)


async def test_bad_rows_can_be_left_out_and_stay_out(database: Database, brussels: NewSite) -> None:
    rows = [row(), row(learner_ref="L2", gender="x"), row(learner_ref="L3", cohort_starts_on=""), row(learner_ref="L4")]
    first = await imported(database, brussels, rows, skip_bad_rows=True)
    assert (first.accepted, first.registrations_created) == (2, 2)
    again = await imported(database, brussels, rows, skip_bad_rows=True)
    assert (again.changes, again.unchanged, again.accepted) == (0, 2, 2)
    assert [one.as_json() for one in again.refused] == [one.as_json() for one in first.refused]


async def test_a_dry_run_says_what_would_happen_and_does_nothing(database: Database, brussels: NewSite) -> None:
    tried = await imported(database, brussels, [row()], dry_run=True)
    assert tried.as_json()["dry_run"] is True
    assert (tried.learners_created, tried.cohorts_created, tried.registrations_created) == (1, 1, 1)
    assert await counts(database, brussels) == (0, 0, 0)


async def test_cohorts_are_created_only_when_that_is_wished(database: Database, brussels: NewSite) -> None:
    report = await imported(database, brussels, [row()], create_cohorts=False)
    assert [one.code.value for one in report.refused] == ["cohort_unknown"]
    assert await counts(database, brussels) == (0, 0, 0)


async def test_another_sites_learner_of_the_same_number_is_another_learner(
    database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    await imported(database, brussels, [row()])
    report = await imported(database, warsaw, [row(given_name="Ola", email="")])
    assert report.learners_created == 1
    assert await counts(database, brussels) == await counts(database, warsaw) == (1, 1, 1)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert (await only(session, Learner)).given_name == "Zoë"


async def test_who_waits_is_in_line_by_day_of_registration(database: Database, brussels: NewSite) -> None:
    waiting = [
        row(learner_ref=f"L{day}", status="waiting", left_on="", registered_on=f"2023-11-{day:02}") for day in (9, 3, 5)
    ]
    await imported(database, brussels, waiting)
    await imported(database, brussels, [*waiting, row(learner_ref="L1", status="waiting", left_on="")])
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        line = await session.execute(
            select(col(Learner.ref))
            .join(Registration, col(Registration.learner_id) == col(Learner.id))
            .order_by(col(Registration.queue_number))
        )
    assert list(line.scalars()) == ["L3", "L5", "L9", "L1"]


@pytest.mark.skipif(not REAL_FILES.is_dir(), reason="the real participation files are not on this machine")
async def test_a_real_file_is_in_and_counted(database: Database, brussels: NewSite) -> None:
    for letter in "abcdefg":
        await make_curriculum(database, f"oulad-{letter * 3}")
    content = (REAL_FILES / "ireland.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    first = await imported(database, brussels, content, country="IE", language="en")
    assert (first.accepted, first.registrations_created) == (len(rows), len(rows))
    assert first.learners_created == len({one["learner_ref"] for one in rows})
    again = await imported(database, brussels, content, country="IE", language="en")
    assert (again.changes, again.unchanged) == (0, len(rows))
    assert await catch_up(database, [brussels.id]) > 0


async def test_two_imports_at_once_leave_what_one_leaves(database: Database, brussels: NewSite) -> None:
    rows = [row(learner_ref=f"L{number}") for number in range(20)]
    reports = await asyncio.gather(*(imported(database, brussels, rows) for _ in range(3)))
    assert sorted(report.registrations_created for report in reports) == [0, 0, 20]
    assert await counts(database, brussels) == (1, 20, 20)
