"""What the demo network says: units, accounts, the shared library and its centres, read from the JSON beside this."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from i18n.content import Localized
from network.access.roles import Role
from network.curricula.models import Level, Programme
from network.units.models import SiteStatus, UnitKind
from sites.events.models import EventKind
from sites.funding.models import SourceKind, SpendingCategory


@dataclass(frozen=True, slots=True)
class UnitContent:
    """A node of the tree; parents come before their children."""

    code: str
    kind: UnitKind
    parent: str | None
    country: str | None
    name: Localized


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    name: str
    role: Role
    unit: str
    language: str


@dataclass(frozen=True, slots=True)
class ModuleContent:
    code: str
    title: Localized
    hours: int
    competences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurriculumContent:
    """`competences` are "digcomp:3.4", "entrecomp:1.1" or the URI of an ESCO skill."""

    code: str
    programme: Programme
    level: Level
    hours: int
    title: Localized
    summary: Localized
    audience: Localized
    assessment: Localized
    competences: tuple[str, ...]
    modules: tuple[ModuleContent, ...]


@dataclass(frozen=True, slots=True)
class VenueContent:
    code: str
    name: Localized
    directions: Localized
    address: str
    capacity: int | None
    is_online: bool


@dataclass(frozen=True, slots=True)
class EventContent:
    """A series of like events: every so many weeks, on a weekday. It may end after midnight."""

    code: str
    kind: EventKind
    venue: str
    capacity: int
    languages: tuple[str, ...]
    weekday: int
    every_weeks: int
    from_week: int
    starts: time
    ends: time
    title: Localized
    summary: Localized


@dataclass(frozen=True, slots=True)
class ProjectContent:
    code: str
    title: Localized
    summary: Localized
    partner: str


@dataclass(frozen=True, slots=True)
class StartupContent:
    """`jobs` and `funds` are what it has reached when it leaves."""

    code: str
    name: str
    summary: Localized
    jobs: int
    funds: Decimal


@dataclass(frozen=True, slots=True)
class SourceContent:
    code: str
    name: str
    from_on: date
    until_on: date
    amount: Decimal
    kind: SourceKind
    conditions: Localized
    target: tuple[str, Decimal] | None
    shares: Mapping[Programme, Decimal]


@dataclass(frozen=True, slots=True)
class SpendingContent:
    """Booked once a month; `last_months` only so many months back."""

    note: str
    programme: Programme | None
    source: str
    monthly: Decimal
    category: SpendingCategory
    last_months: int | None


@dataclass(frozen=True, slots=True)
class Demand:
    """Who comes to a centre and for what. The mappings are weights; `women` is a share of women and men."""

    cohorts_per_year: int
    completion: float
    curricula: Mapping[str, int]
    teaching: Mapping[str, int]
    communities: Mapping[str, int]
    women: float
    non_binary: float
    jobseekers: float


@dataclass(frozen=True, slots=True)
class SiteContent:
    code: str
    country: str
    languages: tuple[str, ...]
    zone: str
    currency: str
    status: SiteStatus
    opened_on: date | None
    address: str
    contact_email: str
    latitude: float
    longitude: float
    about: Localized
    practical: Localized
    venues: tuple[VenueContent, ...]
    demand: Demand
    events: tuple[EventContent, ...]
    projects: tuple[ProjectContent, ...]
    startups: tuple[StartupContent, ...]
    sources: tuple[SourceContent, ...]
    spending: tuple[SpendingContent, ...]

    @property
    def first_weekday(self) -> int:
        """0 is Monday, from CLDR."""
        return int(self._locale.first_week_day)

    @property
    def weekend(self) -> tuple[int, ...]:
        """Weekdays, 0 is Monday, from CLDR."""
        first, last = self._locale.weekend_start, self._locale.weekend_end
        return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))

    @property
    def _locale(self) -> Locale:
        return Locale(self.languages[0], self.country)


@dataclass(frozen=True, slots=True)
class Community:
    """Names that go together. A name may carry its Latin spelling after a bar: "مريم|Maryam"."""

    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    double_surname: bool


_HERE = files(__name__)


def _read(*path: str) -> Any:
    return json.loads(_HERE.joinpath(*path).read_text(encoding="utf-8"))


@cache
def units() -> tuple[UnitContent, ...]:
    return tuple(
        UnitContent(unit["code"], UnitKind(unit["kind"]), unit["parent"], unit["country"], Localized(unit["name"]))
        for unit in _read("units.json")
    )


@cache
def accounts() -> tuple[Account, ...]:
    return tuple(Account(**{**account, "role": Role(account["role"])}) for account in _read("accounts.json"))


@cache
def library() -> Mapping[str, CurriculumContent]:
    """The shared curricula by code, in the order of their codes."""
    skills = {alias: skill["uri"] for alias, skill in _read("esco.json").items()}
    found = [json.loads(file.read_text(encoding="utf-8")) for file in _HERE.joinpath("curricula").iterdir()]
    return {raw["code"]: _curriculum(raw, skills) for raw in sorted(found, key=lambda raw: str(raw["code"]))}


def _curriculum(raw: Mapping[str, Any], skills: Mapping[str, str]) -> CurriculumContent:
    def competences(codes: list[str]) -> tuple[str, ...]:
        return tuple(skills[code.removeprefix("esco:")] if code.startswith("esco:") else code for code in codes)

    return CurriculumContent(
        code=raw["code"],
        programme=Programme(raw["programme"]),
        level=Level(raw["level"]),
        hours=raw["hours"],
        title=Localized(raw["title"]),
        summary=Localized(raw["summary"]),
        audience=Localized(raw["audience"]),
        assessment=Localized(raw["assessment"]),
        competences=competences(raw["competences"]),
        modules=tuple(
            ModuleContent(
                module["code"], Localized(module["title"]), module["hours"], competences(module["competences"])
            )
            for module in raw["modules"]
        ),
    )


SITE_CODES = ("brussels", "poland", "spain", "luxembourg")


@cache
def site_content(code: str) -> SiteContent:
    raw = _read("sites", f"{code}.json")
    return SiteContent(
        code=raw["code"],
        country=raw["country"],
        languages=tuple(raw["languages"]),
        zone=raw["zone"],
        currency=raw["currency"],
        status=SiteStatus(raw["status"]),
        opened_on=None if raw["opened_on"] is None else date.fromisoformat(raw["opened_on"]),
        address=raw["address"],
        contact_email=raw["contact_email"],
        latitude=raw["latitude"],
        longitude=raw["longitude"],
        about=Localized(raw["about"]),
        practical=Localized(raw["practical"]),
        venues=tuple(VenueContent(**_texts(venue, "name", "directions")) for venue in raw["venues"]),
        demand=Demand(**raw["demand"]),
        events=tuple(_event(event) for event in raw["events"]),
        projects=tuple(ProjectContent(**_texts(project, "title", "summary")) for project in raw["projects"]),
        startups=tuple(
            StartupContent(**{**_texts(startup, "summary"), "funds": Decimal(startup["funds"])})
            for startup in raw["startups"]
        ),
        sources=tuple(_source(source) for source in raw["funding"]["sources"]),
        spending=tuple(_spending(line) for line in raw["funding"]["spending"]),
    )


def _texts(raw: Mapping[str, Any], *fields: str) -> dict[str, Any]:
    return {**raw, **{field: Localized(raw[field]) for field in fields}}


def _event(raw: Mapping[str, Any]) -> EventContent:
    return EventContent(
        **{
            **_texts(raw, "title", "summary"),
            "kind": EventKind(raw["kind"]),
            "languages": tuple(raw["languages"]),
            "starts": time.fromisoformat(raw["starts"]),
            "ends": time.fromisoformat(raw["ends"]),
        }
    )


def _source(raw: Mapping[str, Any]) -> SourceContent:
    target = raw["target"]
    return SourceContent(
        **{
            **raw,
            "from_on": date.fromisoformat(raw["from_on"]),
            "until_on": date.fromisoformat(raw["until_on"]),
            "amount": Decimal(raw["amount"]),
            "kind": SourceKind(raw["kind"]),
            "conditions": Localized(raw["conditions"]),
            "target": None if target is None else (target["indicator"], Decimal(target["share"])),
            "shares": {Programme(programme): Decimal(share) for programme, share in raw["shares"].items()},
        }
    )


def _spending(raw: Mapping[str, Any]) -> SpendingContent:
    programme = raw["programme"]
    return SpendingContent(
        note=raw["note"],
        programme=None if programme is None else Programme(programme),
        source=raw["source"],
        monthly=Decimal(raw["monthly"]),
        category=SpendingCategory(raw["category"]),
        last_months=raw.get("last_months"),
    )


@cache
def communities() -> Mapping[str, Community]:
    """Lists are written as words; an underscore stands for a space within a name."""
    return {
        code: Community(
            language=raw["language"],
            women=_names(raw["women"]),
            men=_names(raw["men"]),
            surnames=_names(raw["surnames"]),
            double_surname=raw.get("double_surname", False),
        )
        for code, raw in _read("names", "communities.json").items()
    }


def _names(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())
