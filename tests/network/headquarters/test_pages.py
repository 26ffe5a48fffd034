"""Compare centres: protected whoever asks, in words when something is wrong."""

import httpx
import pytest

from core.database import Database
from i18n.active import make_state, use_locale
from network.access.roles import Role
from network.results.figures import Figure
from network.results.indicators import INDICATORS
from network.results.periods import Period
from network.results.reading import SETS, likely_range, period_name, trend
from tests.factories import NewSite, make_curriculum, make_person, signed_in
from tests.network.results.world import Centre


@pytest.fixture
async def analyst(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> httpx.AsyncClient:
    person = await make_person(database, "analyst@example.org", Role.NETWORK_ANALYST, brussels.id)
    await signed_in(database, client, person)
    return client


@pytest.fixture
async def recorded(database: Database, brussels: NewSite, warsaw: NewSite) -> None:
    """Forty learners in Brussels, three in Warsaw: Warsaw's number may not be shown."""
    curriculum_id = await make_curriculum(database)
    for site, count in ((brussels, 40), (warsaw, 3)):
        centre = Centre(database, site, curriculum_id)
        centre.many(count, centre.cohort())
        await centre.save()


async def test_an_analyst_compares_the_countries(analyst: httpx.AsyncClient, recorded: None) -> None:
    page = await analyst.get("/en/hq?period=2026")

    assert page.status_code == 200
    assert "Be, 2026" not in page.text
    assert "Europe, 2026" in page.text, "the group has one region, so the page begins where the network branches"
    assert ">Be</a>" in page.text
    assert ">Pl</a>" in page.text


async def test_a_small_count_is_hidden_and_never_zero(analyst: httpx.AsyncClient, recorded: None) -> None:
    page = (await analyst.get("/en/hq?period=2026&unit=pl")).text

    assert "hidden: small group" in page
    learners = page.split('data-label="Learners"')[1].split("</td>")[0]
    assert "hidden" in learners
    assert "0" not in learners.split("title=")[0]


async def test_the_file_hides_what_the_page_hides(analyst: httpx.AsyncClient, recorded: None) -> None:
    answer = await analyst.get("/en/hq/figures.csv?period=2026&unit=warsaw")

    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("\ufeffPeriod,Code,Unit,Code,Indicator")
    learners = next(line for line in answer.text.splitlines() if ",learners," in line)
    assert "hidden: small group" in learners
    assert ",3," not in learners


async def test_the_file_is_written_for_the_readers_spreadsheet(analyst: httpx.AsyncClient, recorded: None) -> None:
    answer = await analyst.get("/fr/hq/figures.csv?period=2026&unit=brussels&set=more")

    assert ";" in answer.text.splitlines()[0]


async def test_a_breakdown_is_shown_for_each_unit(analyst: httpx.AsyncClient, recorded: None) -> None:
    page = await analyst.get("/en/hq?period=2026&unit=europe&breakdown=gender")

    assert page.status_code == 200
    assert "Non-binary" in page.text
    assert (
        await analyst.get("/en/hq?period=2026&breakdown=gender&set=more&indicator=startups_supported")
    ).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("period=2014-13", 400, "is not a period"),
        ("period=%00", 400, ""),
        ("unit=nowhere", 404, "There is no unit"),
        ("indicator=nonsense", 400, "There is no indicator"),
        ("breakdown=shoes", 400, "There is no breakdown"),
    ],
)
async def test_what_there_is_not_is_said_in_words(
    analyst: httpx.AsyncClient, asked: str, status: int, words: str
) -> None:
    page = await analyst.get(f"/en/hq?{asked}")

    assert page.status_code == status
    assert words in page.text


@pytest.mark.parametrize("period", ["1900", "1900-H1", "1900-01", "2200", "2200-Q4", "2200-12"])
async def test_the_first_and_the_last_periods_there_are_can_be_looked_at(
    analyst: httpx.AsyncClient, period: str
) -> None:
    assert (await analyst.get(f"/en/hq?period={period}")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/hq?period=2026",
        "/hq?period=2026&breakdown=gender",
        "/hq/figures.csv?period=2026&unit=europe&breakdown=gender",
        "/hq/indicators",
        "/hq/units",
        "/hq/units/brussels",
        "/hq/curricula",
        "/hq/curricula/web-first-steps",
    ],
)
async def test_a_page_takes_at_most_six_statements(
    analyst: httpx.AsyncClient, recorded: None, statements: list[str], path: str
) -> None:
    await analyst.get("/en/hq?period=2026")  # counts what has just been recorded
    statements.clear()

    page = await analyst.get(f"/en{path}")

    assert page.status_code == 200
    assert len(statements) <= 6, "\n\n".join(statements)


async def test_a_period_without_records_has_rates_of_nobody(analyst: httpx.AsyncClient) -> None:
    page = await analyst.get("/en/hq?unit=brussels&period=2031")

    assert page.status_code == 200
    assert "no figure" in page.text


async def test_every_indicator_is_explained(analyst: httpx.AsyncClient) -> None:
    page = (await analyst.get("/en/hq/indicators")).text

    assert 'id="completion_rate"' in page
    assert "Enrolments whose cohort ended in the period" in page


@pytest.mark.parametrize("path", ["/hq", "/hq/figures.csv", "/hq/indicators"])
async def test_a_trainer_has_no_business_there(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, path: str
) -> None:
    person = await make_person(database, "trainer@example.org", Role.TRAINER, brussels.id)
    await signed_in(database, client, person)

    assert (await client.get(f"/en{path}")).status_code == 403


def _rate(value: float, n: int, code: str = "completion_rate") -> Figure:
    return Figure(code, "be", None, None, value, round(value * n), n, False, False)


def test_a_rate_comes_with_what_chance_may_do_to_it() -> None:
    few, many = likely_range(_rate(0.5, 10)), likely_range(_rate(0.5, 1000))

    assert few is not None
    assert many is not None
    assert few[1] - few[0] > 5 * (many[1] - many[0])
    assert likely_range(_rate(1.0, 10))[1] == 1.0  # type: ignore[index]  # a rate has one


def test_a_trend_says_what_was_before_and_whether_it_is_welcome() -> None:
    with use_locale(make_state("en")):
        found = trend(_rate(0.8, 100), _rate(0.75, 100), Period.parse("2025"))

    assert found is not None
    assert found.text == "5 points more (2025: 75%)"
    assert (found.direction, found.good) == ("up", True)


def test_periods_have_names() -> None:
    with use_locale(make_state("en")):
        assert [period_name(Period.parse(text)) for text in ("2026", "2026-H2", "2026-Q3", "2026-09")] == [
            "2026",
            "Second half of 2026",
            "Quarter 3 of 2026",
            "September 2026",
        ]


def test_every_set_names_indicators_that_exist() -> None:
    assert {code for one in SETS.values() for code in one.codes} <= set(INDICATORS)
