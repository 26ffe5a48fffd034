"""Text as search sees it: lower case, without accents, marks or look-alike letters."""

import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "þ": "th",
        "ґ": "г",
        "’": "'",
        "ʼ": "'",
        "·": "",
        "ـ": "",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
    }
)


def fold(text: str) -> str:
    """Two texts that a searching person would call the same fold to the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.translate(_LETTERS).split())
