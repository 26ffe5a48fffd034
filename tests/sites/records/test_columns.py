"""Headings: any interface language, any order, however they are written."""

from itertools import combinations

import pytest

from i18n.languages import INTERFACE_LANGUAGES
from sites.records.columns import header, layout, squeezed
from sites.records.errors import ColumnsMissing
from sites.records.headings import HEADINGS
from sites.records.rows import Column
from sites.records.words import EMPLOYMENT, GENDER, STATUS, YES_NO


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_template_of_every_language_reads_back(language: str) -> None:
    found = layout([header(column, language) for column in Column])
    assert found.positions == {column: position for position, column in enumerate(Column)}
    assert found.ignored == ()


@pytest.mark.parametrize("column", Column)
def test_every_language_has_a_heading_for_every_column(column: Column) -> None:
    assert set(HEADINGS[column]) == set(INTERFACE_LANGUAGES)


def test_the_codes_are_headings_in_any_order_and_writing() -> None:
    codes = [column.upper().replace("_", " ") for column in reversed(Column)]
    assert list(layout(codes).positions) == list(reversed(Column))


def test_a_heading_that_two_languages_use_differently_is_read_as_the_others_are() -> None:
    french = layout(["N° apprenant", "Nom", "Prénom", "Formation", "Groupe", "Statut"])
    catalan = layout(["Número d'alumne", "Nom", "Cognoms", "Curs", "Grup", "Estat"])
    assert (french.positions[Column.FAMILY_NAME], french.positions[Column.GIVEN_NAME]) == (1, 2)
    assert (catalan.positions[Column.GIVEN_NAME], catalan.positions[Column.FAMILY_NAME]) == (1, 2)


def test_only_one_heading_means_different_things_in_two_languages() -> None:
    columns_of: dict[str, set[Column]] = {}
    for column, by_language in HEADINGS.items():
        for headings in by_language.values():
            for heading in headings:
                columns_of.setdefault(squeezed(heading), set()).add(column)
    assert {heading for heading, columns in columns_of.items() if len(columns) > 1} == {"nom"}


def test_within_a_language_no_heading_means_two_things() -> None:
    for language in INTERFACE_LANGUAGES:
        for one, other in combinations(Column, 2):
            assert not set(map(squeezed, HEADINGS[one][language])) & set(map(squeezed, HEADINGS[other][language]))


def test_unknown_columns_are_told_and_nothing_else() -> None:
    found = layout(["learner_ref", "Shoe size", "", "family_name", "curriculum", "cohort", "status"])
    assert found.ignored == ("Shoe size",)
    assert found.positions[Column.STATUS] == 6


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ColumnsMissing) as missing:
        layout(["curriculum", "cohort"])
    assert missing.value.details == {"columns": "learner_ref, status, given_name"}


@pytest.mark.parametrize("vocabulary", [GENDER, EMPLOYMENT, STATUS, YES_NO])
def test_no_word_means_two_values(vocabulary: dict[object, tuple[str, ...]]) -> None:
    for one, other in combinations(vocabulary.values(), 2):
        assert not set(map(squeezed, one)) & set(map(squeezed, other))
