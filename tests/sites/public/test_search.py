"""What people look for is found without accents, inflected, and in every language of the centre."""

import httpx
import pytest

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from sites.public.documents import cut, words_of
from sites.website.actions.pages import publish, write_page
from tests.factories import NewSite, make_site
from tests.sites.registrations.made import make_course, make_event


@pytest.fixture
async def poland(tree: None, database: Database) -> NewSite:
    return await make_site(database, "lodz", country="PL", parent="pl", languages=["pl", "uk", "lb"])


async def published(database: Database, site: NewSite, **body: str) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        titles = Localized({tag: "Strona" for tag in body})
        await write_page(session, "about", title=titles, body=Localized(body), now=utc_now())
        await publish(session, "about", now=utc_now())


@pytest.mark.parametrize(
    ("asked", "tag", "text"),
    [
        ("developpement", "fr", "Un cours de Développement web à Liège"),
        ("LIEGE", "fr", "Un cours de Développement web à Liège"),
        ("formation", "fr", "Toutes nos formations sont gratuites"),
        ("cursus", "nl", "Onze cursussen zijn gratis"),
        ("Kurse", "de", "Ein Kurs für alle"),
        ("strasse", "de", "Straße der Bildung"),
        ("course", "en", "Our courses are free"),
        ("free cours", "en", "Our courses are free"),
    ],
)
async def test_a_word_is_found_in_any_form(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, asked: str, tag: str, text: str
) -> None:
    await published(database, brussels, **{tag: text})
    page = await client.get(f"/{tag}/brussels/search", params={"q": asked})
    assert f"/{tag}/brussels/about" in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("asked", "tag", "text"),
    [
        ("szkoleniach cyfrowych", "pl", "Szkolenia cyfrowe dla każdego"),
        ("lodz", "pl", "Centrum w Łodzi i Łódź"),
        ("курсів", "uk", "Наші курси безкоштовні"),
        ("навичка", "uk", "цифрові навички"),
        ("computer", "lb", "Computeren fir jiddereen"),
    ],
)
async def test_languages_without_a_stemmer_are_found_by_their_beginnings(
    client: httpx.AsyncClient, database: Database, poland: NewSite, asked: str, tag: str, text: str
) -> None:
    await published(database, poland, **{tag: text})
    page = await client.get(f"/{tag}/lodz/search", params={"q": asked})
    assert f'href="/{tag}/lodz/about"' in page.text.partition("<main")[2].partition("</main>")[0]


async def test_what_is_found_in_another_language_says_so(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await published(database, brussels, nl="Onze cursussen zijn gratis")
    page = (await client.get("/fr/brussels/search?q=cursussen")).text
    assert '<span lang="nl" dir="ltr">' in page
    assert "néerlandais" in page


async def test_courses_and_events_are_found_and_hidden_ones_are_not(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "WEB-1")
    await make_event(database, brussels, "lab")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await write_page(session, "about", title=Localized(fr="Brouillon"), body=Localized(), now=utc_now())
    assert "/fr/brussels/courses/WEB-1" in (await client.get("/fr/brussels/search?q=premiers pas")).text
    assert "/fr/brussels/events/lab" in (await client.get("/fr/brussels/search?q=soiree")).text
    assert "/fr/brussels/search?q" not in (await client.get("/fr/brussels/search?q=brouillon")).text.partition("<ol")[2]


@pytest.mark.parametrize("odd", ["'", "\\", "a & | !", ":*", "%", "😀", "x" * 5000, "--", "' or 1=1", "<b>", "a'b"])
async def test_nothing_that_is_asked_breaks_it(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, odd: str
) -> None:
    await make_course(database, brussels, "WEB-1")
    assert (await client.get("/fr/brussels/search", params={"q": odd})).status_code == 200


async def test_one_centre_does_not_find_what_another_says(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    await published(database, warsaw, en="A secret garden")
    assert "garden" not in (await client.get("/en/brussels/search?q=garden")).text.partition("<ol")[2]


def test_words_are_counted_and_cut() -> None:
    assert words_of("Łódź, d'été! " + "x " * 20) == ["lodz", "d", "ete", *["x"] * 5]
    assert cut(["kurs", "navykiv", "szkoleniach"]) == ["kurs", "navyk", "szkoleni"]
