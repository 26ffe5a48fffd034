import random

import pytest

from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.sorting import sort_key, sorted_by_name


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("pl", ["cma", "czas", "ćma", "Lublin", "lza", "Łódź", "łza", "osa", "ósmy", "zero", "źle", "żaba"]),
        ("es", ["mano", "nube", "nz", "ñandú", "oso"]),
        ("de", ["Affe", "Ähre", "Azur", "öde", "Ol", "Öl", "Oma", "ss", "ß"]),
        ("uk", ["гай", "гусак", "ґанок", "дім", "єнот", "жаба", "ївга", "йод"]),
        ("nl", ["één", "eenheid", "Ieper", "ijs", "Izegem"]),
        ("lb", ["Abléck", "Éisleck", "Eng", "Zuch"]),
        ("fr", ["cote", "coté", "côte", "côté"]),
    ],
)
def test_words_stand_in_the_order_of_the_language(language: str, ordered: list[str]) -> None:
    mixed = ordered.copy()
    random.Random(7).shuffle(mixed)
    assert sorted_by_name(mixed, str, language) == ordered


def test_the_dot_between_two_catalan_l_decides_nothing() -> None:
    assert sort_key("cel·la", "ca") == sort_key("cella", "ca") < sort_key("cello", "ca")


def test_capitals_follow_small_letters_of_the_same_word() -> None:
    assert sorted(["Ala", "ala", "Ąle", "ąle"], key=lambda word: sort_key(word, "pl")) == ["ala", "Ala", "ąle", "Ąle"]


def test_content_is_sorted_as_the_reader_reads_it() -> None:
    towns = [Localized(fr="Liège", nl="Luik"), Localized(fr="Mons", nl="Bergen")]
    with use_locale(make_state("nl")):
        assert [str(town) for town in sorted_by_name(towns, lambda town: town)] == ["Bergen", "Luik"]
    with use_locale(make_state("fr")):
        assert [str(town) for town in sorted_by_name(towns, lambda town: town)] == ["Liège", "Mons"]
