"""News as a feed that a reader can subscribe to (RFC 4287)."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from i18n.content import Localized
from sites.website.queries.pages import PublishedPage
from sites.website.rendering import rendered

_SPACE = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = datetime(2020, 1, 1, tzinfo=UTC)


def news_feed(news: list[PublishedPage], *, name: str, address: str) -> bytes:
    """`address`: of the centre, with its language. Texts stand in the reader's language or the next one there is."""
    feed = Element("feed", {"xmlns": _SPACE})
    _add(feed, "id", f"{address}/news")
    _add(feed, "title", name)
    _add(feed, "updated", max((one.published_at for one in news), default=_NEVER).isoformat())
    SubElement(feed, "link", {"rel": "self", "href": f"{address}/news.atom"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}/news"})
    SubElement(SubElement(feed, "author"), "name").text = name
    for one in news:
        entry = SubElement(feed, "entry")
        _add(entry, "id", f"urn:uuid:{one.id}")
        _text(entry, "title", one.title)
        _add(entry, "updated", one.published_at.isoformat())
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}/news/{one.code}"})
        content = SubElement(entry, "content", {"type": "html"})
        content.text = str(rendered(one.body).html)
        _mark(content, one.body)
    made: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _text(parent: Element, name: str, text: Localized) -> None:
    element = SubElement(parent, name)
    element.text = text.resolve()[0]
    _mark(element, text)


def _mark(element: Element, text: Localized) -> None:
    language = text.resolve()[1]
    if language:
        element.set(_XML_LANG, language)
