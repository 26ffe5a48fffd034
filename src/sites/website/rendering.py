"""Texts in several languages and in Markdown, as a page shows them: marked where not in the reader's language."""

from dataclasses import dataclass

from markupsafe import Markup

from i18n.active import current, direction
from i18n.content import Localized
from sites.website.markdown import to_html, to_text

_LONGEST_LEAD = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """`language` is None where the text is in the reader's own."""

    html: Markup
    language: str | None
    direction: str

    def __bool__(self) -> bool:
        return bool(self.html)


def rendered(text: Localized) -> Rendered:
    words, language = text.resolve()
    is_other = language is not None and language != current().tag
    return Rendered(to_html(words), language if is_other else None, direction(language or current().tag))


def lead(text: Localized, *, longest: int = _LONGEST_LEAD) -> Localized:
    """The first words of each language, for a list, a feed, a search engine."""
    return Localized({tag: _shortened(to_text(words), longest) for tag, words in text.items()})


def _shortened(text: str, longest: int) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= longest else first[: longest - 1].rsplit(" ", 1)[0] + "…"
