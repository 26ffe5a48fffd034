"""What headquarters is shown: nothing small, nothing that gives it away, nothing that contradicts itself."""

from datetime import date
from typing import Any

import pytest

from core.database import Database, unit_of_work
from core.errors import AppError
from core.tenancy import DataScope
from network.results import protection
from network.results.breakdowns import Gender
from network.results.checking import differences
from network.results.disclosure import protect
from network.results.figures import results
from network.units.actions import move_unit
from network.units.models import UnitKind
from sites.outcomes.models import Situation
from sites.registrations.models import RegistrationStatus as Status
from tests.factories import NewSite, make_curriculum, make_site, make_unit
from tests.network.results.world import Centre, figure, figures, value


@pytest.fixture
async def centre(database: Database, brussels: NewSite) -> Centre:
    return Centre(database, brussels, await make_curriculum(database))


async def shown(centre: Centre, indicator: str, unit: str, **asked: Any) -> dict[str | None, int | None]:
    found = await figures(centre.database, indicator, unit, **asked)
    assert all(row["suppressed"] == (row["numerator"] is None) for row in found.values())
    return {category: row["value"] for category, row in found.items()}


async def test_one_to_four_people_are_hidden_with_a_partner_and_zero_is_shown(centre: Centre) -> None:
    cohort = centre.cohort()
    centre.many(3, cohort, gender=Gender.NON_BINARY)
    centre.many(20, cohort, gender=Gender.WOMAN)
    centre.many(30, cohort, gender=Gender.MAN)
    await centre.save()
    found = await shown(centre, "learners", "brussels", breakdown="gender")
    assert found == {None: 53, "woman": None, "man": 30, "non_binary": None, "no_answer": 0}
    assert (await figures(centre.database, "learners", "brussels", own=centre.site, breakdown="gender"))["non_binary"][
        "value"
    ] == 3


async def test_learners_and_enrolments_hide_the_same(centre: Centre) -> None:
    cohort, again = centre.cohort(), centre.cohort(starts_on="2026-04-01")
    ada = centre.learner()
    centre.registration(cohort, ada, gender=Gender.MAN)
    centre.registration(again, ada, gender=Gender.MAN)
    centre.many(3, cohort, gender=Gender.MAN)
    centre.many(20, cohort)
    await centre.save()
    assert (await shown(centre, "enrolments", "brussels", breakdown="gender"))["man"] is None
    assert (await shown(centre, "learners", "brussels", breakdown="gender"))["man"] is None


async def test_a_rate_is_hidden_below_ten_and_with_its_numerator(centre: Centre) -> None:
    cohort = centre.cohort()
    centre.many(9, cohort, status=Status.COMPLETED)
    await centre.save()
    assert (await figure(centre.database, "completion_rate", "be"))["suppressed"]
    centre.registration(cohort, status=Status.COMPLETED)
    await centre.save()
    assert await value(centre.database, "completion_rate", "be") == 1
    small = centre.cohort(ends_on="2027-06-30")
    centre.many(3, small, status=Status.COMPLETED)
    centre.many(30, small, status=Status.NOT_COMPLETED)
    await centre.save()
    hidden = await figure(centre.database, "completion_rate", "be", "2027")
    assert (hidden["value"], hidden["numerator"], hidden["denominator"]) == (None, None, None)


async def test_a_share_with_nobody_to_be_a_share_of_has_no_value_and_no_secret(centre: Centre) -> None:
    await centre.save()
    found = await figure(centre.database, "women_share", "be")
    assert (found["value"], found["suppressed"], found["denominator"]) == (None, False, 0)


async def test_who_did_not_answer_is_hidden_with_the_rate(centre: Centre) -> None:
    cohort = centre.cohort()
    for number, situation in ((12, Situation.EMPLOYED), (3, None)):
        for person in centre.many(number, cohort):
            centre.outcome(person, situation)
    await centre.save()
    assert (await figure(centre.database, "positive_exit_rate_6m", "be"))["non_respondents"] is None


async def test_money_is_hidden_only_with_its_learners(centre: Centre) -> None:
    centre.spending("1000")
    centre.many(3, centre.cohort())
    await centre.save()
    assert (await figure(centre.database, "spend_per_learner", "be"))["suppressed"]
    centre.many(3, centre.cohort())
    await centre.save()
    assert await value(centre.database, "spend_per_learner", "be") == 166.67


async def test_the_total_of_two_centres_does_not_give_the_small_one_away(centre: Centre, database: Database) -> None:
    antwerp = Centre(database, await make_site(database, "antwerp"), centre.curriculum_id)
    centre.many(20, centre.cohort())
    antwerp.many(2, antwerp.cohort())
    await centre.save()
    await antwerp.save()
    seen = {unit: await value(database, "learners", unit) for unit in ("antwerp", "brussels", "be", "network")}
    assert seen["antwerp"] is None
    assert seen["brussels"] is None or seen["be"] is None


async def test_moving_a_centre_changes_nothing_before_the_day(centre: Centre, database: Database) -> None:
    await make_unit(database, "flanders", UnitKind.COUNTRY, "europe", "BE")
    for starts_on in ("2026-02-02", "2026-09-07"):
        centre.many(6, centre.cohort(starts_on=starts_on, ends_on="2026-12-01"))
    await centre.save()
    assert await value(database, "learners", "be") == 12
    async with unit_of_work(database, DataScope.of_network()) as session:
        await move_unit(session, "brussels", to="flanders", from_on=date(2026, 7, 1))
    assert [await value(database, "learners", unit, "2026-H1") for unit in ("be", "flanders")] == [6, 0]
    assert [await value(database, "learners", unit, "2026-H2") for unit in ("be", "flanders")] == [0, 6]
    assert [await value(database, "learners", unit) for unit in ("europe", "brussels")] == [12, 12]
    assert await differences(database) == []


async def test_children_are_those_of_the_period(centre: Centre, database: Database) -> None:
    async with unit_of_work(database, DataScope.of_network()) as session:
        found = await results(session, database, indicators=["learners"], children_of="europe", period="2026")
    assert [one.unit for one in found.figures] == ["europe", "be", "es", "pl"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"indicators": ["nonsense"]}, "unknown_indicator"),
        ({"indicators": []}, "nothing_asked"),
        ({"units": []}, "nothing_asked"),
        ({"units": ["atlantis"]}, "unknown_unit"),
        ({"children_of": "be"}, "unit_and_children"),
        ({"period": "2026-W3"}, "unknown_period"),
        ({"breakdown": "shoe_size"}, "unknown_breakdown"),
        ({"indicators": ["seat_occupancy"], "breakdown": "gender"}, "breakdown_not_offered"),
        ({"curriculum": "alchemy"}, "unknown_curriculum"),
        ({"programme": "alchemy"}, "unknown_programme"),
    ],
)
async def test_what_there_is_not_is_refused_in_words(
    tree: None, database: Database, asked: dict[str, object], code: str
) -> None:
    question: dict[str, object] = {"indicators": ["learners"], "units": ["be"], "period": "2026", **asked}
    async with unit_of_work(database, DataScope.of_network()) as session:
        with pytest.raises(AppError) as refused:
            await results(session, database, **question)  # type: ignore[arg-type]  # a question is a mapping of many kinds
    assert refused.value.code == code
    assert 400 <= refused.value.status < 500
    assert "%(" not in refused.value.text


async def test_a_repeated_question_is_one_statement(centre: Centre, database: Database) -> None:
    centre.many(6, centre.cohort())
    await centre.save()
    assert await value(database, "learners", "network") == 6
    async with unit_of_work(database, DataScope.of_network()) as session:
        statements: list[object] = []
        run = session.execute

        async def counted(statement: object, *args: object, **more: object) -> object:
            statements.append(statement)
            return await run(statement, *args, **more)  # type: ignore[call-overload]  # passed on as it came

        session.execute = counted  # type: ignore[method-assign,assignment]  # counts on the way
        asked = {"indicators": ["learners"], "units": ["network"]}
        await results(session, database, **asked, period="2026")  # type: ignore[arg-type]  # as above
        assert len(statements) == 1
        await results(session, database, **asked, period="2025")  # type: ignore[arg-type]  # as above
        assert len(statements) == 3


async def test_what_is_hidden_is_decided_again_only_where_counts_have_changed(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[int] = []

    def counting(values: Any, *rest: Any, **named: Any) -> frozenset[Any]:
        decided.append(len(values))
        return protect(values, *rest, **named)

    monkeypatch.setattr(protection, "protect", counting)
    cohort = centre.cohort()
    people = centre.many(3, cohort, gender=Gender.MAN) + centre.many(20, cohort)
    meeting = centre.session(cohort)
    await centre.save()
    assert (await shown(centre, "learners", "brussels", breakdown="gender"))["man"] is None
    first = len(decided)

    centre.mark(meeting, people[0])
    await centre.save()
    assert (await shown(centre, "learners", "brussels", breakdown="gender"))["man"] is None
    assert len(decided) == first

    centre.many(2, cohort, gender=Gender.MAN)
    await centre.save()
    assert (await shown(centre, "learners", "brussels", breakdown="gender"))["man"] == 5
    assert first >= 1
