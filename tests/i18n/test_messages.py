import logging
from decimal import Decimal

import pytest

from i18n import texts
from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.messages import LazyText, _, lazy, ngettext, npgettext, pgettext
from tests.i18n.catalogues import ONE_SEAT, entry, plural_entry, speaking


def say(monkeypatch: pytest.MonkeyPatch, language: str, *entries: str) -> None:
    monkeypatch.setattr(texts, "translations", speaking(language, *entries))


PLURALS = {
    "ar": (
        (
            "لا مقعد شاغر",
            "مقعد واحد شاغر",
            "مقعدان شاغران",
            "%(n)s مقاعد شاغرة",
            "%(n)s مقعدًا شاغرًا",
            "%(n)s مقعد شاغر",
        ),
        {
            0: "لا مقعد شاغر",
            1: "مقعد واحد شاغر",
            2: "مقعدان شاغران",
            3: "3 مقاعد شاغرة",
            11: "11 مقعدًا شاغرًا",
            100: "100 مقعد شاغر",
        },
    ),
    "pl": (
        ("Jedno miejsce jest wolne", "%(n)s miejsca są wolne", "%(n)s miejsc jest wolnych"),
        {
            1: "Jedno miejsce jest wolne",
            2: "2 miejsca są wolne",
            5: "5 miejsc jest wolnych",
            22: "22 miejsca są wolne",
            0: "0 miejsc jest wolnych",
        },
    ),
    "uk": (
        ("%(n)s місце вільне", "%(n)s місця вільні", "%(n)s місць вільні"),
        {1: "1 місце вільне", 21: "21 місце вільне", 11: "11 місць вільні", 2: "2 місця вільні"},
    ),
    "fr": (
        ("%(n)s place est libre", "%(n)s places sont libres"),
        {
            0: "0 place est libre",
            1: "1 place est libre",
            2: "2 places sont libres",
            1250: "1\u202f250 places sont libres",
        },
    ),
}


@pytest.mark.parametrize("language", PLURALS)
def test_each_number_gets_its_plural_form(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    forms, expected = PLURALS[language]
    say(monkeypatch, language, plural_entry(ONE_SEAT, *forms))
    with use_locale(make_state(language)):
        assert {n: ngettext(*ONE_SEAT, n) for n in expected} == expected


def test_without_a_translation_the_source_is_said_with_english_plurals() -> None:
    with use_locale(make_state("pl")):
        assert _("Nobody ever translated %(what)s", what="this") == "Nobody ever translated this"
        assert [ngettext("%(n)s xyz", "%(n)s xyzs", n) for n in (0, 1, 2)] == ["0 xyzs", "1 xyz", "2 xyzs"]


def test_a_context_tells_two_meanings_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "fr", 'msgctxt "month"\nmsgid "May"\nmsgstr "mai"', entry("May", "Peut"))
    with use_locale(make_state("fr")):
        assert (pgettext("month", "May"), _("May"), pgettext("other", "May")) == ("mai", "Peut", "May")
        assert npgettext("seat", "%(n)s of %(all)s", "%(n)s of %(all)s", 2, all=9) == "2 of 9"


def test_numbers_in_a_sentence_are_written_the_readers_way() -> None:
    with use_locale(make_state("de")):
        assert _("%(a)s, %(b)s, %(c)s, %(d)s", a=1250, b=2.5, c=Decimal("0.25"), d="2026") == "1.250, 2,5, 0,25, 2026"


def test_a_percent_sign_is_doubled_in_messages_and_single_on_the_page() -> None:
    assert _("100%% free") == "100% free"
    assert _("%(share)s%% free", share=5) == "5% free"


def test_a_value_is_never_taken_for_a_placeholder() -> None:
    assert _("Hello %(name)s", name="%(password)s %s 100%") == "Hello %(password)s %s 100%"


def test_a_translation_with_an_unknown_placeholder_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        say(monkeypatch, "fr", entry("Hello %(name)s", "Bonjour %(nom)s"), entry("Bye", "Au revoir"))
    with use_locale(make_state("fr")):
        assert _("Hello %(name)s", name="Ana") == "Hello Ana"
        assert _("Bye") == "Au revoir"
    assert "rule=placeholder" in caplog.text


def test_a_missing_value_leaves_an_odd_sentence_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    assert _("Hello %(name)s, %(n)s new", n=3) == "Hello %(name)s, 3 new"
    assert "no value for 'name'" in caplog.text


def test_fuzzy_translations_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "fr", "#, fuzzy\n" + entry("Save", "Sauver"))
    with use_locale(make_state("fr")):
        assert _("Save") == "Save"


def test_a_merely_untidy_translation_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "fr", entry("Really?", "Vraiment?"))
    with use_locale(make_state("fr")):
        assert _("Really?") == "Vraiment?"


def test_a_lazy_text_is_said_in_the_language_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "fr", entry("Save %(what)s", "Enregistrer %(what)s"))
    label = lazy("Save %(what)s").filled(what="<it>")
    assert str(label) == "Save <it>"
    with use_locale(make_state("fr")):
        assert str(label) == f"{label}" == "Enregistrer <it>"
        assert label.__html__() == "Enregistrer &lt;it&gt;"


def test_lazy_texts_are_values() -> None:
    assert lazy("Save") == lazy("Save") != lazy("Send")
    assert len({lazy("Save"), lazy("Save"), LazyText("Send")}) == 2
    assert lazy("Save").filled(n=1) != lazy("Save")
    assert lazy("Save").source == "Save"


def test_content_in_a_sentence_is_said_in_the_readers_language() -> None:
    with use_locale(make_state("nl")):
        assert _("About %(topic)s", topic=Localized(en="Web", nl="Het web")) == "About Het web"
