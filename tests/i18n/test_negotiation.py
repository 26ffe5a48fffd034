import pytest

from i18n.languages import INTERFACE_LANGUAGES
from i18n.negotiation import accepted_languages, look_up, negotiate


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("fr", "fr"),
        ("nl-BE,nl;q=0.9,en;q=0.5", "nl"),
        ("en;q=0.2, pl;q=0.8", "pl"),
        ("xx, ca-ES-valencia;q=0.7", "ca"),
        ("FR-be", "fr"),
        ("*", "en"),
        ("", "en"),
        ("xx-YY", "en"),
        ("fr;q=0, de;q=0.1", "de"),
        ("fr;q=banana, uk", "uk"),
        (";;;,,,=,q", "en"),
        ("fr\x00", "en"),
        ("de;q=0.5,fr;q=0.5", "de"),
        ("a" * 5000, "en"),
    ],
)
def test_the_browser_is_heard(header: str, wanted: str) -> None:
    assert negotiate(INTERFACE_LANGUAGES, accept_language=header) == wanted


def test_a_lasting_choice_beats_the_last_choice_beats_the_browser() -> None:
    header = "de"
    assert negotiate(INTERFACE_LANGUAGES, accept_language=header) == "de"
    assert negotiate(INTERFACE_LANGUAGES, cookie="pl", accept_language=header) == "pl"
    assert negotiate(INTERFACE_LANGUAGES, preference="ar", cookie="pl", accept_language=header) == "ar"


def test_a_choice_that_is_not_offered_is_passed_over() -> None:
    assert negotiate(("fr", "nl"), preference="pl", cookie="uk", accept_language="nl-BE") == "nl"
    assert negotiate(("fr", "nl"), accept_language="pl") == "fr"
    assert negotiate(("fr", "nl"), accept_language="pl", default="nl") == "nl"


def test_look_up_shortens_a_tag_from_its_end() -> None:
    assert look_up("zh-Hant-x-private", ("zh-Hant",)) == "zh-Hant"
    assert look_up("zh-Hant", ("zh-Hans",)) is None


def test_languages_are_listed_most_wanted_first() -> None:
    assert accepted_languages("en;q=0.1,fr,*;q=0.5,nl;q=0.8,de;q=0") == ("fr", "nl", "en")
