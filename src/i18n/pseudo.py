"""Two languages for testing, made from English while the program runs.

`en-XA` accents every letter, grows texts and puts brackets around them: a word that stays plain was written
past the translation; a missing bracket shows a text that was cut or glued together. `ar-XB` runs from right to left.
Placeholders, tags, entities and addresses are kept, so a page works as it does in a real language.
"""

import re
import string
from collections.abc import Callable

from i18n.languages import PSEUDO

ACCENTED, MIRRORED = PSEUDO

_KEPT = re.compile(r"%\(\w+\)[sd]|%%|<[^<>]*>|&(?:#?\w+);|https?://[^\s<>\"']+")
_ACCENTS = str.maketrans(
    string.ascii_letters,
    "àƀçðéƒğĥîĵķļɱñöþǫŕšţûṽŵẋýž" + "ÀƁÇÐÉƑĞĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORT = 12


def pseudo_text(tag: str, text: str) -> str:
    """A message or a piece of content, as the pseudo-language `tag` says it; unchanged in a real language."""
    if tag == ACCENTED:
        return f"[{_grown(text)}]" if text.strip() else text
    return pseudo_value(tag, text)


def pseudo_value(tag: str, text: str) -> str:
    """A date, amount or name inside a sentence: like `pseudo_text`, but neither longer nor in brackets."""
    if tag == ACCENTED:
        return _outside_kept(text, lambda part: part.translate(_ACCENTS))
    if tag == MIRRORED:
        return _outside_kept(text, lambda part: _WORD.sub("\u200f\u202e\\g<0>\u202c\u200f", part))
    return text


def _grown(text: str) -> str:
    letters = sum(character.isalpha() for character in _KEPT.sub("", text))
    extra = letters if letters < _SHORT else round(letters * 0.4)
    padding = " ".join("é" * min(5, extra - start) for start in range(0, extra, 5))
    accented = pseudo_value(ACCENTED, text)
    return f"{accented} {padding}" if padding else accented


def _outside_kept(text: str, change: Callable[[str], str]) -> str:
    parts = []
    end = 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*parts, change(text[end:])])
