"""Every indicator means exactly what its definition says, down to the day."""

from datetime import date

import pytest

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.curricula.models import Level, Programme
from network.results.breakdowns import AgeBand, Education, Employment, Gender
from network.results.models import ExchangeRate
from sites.attendance.models import AttendanceStatus
from sites.outcomes.models import Milestone, Situation
from sites.projects.models import ProjectStage
from sites.registrations.models import RegistrationStatus as Status
from tests.factories import NewSite, make_curriculum
from tests.network.results.world import Centre, figure, figures, value


@pytest.fixture
async def centre(database: Database, brussels: NewSite) -> Centre:
    return Centre(database, brussels, await make_curriculum(database))


async def own(centre: Centre, indicator: str, period: str = "2026") -> object:
    return await value(centre.database, indicator, "brussels", period, own=centre.site)


async def test_registrations_count_by_the_day_they_came_whatever_became_of_them(centre: Centre) -> None:
    cohort = centre.cohort()
    for status in Status:
        centre.registration(cohort, status=status, registered_on="2026-01-31")
    centre.registration(cohort, registered_on=None)
    await centre.save()
    assert await own(centre, "registrations", "2026-01") == len(Status)
    assert await own(centre, "registrations", "2026-02") == 0
    assert await own(centre, "registrations") == len(Status)


async def test_an_enrolment_holds_a_place_on_the_first_day(centre: Centre) -> None:
    cohort = centre.cohort(starts_on="2026-03-02")
    for status in (Status.CONFIRMED, Status.COMPLETED, Status.NOT_COMPLETED, Status.WITHDRAWN):
        centre.registration(cohort, status=status)
    centre.registration(cohort, status=Status.WITHDRAWN, left_on="2026-03-02")
    for status in (Status.APPLIED, Status.WAITING, Status.OFFERED, Status.CANCELLED):
        centre.registration(cohort, status=status)
    centre.registration(cohort, status=Status.WITHDRAWN, left_on="2026-03-01")
    await centre.save()
    assert await own(centre, "enrolments") == 5
    assert await own(centre, "enrolments", "2026-03") == 5
    assert await own(centre, "enrolments", "2026-02") == 0
    assert await own(centre, "learners") == 5


async def test_a_person_counts_once_in_two_cohorts_and_two_quarters(centre: Centre) -> None:
    spring, autumn = centre.cohort(starts_on="2026-03-02"), centre.cohort(starts_on="2026-09-01", ends_on="2026-12-01")
    ada = centre.learner()
    centre.registration(spring, ada)
    centre.registration(autumn, ada)
    await centre.save()
    assert await own(centre, "enrolments") == 2
    assert await own(centre, "learners") == 1
    assert await own(centre, "learners", "2026-Q1") == await own(centre, "learners", "2026-Q3") == 1
    assert not (await figure(centre.database, "learners", "brussels", own=centre.site))["additive"]


async def test_a_breakdown_takes_the_answer_of_the_first_enrolment_in_the_period(centre: Centre) -> None:
    ada = centre.learner()
    first, later = centre.cohort("b", "2026-03-02"), centre.cohort("a", "2026-04-01")
    centre.registration(later, ada, employment=Employment.EMPLOYED)
    centre.registration(first, ada, employment=Employment.UNEMPLOYED)
    await centre.save()
    year = await figures(centre.database, "learners", "brussels", own=centre.site, breakdown="employment")
    assert year["unemployed"]["value"] == 1
    assert year["employed"]["value"] == 0
    april = await figures(centre.database, "learners", "brussels", "2026-04", own=centre.site, breakdown="employment")
    assert april["employed"]["value"] == 1


@pytest.mark.parametrize(("registered", "expected"), [(("2026-02-02", "2026-02-01"), "man"), ((None, None), "woman")])
async def test_of_two_cohorts_on_one_day_the_earlier_registration_then_the_code_decides(
    centre: Centre, registered: tuple[str | None, str | None], expected: str
) -> None:
    ada = centre.learner()
    centre.registration(centre.cohort("a"), ada, gender=Gender.WOMAN, registered_on=registered[0])
    centre.registration(centre.cohort("b"), ada, gender=Gender.MAN, registered_on=registered[1])
    await centre.save()
    found = await figures(centre.database, "learners", "brussels", own=centre.site, breakdown="gender")
    assert {category: row["value"] for category, row in found.items() if row["value"]} == {None: 1, expected: 1}


async def test_endings_count_on_the_day_of_leaving_else_on_the_last_day(centre: Centre) -> None:
    cohort = centre.cohort(ends_on="2026-06-30")
    centre.registration(cohort, status=Status.COMPLETED)
    centre.registration(cohort, status=Status.COMPLETED, left_on="2026-05-31")
    centre.registration(cohort, status=Status.WITHDRAWN, left_on="2026-04-15")
    centre.registration(cohort, status=Status.WITHDRAWN, left_on="2026-02-15")  # never enrolled
    centre.registration(cohort, status=Status.NOT_COMPLETED)
    centre.registration(cohort, status=Status.CONFIRMED)
    await centre.save()
    assert [await own(centre, "completions", f"2026-0{month}") for month in (5, 6)] == [1, 1]
    assert await own(centre, "withdrawals", "2026-04") == await own(centre, "withdrawals") == 1
    assert await own(centre, "non_completions", "2026-Q2") == 1
    rate = await figure(centre.database, "completion_rate", "brussels", "2026-06", own=centre.site)
    assert (rate["numerator"], rate["denominator"], rate["value"]) == (2, 5, 0.4)
    assert (await figure(centre.database, "completion_rate", "brussels", "2026-05", own=centre.site))["value"] is None


async def test_hours_are_those_present_or_late_and_imported_totals_on_the_last_day(centre: Centre) -> None:
    cohort = centre.cohort(ends_on="2026-06-30")
    session = centre.session(cohort, "2026-03-31")
    people = centre.many(4, cohort)
    statuses = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED)
    for person, status in zip(people, statuses, strict=True):
        centre.mark(session, person, status, 45 if status in statuses[:2] else 0)
    centre.registration(cohort, minutes_imported=600)
    await centre.save()
    assert await own(centre, "hours_attended", "2026-03") == 1.5
    assert await own(centre, "hours_attended", "2026-06") == 10
    assert await own(centre, "hours_attended") == 11.5
    rate = await figure(centre.database, "attendance_rate", "brussels", own=centre.site)
    assert (rate["numerator"], rate["denominator"], rate["value"]) == (2, 4, 0.5)


async def test_certificates_count_unless_revoked(centre: Centre) -> None:
    person = centre.registration(centre.cohort())
    centre.certificate(person, "2026-07-01")
    centre.certificate(person, "2026-07-02", revoked_on="2026-08-01")
    await centre.save()
    assert await own(centre, "certificates", "2026-07") == 1


async def test_shares_are_over_those_who_answered(centre: Centre) -> None:
    cohort = centre.cohort()
    unknown = {
        "gender": Gender.NO_ANSWER,
        "education": Education.UNKNOWN,
        "employment": Employment.UNKNOWN,
        "age_band": AgeBand.UNKNOWN,
    }
    centre.many(3, cohort, **unknown)
    centre.many(
        2, cohort, gender=Gender.WOMAN, education=Education.ISCED_0_2, employment=Employment.LONG_TERM_UNEMPLOYED,
        age_band=AgeBand.UNDER_18,
    )  # fmt: skip
    centre.registration(cohort, gender=Gender.MAN, employment=Employment.UNEMPLOYED, age_band=AgeBand.FROM_18_TO_29)
    centre.registration(cohort, gender=Gender.NON_BINARY)
    await centre.save()
    expected = {"women_share": (2, 4), "low_education_share": (2, 4), "jobseeker_share": (3, 4), "youth_share": (3, 4)}
    for code, (above, below) in expected.items():
        share = await figure(centre.database, code, "brussels", own=centre.site)
        assert (share["numerator"], share["denominator"], share["value"]) == (above, below, above / below), code
    by_gender = await figures(centre.database, "jobseeker_share", "brussels", own=centre.site, breakdown="gender")
    assert (by_gender["woman"]["numerator"], by_gender["woman"]["denominator"]) == (2, 2)
    assert (by_gender["non_binary"]["numerator"], by_gender["non_binary"]["denominator"]) == (0, 1)


async def test_seats_are_those_of_cohorts_with_a_capacity(centre: Centre) -> None:
    limited, open_ended = centre.cohort(capacity=12), centre.cohort()
    centre.many(3, limited)
    centre.registration(limited, status=Status.WAITING)
    centre.many(2, open_ended)
    await centre.save()
    occupancy = await figure(centre.database, "seat_occupancy", "brussels", own=centre.site)
    assert (occupancy["numerator"], occupancy["denominator"], occupancy["value"]) == (3, 12, 0.25)


async def test_exits_say_how_many_did_not_answer(centre: Centre) -> None:
    cohort = centre.cohort()
    for situation in (*Situation, None, None):
        centre.outcome(centre.registration(cohort), situation)
    centre.outcome(centre.registration(cohort), Situation.EMPLOYED, milestone=Milestone.THREE_MONTHS)
    await centre.save()
    rate = await figure(centre.database, "positive_exit_rate_6m", "brussels", "2026-07", own=centre.site)
    assert (rate["numerator"], rate["denominator"], rate["non_respondents"]) == (3, 5, 2)


async def test_spending_is_converted_at_the_rate_of_the_day(centre: Centre) -> None:
    async with unit_of_work(centre.database, DataScope.of_network()) as session:
        for since, rate in ((date(2026, 1, 1), "4"), (date(2026, 3, 10), "5")):
            session.add(ExchangeRate(currency="PLN", from_on=since, rate=rate, source="ECB"))  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
    cohort = centre.cohort()
    centre.many(4, cohort)
    centre.spending("100", "2026-03-09", "PLN")
    centre.spending("100", "2026-03-10", "PLN", cohort)
    centre.spending("55", "2026-03-11")
    centre.spending("9", "2026-03-11", "MAD")
    await centre.save()
    spend = await figure(centre.database, "spend_per_learner", "brussels", own=centre.site)
    assert (spend["value"], spend["numerator"], spend["denominator"]) == (25, 100, 4)
    assert "EUR" in spend["rate"]
    assert "1" in spend["rate"].rpartition(":")[2]
    async with unit_of_work(centre.database, DataScope.of_network()) as session:
        session.add(ExchangeRate(currency="MAD", from_on=date(2026, 1, 1), rate="3", source="HQ"))  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
    assert (await figure(centre.database, "spend_per_learner", "brussels", own=centre.site))["numerator"] == 103


async def test_projects_and_startups_are_not_people(centre: Centre) -> None:
    centre.project("2026-05-05")
    centre.project("2026-05-05", ProjectStage.TESTED)
    centre.project(None)
    centre.startup("2025-11-01", "2026-02-01")
    centre.startup("2026-02-28")
    await centre.save()
    assert await value(centre.database, "projects_completed", "brussels", "2026-05") == 1
    months = [await value(centre.database, "startups_supported", "network", f"2026-0{month}") for month in (1, 2, 3)]
    assert months == [1, 2, 1]
    assert await value(centre.database, "startups_supported", "network", "2025") == 1
    assert await value(centre.database, "startups_supported", "europe", "2026") == 2
    found = await figures(centre.database, "startups_supported", "europe", breakdown="programme")
    assert {category for category, row in found.items() if row["value"]} == {None, "accelerator"}


async def test_courses_are_a_breakdown_and_a_filter(centre: Centre) -> None:
    other = await make_curriculum(centre.database, "ai", programme=Programme.FABLAB, level=Level.ADVANCED)
    ada = centre.learner()
    centre.registration(centre.cohort(starts_on="2026-03-02"), ada)
    later = centre.cohort(starts_on="2026-04-01", curriculum_id=other)
    centre.registration(later, ada)
    centre.registration(later)
    await centre.save()

    async def shown(indicator: str, **asked: str) -> dict[str | None, int]:
        found = await figures(centre.database, indicator, "brussels", own=centre.site, **asked)
        return {category: row["value"] for category, row in found.items()}

    assert await shown("enrolments", breakdown="curriculum") == {None: 3, "web-first-steps": 1, "ai": 2}
    assert await shown("learners", breakdown="curriculum") == {None: 2, "web-first-steps": 1, "ai": 1}
    assert await shown("learners", curriculum="ai") == {None: 2}
    assert await shown("learners", programme="fablab", breakdown="curriculum") == {
        None: 2,
        "web-first-steps": 0,
        "ai": 2,
    }
    levels = await shown("enrolments", breakdown="level", programme="fablab")
    assert levels == {None: 2, "basic": 0, "intermediate": 0, "advanced": 2, "highly-advanced": 0}
    assert await shown("enrolments", curriculum="ai", programme="coding-school") == {None: 0}
    women = await figures(centre.database, "women_share", "brussels", own=centre.site, breakdown="level")
    assert (women["advanced"]["numerator"], women["advanced"]["denominator"]) == (1, 1)
