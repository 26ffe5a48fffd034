"""The languages of the interface. Adding one begins with one entry here; no other file lists languages.

Content may be written in any language (a centre may publish in Romanian); the interface speaks these.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from babel import Locale, UnknownLocaleError

SOURCE_LANGUAGE: Final = "en"
"""The language that the words in code are written in."""

_TWO_FORMS = "nplurals=2; plural=(n != 1);"


@dataclass(frozen=True, slots=True)
class Language:
    """`territory` gives formats when no centre says where we are.

    `plural_forms` is pinned: translation platforms like to rewrite it, and CLDR counts differently from gettext.
    """

    tag: str
    endonym: str
    tier: int
    territory: str
    fallbacks: tuple[str, ...] = (SOURCE_LANGUAGE,)
    rtl: bool = False
    plural_forms: str = _TWO_FORMS
    formats: str = ""
    """The CLDR language of its dates and numbers, when that is not the language itself."""

    @property
    def chain(self) -> tuple[str, ...]:
        """Where to look for a text, best first, the language itself included."""
        return (self.tag, *self.fallbacks)

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"

    @property
    def folder(self) -> str:
        """The name of its catalogue folder."""
        return self.tag.replace("-", "_")

    @property
    def cldr_language(self) -> str:
        return self.formats or self.tag

    @property
    def is_pseudo(self) -> bool:
        return self.tag in PSEUDO


_POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
_UKRAINIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
_ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"

_SPOKEN = (
    Language("en", "English", 1, "150", fallbacks=()),
    Language("fr", "Français", 1, "FR", plural_forms="nplurals=2; plural=(n > 1);"),
    Language("nl", "Nederlands", 1, "NL"),
    Language("de", "Deutsch", 1, "DE"),
    Language("pl", "Polski", 1, "PL", plural_forms=_POLISH),
    Language("es", "Español", 1, "ES"),
    Language("ca", "Català", 2, "ES", fallbacks=("es", "en")),
    Language("lb", "Lëtzebuergesch", 2, "LU", fallbacks=("fr", "de", "en")),
    Language("uk", "Українська", 2, "UA", plural_forms=_UKRAINIAN),
    Language("ar", "العربية", 2, "MA", fallbacks=("fr", "en"), rtl=True, plural_forms=_ARABIC),
)
# Made from English while the program runs, to find words that nobody can translate and layouts that break.
_PSEUDO = (
    Language("en-XA", "[Àççéñţéð Éñğļîšĥ]", 3, "150", formats="en"),
    Language("ar-XB", "\u202eMirrored English\u202c", 3, "150", rtl=True, formats="en"),
)

LANGUAGES: Final = MappingProxyType({language.tag: language for language in _SPOKEN})
INTERFACE_LANGUAGES: Final = tuple(LANGUAGES)
PSEUDO: Final = tuple(language.tag for language in _PSEUDO)
_EVERY: Final = MappingProxyType({language.tag: language for language in (*_SPOKEN, *_PSEUDO)})

_WELL_FORMED = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def is_language_tag(tag: str) -> bool:
    """Whether `tag` is written as we write BCP 47 tags (`fr`, `nl-BE`, `sr-Latn`, `en-150`)."""
    return _WELL_FORMED.fullmatch(tag) is not None


def find_language(tag: str) -> Language | None:
    """The interface language `tag`, pseudo-languages included."""
    return _EVERY.get(tag)


def base_language(tag: str) -> str:
    """`nl` for `nl-BE`; a pseudo-language is its own base."""
    return tag if tag in PSEUDO else tag.partition("-")[0]


def direction(tag: str) -> str:
    """`rtl` or `ltr`, for interface languages and, from CLDR, for any other."""
    if language := _EVERY.get(base_language(tag)):
        return "rtl" if language.rtl else "ltr"
    try:
        return str(Locale.parse(tag, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def endonym(tag: str) -> str:
    """What a language calls itself: `Français`, `Română`; the tag when CLDR has no name."""
    if language := _EVERY.get(tag):
        return language.endonym
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    name = locale.get_display_name(locale) or tag
    return name[:1].upper() + name[1:]
