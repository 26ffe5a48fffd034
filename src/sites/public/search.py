"""`/{site}/search`: courses, events, pages and news, in every language of the centre."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from litestar import Controller, get
from litestar.params import FromQuery
from sqlalchemy import ARRAY, String, cast, func, literal, select
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.ext.asyncio import AsyncSession

from core.forms import clean
from core.permissions import Permission, needs
from core.web.dependencies import Db, Now, Today
from core.web.pages import Page
from i18n.active import current
from i18n.content import Localized
from network.units.current import CurrentSite
from sites.events.queries import upcoming_events
from sites.public.documents import (
    KIND_NAMES,
    NO_STEMMER,
    Document,
    FoundKind,
    Text,
    beginnings,
    cut,
    documents_of,
    texts_of,
    words_of,
)
from sites.registrations.queries import open_courses
from sites.website.queries.pages import all_published

MOST: Final = 30
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Found:
    """`language` is named where it is not the reader's: the text was found in it, and is shown in it."""

    kind: FoundKind
    path: str
    title: Localized
    text: Localized
    language: str | None


class PublicSearch(Controller):
    include_in_schema = False

    @get("/{site_code:str}/search", name="public.search", **needs(Permission.ANYONE, public_site=True, kept=True))
    async def search_page(self, session: Db, site: CurrentSite, today: Today, now: Now, q: FromQuery[str] = "") -> Page:
        wanted = clean(q)[:_LONGEST]
        found = await found_on_site(session, wanted, languages=site.languages, today=today, now=now)
        return Page("public/search.html", {"wanted": wanted, "found": found, "kinds": KIND_NAMES, "most": MOST})


async def found_on_site(
    session: AsyncSession, query: str, *, languages: tuple[str, ...], today: date, now: datetime
) -> list[Found]:
    """What is in the reader's language first, then what the question fits best."""
    words = words_of(query)
    if not words:
        return []
    documents = documents_of(
        await open_courses(session, today=today),
        await upcoming_events(session, now=now),
        await all_published(session, until=today),
    )
    texts = [text for text in texts_of(documents) if text.language in languages]
    ranks = await _ranks(session, texts, words)
    best: dict[int, tuple[bool, float, str]] = {}
    for position, rank in ranks:
        text = texts[position]
        candidate = (text.language == current().tag, rank, text.language)
        best[text.document] = max(best.get(text.document, candidate), candidate)
    order = sorted(best, key=lambda number: (best[number][0], best[number][1]), reverse=True)
    return [_found(documents[number], best[number][2]) for number in order[:MOST]]


async def _ranks(session: AsyncSession, texts: list[Text], words: list[str]) -> list[tuple[int, float]]:
    """Which of the texts hold all the words, inflected as their language does it."""
    if not texts:
        return []
    strings = ARRAY(String)
    exact, shorter = beginnings(words), beginnings(cut(words))
    asked = [exact if text.stemmer != NO_STEMMER else shorter for text in texts]
    given = (
        func.unnest(
            cast(literal([text.folded for text in texts], strings), strings),
            cast(literal([text.stemmer for text in texts], strings), strings),
            cast(literal(asked, strings), strings),
        )
        .table_valued("folded", "stemmer", "asked", with_ordinality="position")
        .render_derived(name="given")
    )
    stemmer, simple = cast(given.c.stemmer, REGCONFIG), cast(literal(NO_STEMMER), REGCONFIG)
    words_in = func.to_tsvector(stemmer, given.c.folded).op("||")(func.to_tsvector(simple, given.c.folded))
    question = func.to_tsquery(stemmer, given.c.asked).op("||")(func.to_tsquery(simple, given.c.asked))
    rows = await session.execute(
        select(given.c.position, func.ts_rank(words_in, question)).where(words_in.op("@@")(question))
    )
    return [(int(position) - 1, float(rank)) for position, rank in rows]


def _found(document: Document, language: str) -> Found:
    is_other = language != current().tag
    title, text = document.title, document.text
    if is_other:
        title = Localized({language: title[language]}) if language in title else title
        text = Localized({language: text[language]}) if language in text else text
    return Found(document.kind, document.path, title, text, language if is_other else None)
