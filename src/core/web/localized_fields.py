"""One text in several languages, as fields of a form: `title.fr`, `title.nl`, …"""

from collections.abc import Iterable
from typing import Any

from core.errors import Invalid
from core.forms import clean
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES, is_language_tag
from i18n.messages import _


def localized(form: dict[str, Any], name: str, *, longest: int = 200) -> Localized:
    """What was typed, without the languages left empty. Raises Invalid, at the field of a language,
    for a text that is too long, and UnreadableText."""
    texts: dict[str, str] = {}
    for field, value in form.items():
        prefix, dot, tag = field.partition(".")
        if prefix != name or not dot or not is_language_tag(tag) or not isinstance(value, str):
            continue
        text = clean(value)
        if len(text) > longest:
            sentence = _("This is too long: at most %(max_length)s characters.", max_length=longest)
            raise Invalid({field: sentence})
        texts[tag] = text
    return Localized(texts)


def languages_of(*texts: Localized, first: Iterable[str] = ()) -> list[str]:
    """The languages to show fields for: `first` ones first, those that have a text, then those of the interface."""
    written = [tag for text in texts for tag in text]
    return list(dict.fromkeys([*first, *written, *INTERFACE_LANGUAGES]))
