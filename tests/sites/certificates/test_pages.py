"""What staff, learners and employers see of certificates."""

from pathlib import Path
from typing import Any

import pytest

from core.database import Database
from core.settings import Settings
from network.access.roles import Role
from sites.certificates.links import certificate_path
from sites.certificates.models import RevocationReason
from sites.certificates.rules import new_code
from tests.factories import NewSite
from tests.sites.certificates.finished import issue, kept, make_finished_course
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import bearer
from tests.sites.registrations.test_jobs import letters


async def test_a_manager_sees_who_qualifies_and_issues_revokes_and_prints(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_finished_course(database, brussels, minutes=[360, 0])
    await work_as(database, client, brussels)
    base = "/en/manage/brussels"
    waiting = await client.get(f"{base}/certificates")
    before = await client.get(f"{base}/cohorts/web-1/certificates")
    chosen = {"registration": [str(one) for one in course.registrations]}
    done = await client.post(f"{base}/cohorts/web-1/certificates/issue", data=chosen)
    (certificate,) = await kept(database, brussels)
    one = await client.get(f"{base}/certificates/{certificate.code}")
    paper = await client.get(f"{base}/certificates/{certificate.code}/certificate.pdf")
    everything = await client.get(f"{base}/cohorts/web-1/certificates/all.pdf")
    listed = await client.get(f"{base}/certificates", params={"q": "amina"})
    unsaid = await client.post(f"{base}/certificates/{certificate.code}/revoke", data={"reason": "", "note": "x"})
    revoked = await client.post(f"{base}/certificates/{certificate.code}/revoke", data={"reason": "details"})

    assert "Learners without a certificate" in waiting.text
    assert "Too few hours attended" in before.text
    assert "1 learner qualifies" in before.text
    assert done.status_code == 303
    assert "Amina Example 1" in one.text
    assert paper.content[:5] == everything.content[:5] == b"%PDF-"
    assert certificate.code in listed.text
    assert unsaid.status_code == 422
    assert revoked.status_code == 303
    assert (await kept(database, brussels))[0].revoked_reason is RevocationReason.DETAILS
    assert "Revoked on" in (await client.get(f"{base}/certificates/{certificate.code}")).text


async def test_assessment_and_rule_are_noted_on_the_same_page(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    await work_as(database, client, brussels)
    base = "/en/manage/brussels/cohorts/web-1/certificates"
    rule = {"least_percent": "50", "needs_assessment": "true", "of": "site"}
    assert (await client.post(f"{base}/rule", data=rule)).status_code == 303
    assert "The assessment is not noted yet" in (await client.get(base)).text
    result = {f"result-{course.registrations[0]}": "passed"}
    assert (await client.post(f"{base}/assessments", data=result)).status_code == 303
    assert "1 learner qualifies" in (await client.get(base)).text
    for wrong in ({"least_percent": "101", "of": "site"}, {"least_percent": "x", "of": "site"}, {"of": "program"}, {}):
        assert (await client.post(f"{base}/rule", data=wrong)).status_code == 422


async def test_a_trainer_sees_and_assesses_but_issues_nothing(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_finished_course(database, brussels, minutes=[360])
    await work_as(database, client, brussels, Role.TRAINER)
    base = "/en/manage/brussels/cohorts/web-1/certificates"
    page = await client.get(base)
    assert page.status_code == 200
    assert "Issue the certificates" not in page.text
    assert (await client.post(f"{base}/issue", data={})).status_code == 403
    assert (await client.get("/en/manage/brussels/certificates")).status_code == 403


async def test_whoever_holds_the_paper_can_check_it(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    (issued,) = await issue(database, brussels, course)
    typed = issued.code.lower().replace("-", " ")
    found = await client.get("/en/verify", params={"code": typed})
    page = await client.get(f"/en/verify/{issued.code}")

    assert found.headers["location"].endswith(f"/en/verify/{issued.code}")
    assert "genuine and valid" in page.text
    assert "Amina Example 1" in page.text
    assert "amina1@example.org" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert (await client.get("/en/verify")).status_code == 200


@pytest.mark.parametrize("typed", ["ABCD-2345-EFGH-6789", "x", "%00", "' or 1=1 --"])
async def test_an_unknown_number_is_a_clear_page(client: Any, brussels: NewSite, typed: str) -> None:
    answer = await client.get(f"/en/verify/{typed}")
    assert answer.status_code in (400, 404)
    assert "<h1" in answer.text


async def test_guessing_gets_slow_and_checking_does_not(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360])
    await issue(database, brussels, course)
    answers = [(await client.get(f"/en/verify/{new_code(brussels.id)}")).status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]


async def test_a_learner_is_written_to_with_a_link_that_opens_nothing_else(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(app_settings.secret())
    course = await make_finished_course(database, brussels, minutes=[360, 360])
    first, second = await issue(database, brussels, course)
    sent = await letters(database, app_settings, tmp_path)
    written = [one for one in sent if "certificat" in str(one["Subject"]).lower()]
    secret = app_settings.secret()
    links = [certificate_path("brussels", one.code, one.id, secret=secret) for one in await kept(database, brussels)]
    texts = [one.get_body(("plain",)).get_content() for one in written]  # type: ignore[union-attr]  # our mails have both
    assert len(written) == 2
    assert any(links[0] in text for text in texts)
    page = await client.get("/fr" + links[0])
    assert page.status_code == 200
    assert "badge.png" in page.text
    mixed = links[0].replace(first.code, second.code)
    assert mixed != links[0]
    assert (await client.get("/fr" + mixed)).status_code == 404
    assert (await client.get("/fr" + links[0][:-1] + "_")).status_code == 404


async def test_programs_issue_list_and_revoke(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_finished_course(database, brussels, minutes=[360, 0])
    header = await bearer(database, brussels)
    base = "/api/v1/sites/brussels/certificates"
    made = await client.post(base, json={"cohort": "web-1"}, headers=header)
    again = await client.post(base, json={"cohort": "web-1"}, headers=header)
    listed = await client.get(base, params={"cohort": "web-1", "limit": 1}, headers=header)
    code = made.json()["issued"][0]["code"]
    unsaid = await client.post(f"{base}/{code}/revoke", json={"reason": ""}, headers=header)
    revoked = await client.post(f"{base}/{code}/revoke", json={"reason": "mistake"}, headers=header)
    twice = await client.post(f"{base}/{code}/revoke", json={"reason": "mistake"}, headers=header)

    assert made.json()["refused"] == [{"registration": str(course.registrations[1]), "reasons": ["hours"]}]
    assert again.json()["issued"] == []
    assert [one["code"] for one in listed.json()["data"]] == [code]
    assert unsaid.status_code == 422
    assert revoked.json()["revoked_reason"] == "mistake"
    assert (twice.status_code, twice.json()["code"]) == (409, "already_revoked")
