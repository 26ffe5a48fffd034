"""What stands on a certificate, worked out once, when it is issued, and kept as it was.

`facts` is for the public check and the badge: texts in all their languages. `pages` is for paper: every word as it
is printed, one page per language of teaching. Nothing is looked up or translated again when the paper is made again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from core.fonts import letters_without_font
from core.pdf import compile_pdf, qr_code
from i18n import phrases
from i18n.active import direction, make_state, use_locale
from i18n.content import Localized
from i18n.formatting import day, day_range, language_name, listing, quantity
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import _
from network.curricula.competences import competence
from network.curricula.models import Level, Programme

DESIGN: Final = 1
"""Which template prints it. A new look is a new template and a new number: what is issued keeps its look."""

_TEMPLATES: Final = {1: "certificates/certificate.typ"}


@dataclass(frozen=True, slots=True)
class Award:
    """Everything that is said of one learner's course. `assessed`: an assessment was asked for, and passed."""

    name: str
    title: Localized
    summary: Localized
    curriculum: str
    version: int
    version_id: UUID
    programme: Programme
    level: Level
    hours: Decimal
    minutes: int | None
    assessed: bool
    languages: tuple[str, ...]
    starts_on: date
    ends_on: date
    issued_on: date
    modules: tuple[tuple[Localized, Decimal], ...]
    competences: tuple[str, ...]
    centre: Localized
    address: str
    country: str
    zone: str


def is_printable(name: str) -> bool:
    """Whether our fonts have every letter of it."""
    return not letters_without_font(name)


def printed(award: Award, *, base_url: str) -> dict[str, Any]:
    """The frozen content. `base_url` empty: the address that the program has when somebody asks."""
    return {
        "design": DESIGN,
        "base_url": base_url,
        "name": award.name,
        "facts": _facts(award),
        "pages": [_page(award, language) for language in award.languages],
    }


def _facts(award: Award) -> dict[str, Any]:
    return {
        "title": dict(award.title),
        "summary": award.summary.resolve(award.languages)[0],
        "curriculum": award.curriculum,
        "version": award.version,
        "version_id": str(award.version_id),
        "programme": str(award.programme),
        "level": str(award.level),
        "hours": float(award.hours),
        "hours_attended": _hours(award.minutes),
        "assessed": award.assessed,
        "languages": list(award.languages),
        "starts_on": award.starts_on.isoformat(),
        "ends_on": award.ends_on.isoformat(),
        "competences": list(award.competences),
        "centre": dict(award.centre),
    }


def _hours(minutes: int | None) -> float | None:
    """To the half hour below: nobody is said to have been there longer than they were."""
    return None if minutes is None else minutes // 30 / 2


def _page(award: Award, language: str) -> dict[str, Any]:
    """In the words of `language`; what the interface does not speak is said in the centre's next language."""
    chain = (language, *award.languages)
    spoken = next((tag for tag in chain if tag in INTERFACE_LANGUAGES), "en")
    with use_locale(make_state(spoken, award.country, award.zone, chain=chain)):
        return {
            "language": spoken.partition("-")[0],
            "direction": direction(spoken),
            "centre": str(award.centre),
            "address": award.address,
            "heading": _("Certificate"),
            "holder": _("This certificate is awarded to"),
            "name": award.name,
            "did": _("who has completed the course and passed its assessment")
            if award.assessed
            else _("who has completed the course"),
            "title": str(award.title),
            "facts": [[label, value] for label, value in _lines(award)],
            "modules_heading": _("What was learned"),
            "modules": [[str(title), quantity(hours, "duration-hour")] for title, hours in award.modules],
            "competences_heading": _("Competences"),
            "competences": _named(award.competences),
            "issued": _("Issued on %(day)s", day=day(award.issued_on)),
            "signature": _("For the centre"),
            "check": _("Scan the code, or check the number at:"),
            "check_alt": _("Code that leads to the public check of this certificate"),
            "version": _("Curriculum %(code)s, version %(version)s", code=award.curriculum, version=award.version),
            "document": _("Certificate of %(name)s: %(course)s", name=award.name, course=award.title),
        }


def _lines(award: Award) -> Iterable[tuple[str, str]]:
    yield _("Dates"), day_range(award.starts_on, award.ends_on)
    yield _("Hours of the curriculum"), quantity(award.hours, "duration-hour")
    attended = _hours(award.minutes)
    if attended is not None:
        yield _("Hours attended"), quantity(attended, "duration-hour")
    yield _("Level"), str(phrases.LEVEL[award.level])
    yield _("Languages of teaching"), listing(language_name(tag) for tag in award.languages)


def _named(codes: Iterable[str]) -> list[list[str]]:
    """Framework without its edition, number, name."""
    named = [found for code in codes if (found := competence(code)) is not None]
    return [[one.framework.name.partition(" ")[0], one.number, str(one.name)] for one in named]


async def certificates_pdf(papers: Sequence[tuple[dict[str, Any], str]], *, base_url: str) -> bytes:
    """Content and number of each. The same bytes for the same certificates, whenever they are asked for."""
    pages = [page for content, code in papers for page in _numbered(content, code, base_url)]
    template = _TEMPLATES[papers[0][0]["design"]]
    with use_locale(make_state(pages[0]["language"])):
        return await compile_pdf(template, {"pages": pages})


def _numbered(content: dict[str, Any], code: str, base_url: str) -> Iterator[dict[str, Any]]:
    address = check_address(content["base_url"] or base_url, code)
    shown = address.partition("://")[2]
    for page in content["pages"]:
        yield {**page, "code": code, "address_of_check": shown, "qr": qr_code(address)}


def check_address(base_url: str, code: str) -> str:
    """Without a language: whoever opens it is asked in their own."""
    return f"{base_url}/verify/{code}"
