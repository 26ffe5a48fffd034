"""Who qualifies gets one certificate, once; what stands on it never changes."""

import asyncio
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from core.audit import AuditEntry
from core.clock import new_id
from core.database import Database, unit_of_work
from core.jobs import Job
from core.tenancy import DataScope
from network.results.measuring import MEASURES
from network.results.models import Fact
from network.results.recount import recount_all
from sites.certificates.actions import (
    NewRule,
    change_rule,
    note_assessments,
    revoke_certificate,
)
from sites.certificates.errors import AlreadyRevoked, CertificateNotFound
from sites.certificates.models import AssessmentResult, Certificate, RevocationReason
from sites.certificates.printing import certificates_pdf
from sites.certificates.queries import candidates, certificates_of_learner, requirement_of
from sites.certificates.rules import Obstacle, RuleOf, belongs_to
from sites.registrations.models import Learner, RegistrationStatus
from tests.factories import NewSite
from tests.sites.certificates.finished import BASE, erase, issue, kept, make_finished_course, registration
from tests.sites.registrations.made import TODAY


async def test_who_qualifies_is_said_with_the_reasons_of_the_others(database: Database, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360, 288, 287, None])
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        found = await candidates(session, course.code, today=TODAY)
    assert found.course_minutes == 360
    assert {line.registration_id: line.obstacles for line in found.lines} == dict(
        zip(course.registrations, [(), (), (Obstacle.HOURS,), (Obstacle.HOURS_UNKNOWN,)], strict=True)
    )


async def test_they_are_issued_to_all_who_qualify_noted_audited_and_written_to(
    database: Database, brussels: NewSite
) -> None:
    course = await make_finished_course(database, brussels, minutes=[360, 300, 0])
    issued = await issue(database, brussels, course)
    again = await issue(database, brussels, course)
    certificates = await kept(database, brussels)

    assert {one.registration_id for one in issued} == set(course.registrations[:2])
    assert again == []
    assert [one.status_index for one in certificates] == [0, 1]
    assert all(belongs_to(one.code, brussels.id) and one.issued_on == TODAY for one in certificates)
    assert (await registration(database, brussels, course.registrations[0])).status is RegistrationStatus.COMPLETED
    assert (await registration(database, brussels, course.registrations[2])).status is RegistrationStatus.CONFIRMED
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        entries = await session.scalar(
            select(func.count()).select_from(AuditEntry).where(col(AuditEntry.action) == "certificates.issue")
        )
    async with unit_of_work(database, DataScope.of_worker(brussels.id)) as session:
        letters = select(func.count()).select_from(Job).where(col(Job.name) == "certificates.issued_by_mail")
        assert await session.scalar(letters) == 2
    assert entries == 2


async def test_two_people_who_issue_at_once_issue_once(database: Database, brussels: NewSite) -> None:
    one = await make_finished_course(database, brussels, "web-1", minutes=[360] * 4)
    two = await make_finished_course(database, brussels, "web-2", minutes=[])
    for registration_id in one.registrations:
        assert registration_id not in two.registrations
    issued = await asyncio.gather(*(issue(database, brussels, one) for _ in range(4)))
    assert sorted(map(len, issued)) == [0, 0, 0, 4]
    assert [certificate.status_index for certificate in await kept(database, brussels)] == [0, 1, 2, 3]


async def test_the_database_refuses_a_second_valid_one(database: Database, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    await issue(database, brussels, course)
    with pytest.raises(IntegrityError):
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            session.add(
                Certificate(
                    site_id=brussels.id,
                    id=new_id(),
                    registration_id=course.registrations[0],
                    code="x",
                    curriculum_version=1,
                    issued_on=TODAY,
                )
            )


async def test_only_the_chosen_get_one(database: Database, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360, 360, 0])
    issued = await issue(database, brussels, course, only={course.registrations[1], course.registrations[2]})
    assert [one.registration_id for one in issued] == [course.registrations[1]]


async def test_the_narrowest_rule_counts_and_an_assessment_can_be_asked_for(
    database: Database, brussels: NewSite
) -> None:
    course = await make_finished_course(database, brussels, minutes=[100, 360])
    first, second = course.registrations
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        for rule in (
            NewRule(90, needs_assessment=False, of=RuleOf.SITE),
            NewRule(50, needs_assessment=False, of=RuleOf.CURRICULUM),
            NewRule(0, needs_assessment=False, of=RuleOf.COHORT),
            NewRule(0, needs_assessment=True, of=RuleOf.COHORT),
        ):
            await change_rule(session, course.id, rule)
        asked = await requirement_of(session, course.id)
        await note_assessments(
            session,
            course.id,
            {first: AssessmentResult.PASSED, second: AssessmentResult.FAILED, new_id(): AssessmentResult.PASSED},
            today=TODAY,
        )
        found = await candidates(session, course.code, today=TODAY)
    assert (asked.least_percent, asked.needs_assessment, asked.of) == (0, True, RuleOf.COHORT)
    assert {line.registration_id: line.obstacles for line in found.lines} == {first: (), second: (Obstacle.FAILED,)}
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert await note_assessments(session, course.id, {first: None}, today=TODAY) == 1
        assert await note_assessments(session, course.id, {first: None}, today=TODAY) == 0


async def test_the_paper_is_the_same_after_name_title_and_hours_have_changed(
    database: Database, brussels: NewSite
) -> None:
    course = await make_finished_course(database, brussels, minutes=[360], languages=("fr", "ar"))
    await issue(database, brussels, course)
    (certificate,) = await kept(database, brussels)
    before = await certificates_pdf([(certificate.printed, certificate.code)], base_url="")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(Learner).values(given_name="Somebody", family_name="Else"))
    (certificate,) = await kept(database, brussels)
    after = await certificates_pdf([(certificate.printed, certificate.code)], base_url="https://moved.example")

    assert after == before
    pages = PdfReader(BytesIO(before)).pages
    words = " ".join(pages[0].extract_text().split())
    assert len(pages) == 2
    for expected in (
        "Amina Example 1",
        "Premiers pas sur le web",
        "6 heures",
        certificate.code,
        "archipel.example/verify/",
    ):
        assert expected in words
    assert "Amina Example 1" in pages[1].extract_text()


async def test_a_name_in_letters_that_we_cannot_print_is_refused_and_said(
    database: Database, brussels: NewSite
) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(Learner).values(given_name="ქეთევან"))
        found = await candidates(session, course.code, today=TODAY)
    assert [line.obstacles for line in found.lines] == [(Obstacle.LETTERS,)]
    assert await issue(database, brussels, course) == []


async def _counted(database: Database, site: NewSite) -> int:
    assert "certificates" in MEASURES
    await recount_all(database, site.id)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        facts = select(func.count()).select_from(Fact).where(col(Fact.measure) == "certificates")
        return await session.scalar(facts) or 0


async def test_a_revoked_one_no_longer_counts_and_another_may_be_issued(database: Database, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    (issued,) = await issue(database, brussels, course)
    assert await _counted(database, brussels) == 1
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await revoke_certificate(session, issued.code, reason=RevocationReason.DETAILS, note="Typo", today=TODAY)
    assert await _counted(database, brussels) == 0
    with pytest.raises(AlreadyRevoked):
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            await revoke_certificate(session, issued.code, reason=RevocationReason.MISTAKE, today=TODAY)
    with pytest.raises(CertificateNotFound):
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            await revoke_certificate(session, "no", reason=RevocationReason.MISTAKE, today=date.max)
    (new,) = await issue(database, brussels, course)
    assert new.code != issued.code
    assert await _counted(database, brussels) == 1


async def test_a_forgotten_holder_leaves_no_name_and_the_count_stays(database: Database, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    await issue(database, brussels, course)
    learner_id = (await registration(database, brussels, course.registrations[0])).learner_id
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        (before,) = await certificates_of_learner(session, learner_id)
        assert await erase(session, learner_id)
        (after,) = await certificates_of_learner(session, learner_id)
    (certificate,) = await kept(database, brussels)
    assert (before.name, after.name) == ("Amina Example 1", "")
    assert "Amina" not in f"{certificate.printed}{certificate.badge}"
    assert after.title == before.title
    assert await _counted(database, brussels) == 1
    assert BASE not in str(certificate.printed)
