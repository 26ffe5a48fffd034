"""What the demo network says is whole: every text in every language it must have, every code a real one."""

import re
from collections.abc import Iterator

import pytest

from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES
from network.access.roles import Role
from network.units.models import SiteStatus, UnitKind
from server.demo.content import SITE_CODES, SiteContent, accounts, communities, library, site_content, units
from server.demo.people import latin

COMPETENCE = re.compile(
    r"digcomp:(1\.[1-3]|2\.[1-6]|3\.[1-4]|4\.[1-4]|5\.[1-4])"
    r"|entrecomp:[1-3]\.[1-5]"
    r"|http://data\.europa\.eu/esco/skill/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def _texts_of(site: SiteContent) -> Iterator[Localized]:
    yield from (site.about, site.practical)
    for venue in site.venues:
        yield from (venue.name, venue.directions)
    for event in site.events:
        yield from (event.title, event.summary)
    for project in site.projects:
        yield from (project.title, project.summary)
    for startup in site.startups:
        yield startup.summary


@pytest.mark.parametrize("code", SITE_CODES)
def test_a_centre_says_everything_in_each_of_its_languages(code: str) -> None:
    site = site_content(code)
    assert "en" in site.languages
    for text in _texts_of(site):
        assert set(text) == set(site.languages), dict(text)


@pytest.mark.parametrize("code", library())
def test_a_curriculum_is_written_in_every_language_of_the_interface(code: str) -> None:
    curriculum = library()[code]
    texts = [curriculum.title, curriculum.summary, curriculum.audience, curriculum.assessment]
    for text in texts + [module.title for module in curriculum.modules]:
        assert set(text) == set(INTERFACE_LANGUAGES), dict(text)


@pytest.mark.parametrize("code", library())
def test_the_modules_of_a_curriculum_fill_its_hours(code: str) -> None:
    curriculum = library()[code]
    assert sum(module.hours for module in curriculum.modules) == curriculum.hours
    assert 4 <= len(curriculum.modules) <= 7
    assert len({module.code for module in curriculum.modules}) == len(curriculum.modules)


@pytest.mark.parametrize("code", library())
def test_competences_are_codes_of_digcomp_entrecomp_or_esco(code: str) -> None:
    curriculum = library()[code]
    for group in [curriculum.competences, *(module.competences for module in curriculum.modules)]:
        assert group
        assert all(COMPETENCE.fullmatch(competence) for competence in group), group


def test_no_two_languages_of_a_long_text_are_the_same() -> None:
    for curriculum in library().values():
        assert len(set(curriculum.summary.values())) == len(INTERFACE_LANGUAGES)


def test_the_library_teaches_web_security_and_ai_at_several_levels() -> None:
    for subject in ("web", "cyber", "ai"):
        assert len({curriculum.level for code, curriculum in library().items() if code.startswith(subject)}) >= 2


def test_parents_of_units_come_first_and_have_names_in_every_language() -> None:
    seen: set[str] = set()
    for unit in units():
        assert unit.parent is None or unit.parent in seen
        assert set(unit.name) == set(INTERFACE_LANGUAGES)
        seen.add(unit.code)
    assert {unit.code for unit in units() if unit.kind is UnitKind.SITE} == set(SITE_CODES)


def test_the_demo_accounts_are_those_that_are_promised() -> None:
    held = {(who.email.removesuffix("@demo.example"), who.role, who.unit) for who in accounts()}
    assert held == {
        ("hq", Role.NETWORK_ADMIN, "network"),
        ("analyst", Role.NETWORK_ANALYST, "network"),
        ("rollout", Role.ROLLOUT_LEAD, "network"),
        *((code, Role.SITE_MANAGER, code) for code in SITE_CODES),
        ("trainer.brussels", Role.TRAINER, "brussels"),
    }


@pytest.mark.parametrize("code", SITE_CODES)
def test_what_a_centre_names_exists(code: str) -> None:
    site = site_content(code)
    venues = {venue.code: venue for venue in site.venues}
    assert set(site.demand.curricula) <= set(library())
    assert set(site.demand.teaching) <= set(site.languages)
    assert set(site.demand.communities) <= set(communities())
    for event in site.events:
        assert set(event.languages) <= set(site.languages)
        room = venues[event.venue].capacity
        assert room is None or event.capacity <= room
    sources = {source.code for source in site.sources}
    assert {line.source for line in site.spending} <= sources


def test_only_luxembourg_is_still_in_rollout() -> None:
    in_rollout = [code for code in SITE_CODES if site_content(code).status is SiteStatus.ROLLOUT]
    assert in_rollout == ["luxembourg"]


def test_every_name_can_be_written_in_an_address() -> None:
    for community in communities().values():
        for name in community.women + community.men + community.surnames:
            assert len(latin(name)) >= 2, name
