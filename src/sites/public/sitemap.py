"""`sitemap.xml` of a centre: its public pages in all its languages, each naming the others."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from litestar import Request, Response, get

from core.errors import NotFound
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from i18n.languages import LANGUAGES
from network.units.current import CurrentSite
from sites.events.queries import upcoming_events
from sites.registrations.queries import open_courses
from sites.website.models import PageKind
from sites.website.queries.pages import PublishedPage, all_published

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_ALWAYS = ("", "/courses", "/events", "/news", "/about", "/practical", "/accessibility")

register_namespace("xhtml", _XHTML)


@get("/{site_code:str}/sitemap.xml", name="public.sitemap", include_in_schema=False, **needs(Permission.ANYONE))
async def sitemap(
    request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
    session: Db,
    site: CurrentSite,
    today: Today,
    now: Now,
    app_settings: AppSettings,
) -> Response[bytes]:
    """Only of a centre that is open to the public."""
    if not site.is_public:
        request.scope["state"]["site"] = None  # the error page must not tell its name
        raise NotFound
    courses = await open_courses(session, today=today)
    events = [event for event in await upcoming_events(session, now=now) if not event.is_cancelled]
    news = [page for page in await all_published(session, until=today) if page.kind is PageKind.NEWS]
    languages = [tag for tag in site.languages if tag in LANGUAGES]
    urls = Element("urlset", {"xmlns": _SPACE})
    for path, tags in [
        *((path, languages) for path in _ALWAYS),
        *((f"/courses/{course.code}", languages) for course in courses),
        *((f"/events/{event.code}", languages) for event in events),
        *_articles(news, languages),
    ]:
        _add(urls, f"/{site.code}{path}", tags, base_url=app_settings.base_url)
    content = tostring(urls, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type="application/xml", headers={"Cache-Control": "public, max-age=900"})


def _articles(news: Iterable[PublishedPage], languages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """News only in the languages they were written in."""
    for one in news:
        written = [tag for tag in languages if tag in one.title]
        if written:
            yield f"/news/{one.code}", written


def _add(urls: Element, path: str, tags: list[str], *, base_url: str) -> None:
    for tag in tags:
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = f"{base_url}/{tag}{path}"
        for other in tags:
            href = f"{base_url}/{other}{path}"
            SubElement(url, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": other, "href": href})
