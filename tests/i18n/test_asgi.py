import asyncio
from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException

from i18n.active import active_language, current
from i18n.asgi import LocaleASGI, Message, Receive, Scope, Send
from i18n.languages import INTERFACE_LANGUAGES, direction


def page(status: int = 200) -> Response[str]:
    tag = active_language()
    return Response(f'<html lang="{tag}" dir="{direction(tag)}">', status_code=status, media_type="text/html")


@get(["/", "/courses", "/{site:str}/", "/api/v1/units", "/healthz", "/static/x.css", "/{site:str}/calendar.ics"])
async def reading() -> Response[str]:
    await asyncio.sleep(0.001)
    return page()


@get("/threaded", sync_to_thread=True)
def threaded() -> Response[str]:
    return page()


@post("/courses")
async def writing() -> Response[str]:
    return page(201)


@get("/own")
async def own_header() -> Response[str]:
    return Response("", headers={"content-language": "pl", "vary": "Accept, cookie"})


def refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    return page(error.status_code)


APP = Litestar([reading, threaded, writing, own_header], exception_handlers={HTTPException: refused})


def client(*, pseudo: bool = False) -> httpx.AsyncClient:
    app = LocaleASGI(APP, pseudo=pseudo)  # type: ignore[arg-type]  # Litestar types its scope more narrowly
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


async def ask(path: str, *, accept: str = "", cookie: str = "", method: str = "GET") -> httpx.Response:
    headers = [(b"accept-language", accept.encode()), (b"cookie", cookie.encode("latin-1"))]
    async with client() as browser:
        return await browser.request(method, path, headers=[header for header in headers if header[1]])


@pytest.mark.parametrize("tag", INTERFACE_LANGUAGES)
async def test_a_page_speaks_the_language_of_its_address(tag: str) -> None:
    answer = await ask(f"/{tag}/courses", accept="de", cookie="archipel_language=uk")
    assert (answer.status_code, answer.text) == (200, f'<html lang="{tag}" dir="{direction(tag)}">')
    assert answer.headers["content-language"] == tag
    assert "vary" not in answer.headers


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/fr/", "GET", 200), ("/fr", "GET", 200), ("/fr/no/such/page", "GET", 404), ("/fr/courses", "DELETE", 405)],
)
async def test_found_or_not_every_page_below_a_language_speaks_it(path: str, method: str, status: int) -> None:
    answer = await ask(path, method=method)
    assert (answer.status_code, answer.text) == (status, '<html lang="fr" dir="ltr">')
    assert answer.headers["content-language"] == "fr"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/", "/nl/"),
        ("/brussels/?q=%C3%A9t%C3%A9&page=2", "/nl/brussels/?q=%C3%A9t%C3%A9&page=2"),
        ("/caf%C3%A9%2Fbar", "/nl/caf%C3%A9%2Fbar"),
        ("/xx/courses", "/nl/xx/courses"),
        ("/FR/courses", "/nl/FR/courses"),
        ("/french/", "/nl/french/"),
        ("/en-XA/", "/nl/en-XA/"),
        ("//evil.example/", "/nl//evil.example/"),
        ("/brussels/calendar.ics/x", "/nl/brussels/calendar.ics/x"),
        ("/apis", "/nl/apis"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_page_without_language_is_redirected_with_path_and_query(path: str, target: str, method: str) -> None:
    answer = await ask("http://test" + path, accept="nl-BE,fr;q=0.5", method=method)
    assert (answer.status_code, answer.headers["location"]) == (302, target)
    assert answer.headers["vary"] == "Accept-Language, Cookie"
    assert answer.headers["cache-control"] == "private"
    assert answer.content == b""


async def test_the_remembered_language_goes_before_the_browsers() -> None:
    answer = await ask("/", accept="de", cookie="other=1; archipel_language=ar")
    assert answer.headers["location"] == "/ar/"
    for broken in ("archipel_language=xx", "archipel_language", "a[]=1;;=;archipel_language=\x80"):
        assert (await ask("/", accept="de", cookie=broken)).headers["location"] == "/de/"


async def test_the_page_behind_an_unknown_language_is_missing_in_the_right_one() -> None:
    target = (await ask("/xx/y/z", accept="pl")).headers["location"]
    answer = await ask(target)
    assert (answer.status_code, answer.text) == (404, '<html lang="pl" dir="ltr">')


@pytest.mark.parametrize("path", ["/api/v1/units", "/api/v1/nothing", "/brussels/calendar.ics", "/network"])
async def test_what_has_no_language_in_its_address_follows_the_headers(path: str) -> None:
    answer = await ask(path, accept="es")
    assert answer.status_code in (200, 404)
    assert answer.text == '<html lang="es" dir="ltr">'
    assert answer.headers["content-language"] == "es"
    assert answer.headers["vary"] == "Accept-Language, Cookie"


@pytest.mark.parametrize("path", ["/static/x.css", "/healthz"])
async def test_files_and_probes_are_the_same_for_everybody(path: str) -> None:
    answer = await ask(path, accept="es")
    assert answer.status_code == 200
    assert not {"content-language", "vary"} & answer.headers.keys()


async def test_a_form_sent_without_language_is_not_lost() -> None:
    answer = await ask("/courses", accept="ca", method="POST")
    assert (answer.status_code, answer.text) == (201, '<html lang="ca" dir="ltr">')


async def test_an_answer_that_names_its_language_itself_is_right() -> None:
    async with client() as browser:
        answer = await browser.post("/own", headers={"accept-language": "fr"})
        assert (answer.status_code, answer.headers["content-language"]) == (405, "fr")
        answer = await browser.get("/fr/own")
    assert (answer.headers["content-language"], answer.headers["vary"]) == ("pl", "Accept, cookie")


async def test_pseudo_languages_exist_only_where_they_are_wanted() -> None:
    async with client(pseudo=True) as browser:
        answer = await browser.get("/ar-XB/")
    assert (answer.status_code, answer.text) == (200, '<html lang="ar-XB" dir="rtl">')
    assert (await ask("/ar-XB/")).status_code == 302


@pytest.mark.parametrize(
    ("path", "raw_path", "location"),
    [
        ("/a\x00b", b"/a%00b", b"/en/a%00b"),
        ("/a\x00b", None, b"/en/a%00b"),
        ("/a\ufffd", b"/a%ff", b"/en/a%ff"),
        ("/a%zz", b"/a%zz", b"/en/a%zz"),
        ("/a\udcff", None, b"/en/a%3F"),
        ("/a\r\nset-cookie: x=1", b"/a\r\nset-cookie: x=1", b"/en/a%0D%0Aset-cookie:%20x=1"),
        ("", b"", b"/en/"),
        ("a", b"a", b"/en/a"),
        ("/50%", None, b"/en/50%25"),
    ],
)
async def test_an_odd_address_is_redirected_and_never_crashes(
    path: str, raw_path: bytes | None, location: bytes
) -> None:
    sent = await raw(path=path, raw_path=raw_path)
    assert (sent[0]["status"], dict(sent[0]["headers"])[b"location"]) == (302, location)


async def test_a_query_cannot_add_a_header() -> None:
    sent = await raw(path="/", raw_path=b"/", query_string=b"a=1&b=%zz\r\nx: y")
    assert dict(sent[0]["headers"])[b"location"] == b"/en/?a=1&b=%zz%0D%0Ax:%20y"


async def test_below_a_prefix_of_a_proxy_the_language_comes_after_it() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    wrapper = LocaleASGI(app)
    sent = await raw(wrapper, path="/net/courses", raw_path=b"/net/courses", root_path="/net")
    assert dict(sent[0]["headers"])[b"location"] == b"/net/en/courses"
    await raw(wrapper, path="/net/fr/courses", raw_path=b"/net/fr/courses", root_path="/net")
    assert (seen[0]["root_path"], seen[0]["path"]) == ("/net/fr", "/net/fr/courses")


async def test_a_websocket_is_never_redirected_and_lifespan_is_passed_on() -> None:
    seen: list[tuple[str, str]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope["type"], active_language()))

    wrapper = LocaleASGI(app)
    await raw(wrapper, type="websocket", path="/live", headers=[(b"accept-language", b"fr")])
    await raw(wrapper, type="websocket", path="/nl/live")
    await raw(wrapper, type="lifespan")
    assert seen == [("websocket", "fr"), ("websocket", "nl"), ("lifespan", "en")]


async def raw(app: LocaleASGI | None = None, **scope: Any) -> list[Message]:
    """One request below the level of any client, which would refuse to send it."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    given: Scope = {"type": "http", "method": "GET", "headers": [], "query_string": b"", **scope}
    await (app or LocaleASGI(APP))(given, receive, send)  # type: ignore[arg-type]  # Litestar and the others type ASGI differently
    return sent


def mixed_requests() -> Iterable[tuple[str, str, str, str]]:
    """Path, Accept-Language, method and the language of the answer, 200 times."""
    for number in range(200):
        tag = INTERFACE_LANGUAGES[number % len(INTERFACE_LANGUAGES)]
        other = INTERFACE_LANGUAGES[(number + 3) % len(INTERFACE_LANGUAGES)]
        yield from (
            [
                (f"/{tag}/courses", other, "GET", tag),
                (f"/{tag}/threaded", other, "GET", tag),
                (f"/{tag}/a/b/c/d", other, "GET", tag),
                (f"/{tag}/courses", other, "DELETE", tag),
                ("/api/v1/units", other, "GET", other),
            ][number % 5 : number % 5 + 1]
        )


async def test_200_requests_at_once_each_get_their_own_language() -> None:
    async with client() as browser:

        async def language_of(path: str, accept: str, method: str) -> str:
            answer = await browser.request(method, path, headers={"accept-language": accept})
            assert answer.headers["content-language"] in answer.text
            return answer.text.split('"')[1]

        asked = list(mixed_requests())
        answered = await asyncio.gather(*(language_of(path, accept, method) for path, accept, method, _ in asked))
    assert len(asked) == 200
    assert answered == [tag for *_, tag in asked]
    assert current().tag == "en"
