"""What CLDR leaves to the reader in Luxembourgish: "viru(n) 3 Deeg", "Ana a(n) Zoé".

A final n falls before most consonants and stays before a vowel and d, h, n, t, z (the Eifel rule).
Before a number, what counts is how the number is spoken.
"""

import re

_OPTIONAL_N = re.compile(r"\(n\)(\W*)(\w*)")
_KEEPS_N = frozenset("aeiouäëéèöüy" + "dhntz")
_SPOKEN_WITH_OTHER_SOUND = frozenset("4567")  # véier, fënnef, sechs, siwen


def with_final_n(text: str) -> str:
    """`text` with each "(n)" decided by the word that follows; at the end of the text the n stays."""
    return _OPTIONAL_N.sub(lambda found: _decided(found.group(1), found.group(2)), text)


def _decided(between: str, word: str) -> str:
    return ("n" if _keeps_n(word) else "") + between + word


def _keeps_n(word: str) -> bool:
    if not word:
        return True
    if word[0].isdigit():
        return _first_sound(word) not in _SPOKEN_WITH_OTHER_SOUND
    return word[0].lower() in _KEEPS_N


def _first_sound(number: str) -> str:
    """The digit that is spoken first: 24 is "véier-an-zwanzeg", 400 is "véierhonnert", 4 000 "véierdausend"."""
    digits = re.match(r"\d+", number)
    written = digits.group() if digits else number
    group = written[: (len(written) - 1) % 3 + 1]
    if len(group) == 2 and group[1] != "0" and group not in ("11", "12"):
        return group[1]
    return group[0]
