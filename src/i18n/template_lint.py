"""Finds words in templates that nobody can translate: text, or an attribute that is read out, outside gettext.

Not seen: words that come from Python. For those there are the pseudo-languages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

_SPOKEN_ATTRIBUTES: Final = frozenset(
    ("alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label")
)
_SILENT_ELEMENTS: Final = frozenset(("script", "style", "template-data"))
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_SAME_EVERYWHERE: Final = re.compile(r"https?://\S*|\S+@\S+|\bArchipel\b")
"""Addresses, and the name of the product."""

_SENTENCE: Final = re.compile(r"[A-Z][a-z]+(?:[ ,'’][\w ,'’.?!…-]*)?")
_GETTEXT: Final = frozenset(("_", "gettext", "ngettext", "pgettext", "npgettext", "_n", "_p", "_np"))
_ATTRIBUTE: Final = re.compile(r"[\w:-]+=(\"[^\"]*\"|'[^']*')")
_FLAGS: Final = frozenset(
    ("autofocus", "checked", "disabled", "hidden", "multiple", "novalidate", "open", "readonly", "required", "selected")
)
"""Attributes without a value: a macro may write one on its own (`{% if x %} required{% endif %}`)."""

_HOLE: Final = "\ufffc"
"""Stands where an expression was: not a letter, not a space."""


@dataclass(frozen=True, slots=True)
class BareWord:
    line: int
    text: str


def bare_words(source: str, *, html: bool = True) -> list[BareWord]:
    """In the order of the lines. A template that cannot be read is reported as such at its line."""
    environment = _environment()
    try:
        tree = environment.parse(source)
        rest = _without_jinja(environment, source)
    except TemplateSyntaxError as broken:
        return [BareWord(broken.lineno, f"cannot be read: {broken.message}")]
    found = _in_html(rest) if html else _in_text(rest)
    return sorted([*found, *_in_expressions(tree)], key=lambda word: word.line)


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # put there by the extension
    return environment


def _without_jinja(environment: Environment, source: str) -> str:
    """The text of a template, line for line, with holes for what Jinja puts in or translates."""
    parts: list[str] = []
    hidden = _Hidden()
    for _line, kind, value in environment.lex(source):
        hidden.read(kind, value)
        keep = kind == "data" and not hidden and value.strip() not in _FLAGS
        hole = _HOLE if kind in ("variable_begin", "data") and not keep else ""
        parts.append(value if keep else hole + "\n" * value.count("\n"))
    return "".join(parts)


class _Hidden:
    """True inside `{% trans %}`, and inside a block that fills a class attribute (`{% block body_class %}`)."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._open: list[bool] = []
        self._translated = False

    def __bool__(self) -> bool:
        return self._translated or any(self._open)

    def read(self, kind: str, value: str) -> None:
        if kind == "block_begin":
            self._words = []
        elif kind == "name":
            self._words.append(value)
        elif kind == "block_end" and self._words:
            self._enter_or_leave(self._words)

    def _enter_or_leave(self, words: list[str]) -> None:
        match words:
            case ["trans", *_]:
                self._translated = True
            case ["endtrans", *_]:
                self._translated = False
            case ["block", name, *_]:
                self._open.append(name.endswith("_class"))
            case ["endblock", *_] if self._open:
                self._open.pop()


class _Reader(HTMLParser):
    """Collects what a person would read or hear, where no `translate="no"` says that it is a name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[BareWord] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _silent(self) -> bool:
        return any(silent for _, silent in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        silent = tag in _SILENT_ELEMENTS or values.get("translate") == "no"
        if not (silent or self._silent):
            for name in _spoken(tag, values):
                self._look_at(values[name])
        if tag not in _VOID:
            self._open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._look_at(data)

    def _look_at(self, text: str) -> None:
        for offset, line in enumerate(text.split("\n")):
            if _has_words(line):
                self.found.append(BareWord(self.getpos()[0] + offset, " ".join(line.replace(_HOLE, "…").split())))


def _has_words(line: str) -> bool:
    return _LETTER.search(_SAME_EVERYWHERE.sub("", _ATTRIBUTE.sub("", line))) is not None


def _spoken(tag: str, values: dict[str, str]) -> set[str]:
    names = set(_SPOKEN_ATTRIBUTES & values.keys())
    if tag == "input" and values.get("type") in ("submit", "button", "reset"):
        names |= {"value"} & values.keys()
    return names


def _in_html(text: str) -> list[BareWord]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def _in_text(text: str) -> list[BareWord]:
    return [
        BareWord(number, " ".join(line.replace(_HOLE, "…").split()))
        for number, line in enumerate(text.split("\n"), start=1)
        if _has_words(line)
    ]


def _in_expressions(tree: nodes.Node) -> Iterator[BareWord]:
    """Sentences given to a macro or printed: `{{ button("Save") }}`. Comparisons and keys are no sentences."""
    for output in tree.find_all(nodes.Output):
        yield from _sentences(output.nodes)
    for call in tree.find_all(nodes.Call):
        if not _is_gettext(call):
            yield from _sentences([*call.args, *(keyword.value for keyword in call.kwargs)])


def _sentences(values: list[nodes.Expr]) -> Iterator[BareWord]:
    for value in values:
        if isinstance(value, nodes.CondExpr):
            yield from _sentences([branch for branch in (value.expr1, value.expr2) if branch])
        elif isinstance(value, nodes.Const) and _is_sentence(value.value):
            yield BareWord(value.lineno, str(value.value))


def _is_gettext(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in _GETTEXT


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and _SENTENCE.fullmatch(value) is not None and _has_words(value)
