"""What a centre must have before the public sees it, and how near it is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

import holidays

from i18n.content import Localized
from i18n.formatting import day, language_name, listing
from i18n.messages import LazyText, _, lazy, ngettext


class CheckCode(StrEnum):
    NAME = "name"
    ABOUT = "about"
    PRACTICAL = "practical"
    ADDRESS = "address"
    CONTACT = "contact"
    POSITION = "position"
    MANAGER = "manager"
    TRAINER = "trainer"
    CURRICULUM = "curriculum"


class Owner(StrEnum):
    """Who can make a check hold."""

    CENTRE = "centre"
    ROLLOUT = "rollout"
    HEADQUARTERS = "headquarters"


TITLES: dict[CheckCode, LazyText] = {
    CheckCode.NAME: lazy("It has a name in each of its languages"),
    CheckCode.ABOUT: lazy("It says what it is, in each of its languages"),
    CheckCode.PRACTICAL: lazy("It says how to get there and when it is open, in each of its languages"),
    CheckCode.ADDRESS: lazy("It has an address"),
    CheckCode.CONTACT: lazy("It can be written to"),
    CheckCode.POSITION: lazy("It stands on the map"),
    CheckCode.MANAGER: lazy("A centre manager has an account"),
    CheckCode.TRAINER: lazy("A trainer has an account"),
    CheckCode.CURRICULUM: lazy("There is something to teach in its first language"),
}

OWNERS: dict[Owner, LazyText] = {
    Owner.CENTRE: lazy("Centre manager"),
    Owner.ROLLOUT: lazy("Rollout team"),
    Owner.HEADQUARTERS: lazy("Headquarters"),
}

_OWNED: dict[CheckCode, Owner] = {
    CheckCode.MANAGER: Owner.ROLLOUT,
    CheckCode.NAME: Owner.ROLLOUT,
    CheckCode.CURRICULUM: Owner.HEADQUARTERS,
}


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the network itself knows of a centre; never a row of the centre's own tables."""

    languages: Sequence[str]
    name: Localized
    about: Localized = field(default_factory=Localized)
    practical: Localized = field(default_factory=Localized)
    address: str = ""
    contact_email: str = ""
    is_placed: bool = False
    managers: Sequence[str] = ()
    trainers: Sequence[str] = ()
    managers_invited: int = 0
    trainers_invited: int = 0
    curricula: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing, whether it is so, and what shows it."""

    code: CheckCode
    holds: bool
    evidence: str

    @property
    def title(self) -> LazyText:
        return TITLES[self.code]

    @property
    def owner(self) -> Owner:
        return _OWNED.get(self.code, Owner.CENTRE)


def checks(facts: SiteFacts) -> list[Check]:
    """Every check, in the order in which a centre is made. Evidence is in the reader's language."""
    return [
        _in_every_language(CheckCode.NAME, facts.name, facts.languages),
        _account(CheckCode.MANAGER, facts.managers, facts.managers_invited),
        _account(CheckCode.TRAINER, facts.trainers, facts.trainers_invited),
        _in_every_language(CheckCode.ABOUT, facts.about, facts.languages),
        _in_every_language(CheckCode.PRACTICAL, facts.practical, facts.languages),
        _given(CheckCode.ADDRESS, facts.address),
        _given(CheckCode.CONTACT, facts.contact_email),
        Check(CheckCode.POSITION, facts.is_placed, _("Placed") if facts.is_placed else _("Not placed yet")),
        Check(
            CheckCode.CURRICULUM,
            facts.curricula > 0,
            ngettext("%(n)s published curriculum", "%(n)s published curricula", facts.curricula),
        ),
    ]


def _in_every_language(code: CheckCode, text: Localized, languages: Sequence[str]) -> Check:
    missing = text.missing(languages)
    if missing:
        return Check(code, False, _("Missing: %(languages)s", languages=listing(map(language_name, missing))))
    return Check(code, True, listing(map(language_name, languages)))


def _given(code: CheckCode, value: str) -> Check:
    return Check(code, bool(value), value or _("Not given"))


def _account(code: CheckCode, names: Sequence[str], invited: int) -> Check:
    if names:
        return Check(code, True, listing(names))
    if invited:
        return Check(code, False, ngettext("%(n)s person is invited", "%(n)s people are invited", invited))
    return Check(code, False, _("Nobody yet"))


def next_holidays(country: str, today: date, language: str, *, count: int = 3) -> list[str]:
    """The coming public holidays in words; none for a country whose calendar is not known."""
    coming = sorted(
        (on, name)
        for year in (today.year, today.year + 1)
        for on, name in _calendar(country, year, language)
        if on >= today
    )
    return [_("%(day)s, %(holiday)s", day=day(on), holiday=name) for on, name in coming[:count]]


@lru_cache(maxsize=64)
def _calendar(country: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    try:
        spoken = holidays.country_holidays(country)
    except NotImplementedError:
        return ()
    offered = {tag.partition("_")[0]: tag for tag in reversed(spoken.supported_languages)}
    chosen = offered.get(language) or spoken.default_language
    return tuple(holidays.country_holidays(country, years=year, language=chosen).items())
