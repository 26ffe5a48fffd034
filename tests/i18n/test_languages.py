from babel import Locale
from babel.messages.plurals import get_plural

from i18n.languages import (
    INTERFACE_LANGUAGES,
    LANGUAGES,
    PSEUDO,
    direction,
    endonym,
    find_language,
    is_language_tag,
)
from i18n.message_rules import plural_of


def test_the_interface_speaks_ten_languages_in_a_fixed_order() -> None:
    assert INTERFACE_LANGUAGES == ("en", "fr", "nl", "de", "pl", "es", "ca", "lb", "uk", "ar")
    assert PSEUDO == ("en-XA", "ar-XB")
    assert not set(PSEUDO) & LANGUAGES.keys()


def test_every_language_falls_back_to_what_its_readers_know_best() -> None:
    chains = {tag: language.chain for tag, language in LANGUAGES.items()}
    assert chains["lb"] == ("lb", "fr", "de", "en")
    assert chains["ca"] == ("ca", "es", "en")
    assert chains["uk"] == ("uk", "en")
    assert chains["ar"] == ("ar", "fr", "en")
    assert chains["en"] == ("en",)
    assert all(chains[tag] == (tag, "en") for tag in ("fr", "nl", "de", "pl", "es"))


def test_six_languages_are_of_the_first_tier() -> None:
    assert [tag for tag, language in LANGUAGES.items() if language.tier == 1] == ["en", "fr", "nl", "de", "pl", "es"]


def test_direction_is_known_for_interface_languages_and_for_others() -> None:
    written = {tag: direction(tag) for tag in ("fr", "ar", "ar-XB", "en-XA", "he", "ro", "fa", "xx")}
    assert written == {
        "fr": "ltr",
        "ar": "rtl",
        "ar-XB": "rtl",
        "en-XA": "ltr",
        "he": "rtl",
        "ro": "ltr",
        "fa": "rtl",
        "xx": "ltr",
    }


def test_languages_are_called_by_their_own_name() -> None:
    assert [endonym(tag) for tag in ("lb", "uk", "ro", "xx")] == ["Lëtzebuergesch", "Українська", "Română", "xx"]


def test_only_well_written_tags_are_tags() -> None:
    assert all(is_language_tag(tag) for tag in ("fr", "nl-BE", "sr-Latn", "en-150", "zgh"))
    assert not any(is_language_tag(tag) for tag in ("", "FR", "fr_BE", "english", "fr-", "f", "fr-be"))


def test_plural_rules_give_the_same_form_as_babel_for_every_number() -> None:
    for tag in INTERFACE_LANGUAGES:
        if tag == "ar":  # Babel swaps the last two forms; ours is the order of CLDR and of translation tools
            continue
        ours = plural_of(LANGUAGES[tag].plural_forms)
        theirs = plural_of(f"nplurals={get_plural(tag).num_plurals}; plural={get_plural(tag).plural_expr};")
        assert ours.count == theirs.count, tag
        assert all(ours.form_of(n) == theirs.form_of(n) for n in range(300)), tag


def test_arabic_forms_stand_in_the_order_of_cldr() -> None:
    order = ("zero", "one", "two", "few", "many", "other")
    form_of, cldr = plural_of(LANGUAGES["ar"].plural_forms).form_of, Locale.parse("ar")
    assert all(order[form_of(n)] == cldr.plural_form(n) for n in range(300))


def test_a_form_may_leave_its_number_out_only_if_it_stands_for_one_number() -> None:
    singles = {tag: set(plural_of(language.plural_forms).single_forms) for tag, language in LANGUAGES.items()}
    assert singles == {
        "en": {0},
        "fr": set(),
        "nl": {0},
        "de": {0},
        "pl": {0},
        "es": {0},
        "ca": {0},
        "lb": {0},
        "uk": set(),
        "ar": {0, 1, 2},
    }


def test_an_unknown_language_is_not_found() -> None:
    assert find_language("xx") is None
