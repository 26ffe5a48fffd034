"""What a translation must share with its source: placeholders, tags, plural forms, edges. Pure.

The catalogue check reports every problem; at run time a translation with a harmful one is not shown.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from gettext import c2py
from html.parser import HTMLParser

TOKEN = re.compile(r"%(?:(?P<percent>%)|\((?P<name>\w+)\)[sd])")
"""What is filled in when a message is used: %(name)s, and %% for a percent sign."""

_TEXT_TAGS = ("a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span")
ALLOWED_TAGS = frozenset((*_TEXT_TAGS, "strong", "sub", "sup", "time", "wbr"))
_FREE_ATTRIBUTES = frozenset(("title", "aria-label"))
_VOID = frozenset(("br", "wbr"))
_NUMBER_NAMES = frozenset(("n", "num", "count"))
_TAG = re.compile(r"<[^<>]*>")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_ADDRESS_TAG_OR_ENTITY = re.compile(r"https?://\S+|<[^<>]*>|&#?\w+;")
_FRENCH_SPACING = re.compile(
    r"[^\u00a0\u202f?!\s…][?!;»]"  # no space at all
    r"|[^\S\u00a0\u202f]+[?!;:»]"  # a space that may break
    r"|[^\u00a0\u202f\s]:(?=\s|$)"
    r"|«(?![\u00a0\u202f])"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """`rule` is a short fixed name; a harmful problem would show something wrong or unsafe."""

    rule: str
    text: str
    harmful: bool = True


@dataclass(frozen=True, slots=True)
class Plural:
    """The plural rule of a language, as the catalogue header states it."""

    count: int
    form_of: Callable[[int], int]
    single_forms: frozenset[int]
    """The forms that stand for exactly one number, and so may leave it out."""


def plural_of(header: str) -> Plural:
    """Reads `nplurals=2; plural=(n != 1);`."""
    found = re.fullmatch(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*", header)
    if found is None:
        raise ValueError(f"not a plural rule: {header!r}")
    form_of = c2py(found.group(2))
    uses = Counter(form_of(n) for n in range(1001))
    return Plural(int(found.group(1)), form_of, frozenset(form for form, times in uses.items() if times == 1))


def check_message(
    source: str | Sequence[str], translation: str | Sequence[str], *, language: str, plural: Plural
) -> list[Problem]:
    """`source` is a text, or singular and plural; `translation` a text, or all forms."""
    sources = (source,) if isinstance(source, str) else tuple(source)
    forms = (translation,) if isinstance(translation, str) else tuple(translation)
    expected = 1 if len(sources) == 1 else plural.count
    if len(forms) != expected or not all(forms):
        return [Problem("plural", f"{sum(map(bool, forms))} of {expected} forms")]
    problems: list[Problem] = []
    for index, form in enumerate(forms):
        number_may_go = len(sources) == 2 and index in plural.single_forms
        problems += _placeholders(sources, form, number_may_go)
        problems += _tags(sources, form)
        problems += _characters(sources[-1], form, language)
    return problems


def check_source(source: str | Sequence[str]) -> list[Problem]:
    """What would be wrong in every language."""
    texts = (source,) if isinstance(source, str) else tuple(source)
    problems: list[Problem] = []
    for text in texts:
        if "%" in TOKEN.sub("", text):
            problems.append(Problem("percent", "a lone %: write %% or %(name)s"))
        problems += _markup_problems(text)
    return problems


def _placeholders(sources: Sequence[str], form: str, number_may_go: bool) -> Iterator[Problem]:
    if "%" in TOKEN.sub("", form):
        yield Problem("percent", "a lone %: write %% or %(name)s")
    wanted = set[str]().union(*(names(text) for text in sources))
    found = names(form)
    if unknown := found - wanted:
        yield Problem("placeholder", f"not in the source: {', '.join(sorted(unknown))}")
    lost = wanted - found
    if number_may_go:
        lost -= _NUMBER_NAMES | (names(sources[-1]) - names(sources[0]))
    if lost:
        yield Problem("placeholder", f"missing: {', '.join(sorted(lost))}")


def names(text: str) -> set[str]:
    """The placeholders of a message."""
    return {found["name"] for found in TOKEN.finditer(text) if found["name"]}


def _tags(sources: Sequence[str], form: str) -> Iterator[Problem]:
    if any(_has_the_very_tags(text, form) for text in sources):
        return
    shape = _shape(form)
    if not any(shape.tags == _shape(text).tags for text in sources):
        yield Problem("tags", "other tags or attributes than the source")
    yield from _markup_problems(form)


def _has_the_very_tags(source: str, form: str) -> bool:
    """The quick answer for nearly all messages: the same tags in the same order, nothing else that looks like one."""
    tags = _TAG.findall(form)
    return tags == _TAG.findall(source) and form.count("<") == len(tags)


def _markup_problems(text: str) -> Iterator[Problem]:
    if "<" not in text:
        return
    shape = _shape(text)
    if not shape.balanced or shape.open:
        yield Problem("tags", "a tag is not closed, or closed twice")
    if forbidden := {tag for tag, _ in shape.tags} - ALLOWED_TAGS:
        yield Problem("tags", f"not allowed in a message: {', '.join(sorted(forbidden))}")


class _Shape(HTMLParser):
    """The tags of a text with the attributes that matter, and whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        self.open: list[str] = []
        self.balanced = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = tuple(sorted((name, "" if name in _FREE_ATTRIBUTES else value or "") for name, value in attrs))
        self.tags[tag, kept] += 1
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.balanced = False

    def handle_comment(self, data: str) -> None:
        self.tags["!--", ()] += 1

    def handle_decl(self, decl: str) -> None:
        self.tags["!", ()] += 1

    def unknown_decl(self, data: str) -> None:
        self.tags["!", ()] += 1

    def handle_pi(self, data: str) -> None:
        self.tags["?", ()] += 1


def _shape(text: str) -> _Shape:
    shape = _Shape()
    shape.feed(text)
    if re.search(r"<[A-Za-z/!?]", shape.rawdata):  # an unfinished tag would swallow what follows it on the page
        shape.balanced = False
    shape.close()
    return shape


def _characters(source: str, form: str, language: str) -> Iterator[Problem]:
    if _edges(source) != _edges(form):
        yield Problem("edges", "begins or ends with other space than the source", harmful=False)
    if _INVISIBLE.search(form):
        yield Problem("invisible", "a control or direction character")
    if language == "fr" and _FRENCH_SPACING.search(_ADDRESS_TAG_OR_ENTITY.sub("x", form)):
        yield Problem("spacing", "no-break space before : ; ? ! » and after «", harmful=False)


def _edges(text: str) -> tuple[str, str]:
    if not text.strip():
        return text, ""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
