"""What can be found on a centre's website: each text in each of its languages, without accents. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from i18n.content import Localized
from i18n.messages import LazyText, lazy
from i18n.search import fold
from sites.events.queries import PublicEvent
from sites.registrations.queries import Course
from sites.website.models import PageKind
from sites.website.queries.pages import PublishedPage
from sites.website.rendering import lead
from sites.website.words import PAGE_NAMES

MOST_WORDS: Final = 8
_WORD: Final = re.compile(r"\w+")
_SHORTEST_CUT: Final = 5
_SHORT: Final = 7


class FoundKind(StrEnum):
    COURSE = "course"
    EVENT = "event"
    PAGE = "page"
    NEWS = "news"


KIND_NAMES: Final[dict[FoundKind, LazyText]] = {
    FoundKind.COURSE: lazy("Course"),
    FoundKind.EVENT: lazy("Event"),
    FoundKind.PAGE: lazy("Page"),
    FoundKind.NEWS: lazy("News"),
}

# PostgreSQL knows how these are inflected; of the others only the beginning of a word is compared.
STEMMERS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "nl": "dutch",
}
NO_STEMMER: Final = "simple"


@dataclass(frozen=True, slots=True)
class Document:
    """`path` below the centre's address. `more`: words that lead here but are not shown."""

    kind: FoundKind
    path: str
    title: Localized
    text: Localized
    more: tuple[Localized, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One document in one language, as search reads it."""

    document: int
    language: str
    folded: str

    @property
    def stemmer(self) -> str:
        return STEMMERS.get(self.language, NO_STEMMER)


def texts_of(documents: Sequence[Document]) -> list[Text]:
    """A title counts twice."""
    return [text for number, document in enumerate(documents) for text in _texts(number, document)]


def _texts(number: int, document: Document) -> Iterator[Text]:
    parts = (document.title, document.title, document.text, *document.more)
    for tag in dict.fromkeys(tag for part in parts for tag in part):
        yield Text(number, tag, fold(" ".join(part[tag] for part in parts if tag in part)))


def words_of(query: str) -> list[str]:
    return _WORD.findall(fold(query))[:MOST_WORDS]


def beginnings(words: Iterable[str]) -> str:
    """A question to PostgreSQL: every word, or a longer one that begins so."""
    return " & ".join(f"'{word}':*" for word in words)


def cut(words: Iterable[str]) -> list[str]:
    """Without the last letters, where inflection happens: szkoleniach finds szkolenie."""
    return [word if len(word) < _SHORTEST_CUT else word[: -3 if len(word) > _SHORT else -2] for word in words]


def documents_of(
    courses: Iterable[Course], events: Iterable[PublicEvent], pages: Iterable[PublishedPage]
) -> list[Document]:
    return [*map(_course, courses), *map(_event, events), *_pages(pages)]


def _course(course: Course) -> Document:
    more = (course.audience, course.venue.name) if course.venue else (course.audience,)
    return Document(FoundKind.COURSE, f"/courses/{course.code}", course.title, course.summary, more)


def _event(event: PublicEvent) -> Document:
    more = (event.venue_name,) if event.venue_name else ()
    return Document(FoundKind.EVENT, f"/events/{event.code}", event.title, event.summary, more)


def _pages(pages: Iterable[PublishedPage]) -> Iterator[Document]:
    for page in pages:
        if page.kind is PageKind.NEWS:
            yield Document(FoundKind.NEWS, f"/news/{page.code}", page.title, lead(page.body), (page.body,))
        else:
            path = "" if page.kind is PageKind.HOME else f"/{page.code}"
            name = page.title or Localized(en=str(PAGE_NAMES[page.kind]))
            yield Document(FoundKind.PAGE, path, name, lead(page.body), (page.body,))
