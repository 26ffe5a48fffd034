"""Places, the queue, and what becomes of a registration."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.audit import AuditEntry
from core.clock import utc_now
from core.database import Database, unit_of_work
from core.errors import AppError, Invalid
from core.jobs import Job
from core.tenancy import DataScope
from network.results.breakdowns import AgeBand, Education
from sites.cohorts.models import Cohort, CohortStatus
from sites.cohorts.slots import CohortChanged, tell_listeners
from sites.registrations.actions import (
    cancel_registration,
    change_status,
    move_in_line,
    offer_free_places,
    register_learner,
)
from sites.registrations.errors import (
    AlreadyRegistered,
    CannotLeave,
    ChangeNotPossible,
    CourseCancelled,
    CourseFull,
    RegistrationClosed,
    RegistrationNotFound,
    TooEarly,
)
from sites.registrations.forms import WalkIn
from sites.registrations.models import Learner, Registration, RegistrationSource
from sites.registrations.models import RegistrationStatus as Status
from tests.factories import NewSite
from tests.sites.registrations.made import SECRET, TODAY, make_course, make_learner, registrations, rows, somebody

A_DAY = timedelta(days=1)
NOW = utc_now()


async def register(session: Any, cohort_id: UUID, learner: Any, source: Any = RegistrationSource.API) -> Any:
    return await register_learner(
        session,
        cohort_id,
        learner,
        today=TODAY,
        now=NOW,
        source=source,
        secret=SECRET,
        site_language="fr",
    )


async def jobs(session: Any) -> list[tuple[str, str]]:
    found = await session.execute(select(Job).order_by(col(Job.id)))
    return [(job.name, job.arguments.get("status", "")) for job in found.scalars()]


async def statuses(database: Database, site: NewSite) -> list[str]:
    return [str(one.status) for one in await registrations(database, site)]


async def test_a_person_gets_a_place_a_number_frozen_answers_and_a_mail(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels)
    learner = somebody(birth_date="2000-01-01", education=5, employment="unemployed", gender="woman")

    made = await register(session, cohort_id, learner)

    registration = await session.get_one(Registration, (brussels.id, made.id))
    person = await session.get_one(Learner, (brussels.id, registration.learner_id))
    assert (made.status, made.waiting_position) == (Status.CONFIRMED, None)
    assert (person.ref, person.email) == ("L000001", "amina1@example.org")
    assert (registration.isced, registration.education) == (5, Education.ISCED_5_8)
    assert registration.age_band is AgeBand.FROM_18_TO_29
    assert registration.registered_on == TODAY
    assert await jobs(session) == [("registrations.confirm_by_mail", "confirmed")]


async def test_nobody_registers_twice_whatever_the_case_of_the_address(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels)
    await register(session, cohort_id, somebody())
    with pytest.raises(AlreadyRegistered):
        await register(session, cohort_id, somebody(email="AMINA1@Example.org"))


async def test_whoever_cancelled_comes_back_at_the_end_of_the_queue(database: Database, brussels: NewSite) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    first = await make_learner(database, brussels, cohort_id, 1)
    await make_learner(database, brussels, cohort_id, 2)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await cancel_registration(session, first, today=TODAY, now=NOW)
    assert await statuses(database, brussels) == ["cancelled", "offered"]

    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        again = await register(session, cohort_id, somebody(1))

    assert (again.id, again.status, again.waiting_position) == (first, Status.WAITING, 1)
    assert await rows(database, brussels) == {"Learner": 2, "Registration": 2}


async def test_a_freed_place_is_offered_to_the_first_in_line_who_is_written_to(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    made = [await register(session, cohort_id, somebody(number)) for number in range(3)]
    assert [one.waiting_position for one in made] == [None, 1, 2]

    await cancel_registration(session, made[0].id, today=TODAY, now=NOW)
    await cancel_registration(session, made[0].id, today=TODAY, now=NOW)

    second = await session.get_one(Registration, (brussels.id, made[1].id))
    third = await session.get_one(Registration, (brussels.id, made[2].id))
    assert (second.status, third.status) == (Status.OFFERED, Status.WAITING)
    assert (await jobs(session))[3:] == [
        ("registrations.cancelled_by_mail", "cancelled"),
        ("registrations.offered_by_mail", "offered"),
        ("registrations.lapse_offers", ""),
    ]
    entries = (await session.execute(select(AuditEntry).order_by(col(AuditEntry.id)))).scalars().all()
    assert [entry.action for entry in entries][3:] == ["registrations.cancel", "registrations.offer"]
    assert all("amina" not in str(entry.after).lower() for entry in entries)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (CohortStatus.CLOSED, RegistrationClosed),
        (CohortStatus.DRAFT, RegistrationClosed),
        (CohortStatus.CANCELLED, CourseCancelled),
    ],
)
async def test_only_an_open_course_takes_people(
    database: Database, brussels: NewSite, session: Any, status: CohortStatus, error: type[AppError]
) -> None:
    cohort_id = await make_course(database, brussels, status=status)
    with pytest.raises(error):
        await register(session, cohort_id, somebody())


async def test_a_course_that_is_over_takes_nobody(database: Database, brussels: NewSite, session: Any) -> None:
    cohort_id = await make_course(database, brussels, starts_on=TODAY - 40 * A_DAY, days=30)
    with pytest.raises(RegistrationClosed):
        await register(session, cohort_id, somebody())


async def test_the_desk_adds_somebody_without_an_address_who_gets_no_mail(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels, status=CohortStatus.CLOSED)
    walk_in = WalkIn(given_name="Madonna", language="fr")
    made = await register(session, cohort_id, walk_in, RegistrationSource.STAFF)
    again = await register(session, cohort_id, walk_in, RegistrationSource.STAFF)
    assert made.status is Status.CONFIRMED
    assert again.id != made.id
    assert await jobs(session) == []


async def test_a_known_person_keeps_their_record(database: Database, brussels: NewSite) -> None:
    first = await make_course(database, brussels, "WEB-1")
    second = await make_course(database, brussels, "WEB-2")
    await make_learner(database, brussels, first, 1)
    await make_learner(database, brussels, second, 1, given_name="Somebody", family_name="Else")
    assert await rows(database, brussels) == {"Learner": 1, "Registration": 2}
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert (await session.execute(select(col(Learner.given_name)))).scalar_one() == "Amina"


async def test_staff_say_how_it_ended_once_the_course_has_begun(
    database: Database, brussels: NewSite, session: Any
) -> None:
    early = await make_course(database, brussels, "WEB-1")
    running = await make_course(database, brussels, "WEB-2", starts_on=TODAY)
    waiting = (await register(session, early, somebody(1))).id
    there = (await register(session, running, somebody(2))).id

    with pytest.raises(TooEarly):
        await change_status(session, waiting, Status.COMPLETED, today=TODAY, now=NOW)
    await change_status(session, there, Status.COMPLETED, today=TODAY, now=NOW)
    with pytest.raises(ChangeNotPossible):
        await change_status(session, there, Status.WAITING, today=TODAY, now=NOW)
    with pytest.raises(CannotLeave):
        await cancel_registration(session, there, today=TODAY, now=NOW)
    await change_status(session, there, Status.CONFIRMED, today=TODAY, now=NOW)
    with pytest.raises(Invalid):
        await change_status(session, there, Status.WITHDRAWN, today=TODAY, now=NOW, left_on=TODAY + A_DAY)
    await change_status(session, there, Status.WITHDRAWN, today=TODAY, now=NOW)
    assert (await session.get_one(Registration, (brussels.id, there))).left_on == TODAY


async def test_staff_cannot_give_a_place_that_is_taken_but_can_put_somebody_first(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    made = [(await register(session, cohort_id, somebody(number))).id for number in range(4)]
    with pytest.raises(CourseFull):
        await change_status(session, made[3], Status.CONFIRMED, today=TODAY, now=NOW)

    await move_in_line(session, made[3], to=1, reason="Needs it for a job that begins on Monday")
    await cancel_registration(session, made[0], today=TODAY, now=NOW)

    assert (await session.get_one(Registration, (brussels.id, made[3]))).status is Status.OFFERED
    assert (await session.get_one(Registration, (brussels.id, made[1]))).status is Status.WAITING


async def test_more_places_are_offered_to_those_who_wait(database: Database, brussels: NewSite, session: Any) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    for number in range(4):
        await register(session, cohort_id, somebody(number))
    cohort = await session.get_one(Cohort, (brussels.id, cohort_id))
    cohort.capacity = 3
    await tell_listeners(session, CohortChanged(cohort, frozenset({"capacity"}), NOW))
    assert await offer_free_places(session, cohort_id, now=NOW) == 0
    found = (await session.execute(select(col(Registration.status)).order_by(col(Registration.id)))).scalars().all()
    assert [str(one) for one in found] == ["confirmed", "offered", "offered", "waiting"]


async def test_when_a_course_is_cancelled_everybody_is_told(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    for number in range(2):
        await register(session, cohort_id, somebody(number))
    cohort = await session.get_one(Cohort, (brussels.id, cohort_id))
    cohort.status = CohortStatus.CANCELLED
    await tell_listeners(session, CohortChanged(cohort, frozenset({"status"}), NOW))
    assert (await jobs(session))[2:] == [("registrations.cancelled_by_mail", "cancelled")] * 2


async def test_an_age_band_follows_the_first_day_of_the_course(
    database: Database, brussels: NewSite, session: Any
) -> None:
    cohort_id = await make_course(database, brussels)
    cohort = await session.get_one(Cohort, (brussels.id, cohort_id))
    born = cohort.starts_on.replace(year=cohort.starts_on.year - 18) + A_DAY
    made = await register(session, cohort_id, somebody(birth_date=born.isoformat()))
    registration = await session.get_one(Registration, (brussels.id, made.id))
    assert str(registration.age_band) == "under_18"
    cohort.starts_on += 2 * A_DAY
    await tell_listeners(session, CohortChanged(cohort, frozenset({"starts_on"}), NOW))
    assert str(registration.age_band) == "18_29"


async def test_another_centres_registration_does_not_exist_here(
    database: Database, brussels: NewSite, warsaw: NewSite, session: Any
) -> None:
    theirs = await make_learner(database, warsaw, await make_course(database, warsaw))
    with pytest.raises(RegistrationNotFound):
        await cancel_registration(session, theirs, today=TODAY, now=NOW)
    assert await statuses(database, warsaw) == ["confirmed"]
