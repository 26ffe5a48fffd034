"""The language, region and time zone that are in force here and now.

A request gets its state from the ASGI wrapper; a mail, a document or a job puts `use_locale` around itself,
so that it speaks the reader's language and never the language of whoever pressed the button.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from i18n.languages import SOURCE_LANGUAGE, base_language, direction, find_language

__all__ = [
    "LocaleState",
    "active_language",
    "adopt_region",
    "current",
    "direction",
    "make_state",
    "use_locale",
]

_FALLBACK_LOCALE = "en_150"


@dataclass(frozen=True, slots=True)
class LocaleState:
    """`chain` is where content is looked for, the language itself first."""

    tag: str
    territory: str
    zone: str
    chain: tuple[str, ...]

    @property
    def direction(self) -> str:
        return direction(self.tag)

    @property
    def cldr(self) -> Locale:
        """The CLDR locale for dates and numbers: the language as written in the territory."""
        return cldr_locale(self.tag, self.territory)

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def make_state(tag: str, territory: str | None = None, zone: str = "UTC", chain: Sequence[str] = ()) -> LocaleState:
    """`chain` is a centre's own order of fallback; without it the language's own order holds."""
    language = find_language(tag) or find_language(base_language(tag))
    own_chain = tuple(chain) or (language.fallbacks if language else (SOURCE_LANGUAGE,))
    return LocaleState(
        tag=tag,
        territory=territory or (language.territory if language else "150"),
        zone=zone,
        chain=tuple(dict.fromkeys((tag, *own_chain))),
    )


@lru_cache(maxsize=512)
def cldr_locale(tag: str, territory: str) -> Locale:
    """`fr` in `BE` is fr_BE. CLDR has no uk_PL: then the language at home, then the bare language.

    Never bare `en`, which is American: 3/5/26.
    """
    language = find_language(tag) or find_language(base_language(tag))
    spoken = language.cldr_language if language else base_language(tag)
    home = f"{spoken}_{language.territory}" if language else spoken
    for identifier in (f"{spoken}_{territory}", home, spoken):
        try:
            return Locale.parse(identifier)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_FALLBACK_LOCALE)


class _Slot:
    """Holds the state of one context.

    A slot, and not the state itself, is in the variable: a web framework may run a dependency in a child
    task, where setting a variable would be lost, while changing the slot is seen by the whole request.
    """

    __slots__ = ("state",)

    def __init__(self, state: LocaleState) -> None:
        self.state = state


_DEFAULT = make_state(SOURCE_LANGUAGE)
_slot: ContextVar[_Slot | None] = ContextVar("i18n_locale", default=None)


def current() -> LocaleState:
    slot = _slot.get()
    return _DEFAULT if slot is None else slot.state


def active_language() -> str:
    return current().tag


@contextmanager
def use_locale(state: LocaleState) -> Iterator[LocaleState]:
    token = _slot.set(_Slot(state))
    try:
        yield state
    finally:
        _slot.reset(token)


def adopt_region(*, territory: str | None = None, zone: str | None = None, chain: Sequence[str] = ()) -> None:
    """Let the rest of this request use a centre's region: known only after the language was read.

    Outside any `use_locale` there is nothing to change, and nothing is changed.
    """
    slot = _slot.get()
    if slot is not None:
        now = slot.state
        slot.state = LocaleState(
            tag=now.tag,
            territory=territory or now.territory,
            zone=zone or now.zone,
            chain=tuple(dict.fromkeys((now.tag, *chain))) if chain else now.chain,
        )
