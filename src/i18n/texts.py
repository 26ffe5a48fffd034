"""Words from the catalogue as plain text. `messages.py` offers these to everybody and adds the HTML ones."""

import logging
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from markupsafe import Markup, escape

from i18n.active import active_language
from i18n.catalogue import translations
from i18n.message_rules import TOKEN
from i18n.numbers import number
from i18n.pseudo import pseudo_text, pseudo_value

_log = logging.getLogger(__name__)

Values = Mapping[str, object]
Show = Callable[[object], str]


def _(message: str, /, **values: object) -> str:
    """`message` in the reader's language, with `%(name)s` filled in. Numbers are written the reader's way."""
    return say(None, message, values, shown)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Like `_`, where one English word has two meanings: `context` tells translators which."""
    return say(context, message, values, shown)


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The form that fits the number; %(n)s is the number itself."""
    return say_plural(None, (singular, plural), n, values, shown)


def npgettext(context: str, singular: str, plural: str, n: int, /, **values: object) -> str:
    return say_plural(context, (singular, plural), n, values, shown)


class LazyText:
    """A message chosen where the program is written and said where it is read."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Values | None = None) -> None:
        self._message = message
        self._values = dict(values or {})

    @property
    def source(self) -> str:
        """The text as it stands in the code."""
        return self._message

    def filled(self, **values: object) -> "LazyText":
        return LazyText(self._message, {**self._values, **values})

    def __str__(self) -> str:
        return say(None, self._message, self._values, shown)

    def __html__(self) -> Markup:
        return escape(str(self))

    def __repr__(self) -> str:
        return f"lazy({self._message!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LazyText):
            return NotImplemented
        return self._message == other._message and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._message)


def lazy(message: str, /) -> LazyText:
    """For labels in classes, enumerations and errors, which are made before anybody's language is known."""
    return LazyText(message)


def say(context: str | None, source: str, values: Values, show: Show) -> str:
    tag = active_language()
    found = translations(tag).find(context, source)
    return fill(pseudo_text(tag, found or source), pseudo_text(tag, source), values, show)


def say_plural(context: str | None, sources: tuple[str, str], n: int, values: Values, show: Show) -> str:
    tag = active_language()
    source = sources[0] if n == 1 else sources[1]
    found = translations(tag).find_plural(context, sources[0], n)
    return fill(
        pseudo_text(tag, found or source),
        pseudo_text(tag, source),
        {"n": n, "num": n, **values},
        show,
    )


def fill(text: str, source: str, values: Values, show: Show) -> str:
    """`text` with its placeholders filled; the source instead when `text` names one that nobody gave."""
    if "%" not in text:
        return text
    for candidate in dict.fromkeys((text, source)):
        try:
            return _filled(candidate, values, show)
        except KeyError as missing:
            _log.warning("message %r: no value for %s", candidate, missing)
    return _filled(source, _Kept(values), show)


def _filled(text: str, values: Values, show: Show) -> str:
    return TOKEN.sub(lambda token: "%" if token["percent"] else show(values[token["name"]]), text)


class _Kept(dict[str, object]):
    """A missing value leaves its placeholder standing: an odd sentence is better than no page."""

    def __missing__(self, name: str) -> str:
        return f"%({name})s"


def shown(value: object) -> str:
    """A value inside a plain sentence."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return number(value)
    return proper(str(value))


def proper(text: object) -> str:
    """A name or address where no markup can say that it is not translated: a title, an attribute.
    As it is; in a pseudo-locale with accents, so that what remains plain is a forgotten word."""
    said = str(text)
    return said if said.startswith(("/", "http")) else pseudo_value(active_language(), said)


def shown_in_html(value: object) -> str:
    """A value inside HTML: escaped, unless it knows its own HTML."""
    if isinstance(value, bool | int | float | Decimal):
        return shown(value)
    return escape(value if hasattr(value, "__html__") else proper(value))


TEXT_FUNCTIONS: Final[Mapping[str, Callable[..., str]]] = {
    "_": _,
    "gettext": _,
    "ngettext": ngettext,
    "pgettext": pgettext,
    "npgettext": npgettext,
    "_n": ngettext,
    "_p": pgettext,
    "_np": npgettext,
}
"""The same words inside `{{ … }}`: escaped as a whole, like any other text."""
