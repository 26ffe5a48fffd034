"""Whole files: every rule about a row, rules across rows, and real files."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n.active import make_state, use_locale
from i18n.languages import INTERFACE_LANGUAGES
from network.results.breakdowns import Education, Employment, Gender
from sites.records.columns import header
from sites.records.locale_formats import formats_of
from sites.records.reading import read_table
from sites.records.rows import CohortFacts, Column, ParticipationStatus
from sites.records.validation import Known, check
from tests.sites.records.files import ROW, TODAY, checked, csv_text, refused_at, row, workbook

REAL_FILES = Path(__file__).parents[4] / "shared" / "data" / "participations-2013"
WEB_1 = CohortFacts("web-basics", date(2024, 1, 15), date(2024, 6, 30))


def test_a_good_row_says_what_the_file_says() -> None:
    found = checked([ROW])
    [accepted] = found.accepted
    assert (accepted.row, accepted.learner_ref, accepted.email) == (1, "L1", "zoe@example.org")
    assert accepted.gender is Gender.WOMAN
    assert accepted.education is Education.ISCED_3_4
    assert accepted.employment is Employment.UNEMPLOYED
    assert accepted.status is ParticipationStatus.COMPLETED
    assert accepted.hours_attended == Decimal("120.50")
    assert found.new_cohorts == {"WEB-1": WEB_1}
    assert not found.refusals


def test_empty_means_not_known() -> None:
    needed = {"learner_ref", "family_name", "curriculum", "cohort", "status", "cohort_starts_on", "cohort_ends_on"}
    [accepted] = checked([{name: value if name in needed else "" for name, value in ROW.items()}]).accepted
    assert accepted.given_name == ""
    assert {accepted.email, accepted.birth_date, accepted.gender, accepted.isced, accepted.employment} == {None}
    assert {accepted.disability, accepted.registered_on, accepted.left_on, accepted.hours_attended} == {None}


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"learner_ref": " "}, "learner_ref", "required"),
        ({"given_name": "", "family_name": ""}, "given_name", "required"),
        ({"curriculum": ""}, "curriculum", "required"),
        ({"cohort": ""}, "cohort", "required"),
        ({"status": ""}, "status", "required"),
        ({"cohort_starts_on": ""}, "cohort_starts_on", "required"),
        ({"cohort_ends_on": ""}, "cohort_ends_on", "required"),
        ({"gender": "robot"}, "gender", "not_allowed"),
        ({"education": "9"}, "education", "not_allowed"),
        ({"employment": "busy"}, "employment", "not_allowed"),
        ({"disability": "maybe"}, "disability", "not_allowed"),
        ({"status": "offered"}, "status", "not_allowed"),
        ({"status": "done"}, "status", "not_allowed"),
        ({"hours_attended": "-1"}, "hours_attended", "out_of_range"),
        ({"hours_attended": "10000.01"}, "hours_attended", "out_of_range"),
        ({"hours_attended": "9" * 400}, "hours_attended", "unreadable_number"),
        ({"hours_attended": "many"}, "hours_attended", "unreadable_number"),
        ({"email": "zoe@"}, "email", "email_malformed"),
        ({"birth_date": "31/02/1990"}, "birth_date", "unreadable_date"),
        ({"birth_date": "2026-06-16"}, "birth_date", "birth_in_future"),
        ({"birth_date": "1899-01-01"}, "birth_date", "out_of_range"),
        ({"registered_on": "yesterday"}, "registered_on", "unreadable_date"),
        ({"left_on": "2023-11-01"}, "left_on", "left_before_registered"),
        ({"cohort_ends_on": "2024-01-14"}, "cohort_ends_on", "cohort_ends_before_start"),
        ({"curriculum": "cooking"}, "curriculum", "curriculum_unknown"),
        ({"family_name": "x" * 201}, "family_name", "too_long"),
        ({"cohort": "a/b"}, "cohort", "code_malformed"),
        ({"given_name": "a\x9fb"}, "given_name", "unreadable_text"),
    ],
)
def test_a_bad_row_is_refused_where_it_is_bad(changes: dict[str, str], column: str, code: str) -> None:
    found = checked([ROW | {"learner_ref": "L0"}, row(**changes)])
    assert refused_at(found) == [(2, column, code)]
    assert len(found.accepted) == 1


@pytest.mark.parametrize(
    ("year", "code"), [("2027", "birth_in_future"), ("1899", "out_of_range"), ("19xx", "unreadable_number")]
)
def test_a_year_of_birth_has_its_range(year: str, code: str) -> None:
    values = {("birth_year" if name == "birth_date" else name): value for name, value in ROW.items()}
    assert refused_at(checked([values | {"birth_year": year}])) == [(1, "birth_year", code)]
    [accepted] = checked([values | {"birth_year": "1990"}]).accepted
    assert (accepted.birth_date, accepted.birth_year) == (None, 1990)


def test_a_row_tells_everything_that_is_wrong_with_it_and_counts_once() -> None:
    found = checked([ROW, row(learner_ref="L2", gender="x", email="x", hours_attended="x")])
    assert [column for _, column, _ in refused_at(found)] == ["email", "gender", "hours_attended"]
    assert (found.rows, len(found.accepted), found.rows_refused) == (2, 1, 1)


def test_the_later_row_of_a_learner_in_a_cohort_is_refused() -> None:
    other_cohort = row(cohort="WEB-2")
    found = checked([ROW, other_cohort, row(status="withdrawn")])
    assert refused_at(found) == [(3, "learner_ref", "learner_twice")]
    assert "1" in str(found.refusals[0].message)


def test_an_unknown_cohort_is_refused_unless_cohorts_may_be_created() -> None:
    assert refused_at(checked([ROW], create_cohorts=False)) == [(1, "cohort", "cohort_unknown")]


def test_a_cohort_that_exists_needs_no_days_in_the_file() -> None:
    without = row(cohort_starts_on="", cohort_ends_on="")
    found = checked([without], cohorts={"WEB-1": WEB_1}, create_cohorts=False)
    assert len(found.accepted) == 1
    assert found.new_cohorts == {}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"cohort_starts_on": "2024-01-16"}, "cohort_starts_on"),
        ({"cohort_ends_on": "2024-07-01"}, "cohort_ends_on"),
        ({"curriculum": "cyber"}, "curriculum"),
    ],
)
def test_rows_that_disagree_about_a_cohort_are_refused(changes: dict[str, str], column: str) -> None:
    rows = [row(learner_ref="L9", **changes), ROW, row(learner_ref="L2")]
    expected = [(1, column, "cohort_differs")]
    assert refused_at(checked(rows)) == expected, "what most rows say holds for a new cohort"
    assert refused_at(checked(rows, cohorts={"WEB-1": WEB_1})) == expected


def test_the_same_file_is_judged_alike_once_its_cohorts_exist() -> None:
    rows = [
        ROW,
        row(learner_ref="L2", cohort_starts_on=""),
        row(learner_ref="L3", cohort_ends_on="2024-07-01"),
        row(learner_ref="L4", email="x", cohort_ends_on=""),
        row(learner_ref="L5", cohort="WEB-2", gender="x"),
        row(learner_ref="L6"),
    ]
    before = checked(rows)
    after = checked(rows, cohorts=before.new_cohorts)
    assert refused_at(before) == refused_at(after)
    assert set(before.new_cohorts) == {"WEB-1"}, "a cohort whose only row is refused is not created"


def test_words_of_many_languages_are_values() -> None:
    words = row(gender="Femme", employment="demandeur d'emploi", disability="OUI", status="Terminé", education="CITE 3")
    [accepted] = checked([words]).accepted
    assert (accepted.gender, accepted.employment) == (Gender.WOMAN, Employment.UNEMPLOYED)
    assert (accepted.disability, accepted.isced) == (True, 3)
    assert accepted.status is ParticipationStatus.COMPLETED


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_reasons_are_whole_sentences_in_every_language(language: str) -> None:
    found = checked([row(gender="x" * 100), row(status="")])
    with use_locale(make_state(language)):
        told = [refusal.as_json() for refusal in found.refusals]
    assert [entry["row"] for entry in told] == [1, 2, 2]
    assert all("%(" not in str(entry["message"]) for entry in told)
    assert len(str(told[0]["message"])) < 250, "the value is shortened"
    json.dumps(told)


FILLED = st.fixed_dictionaries(
    {
        "learner_ref": st.text("abcXYZ0123456789-/", min_size=1, max_size=12),
        "given_name": st.text("Zoëé Łłńśж'’,;\t\"\nabc", min_size=1, max_size=20).map(lambda text: f"A{text}z"),
        "email": st.sampled_from(["", "a.b@example.org", "zolw@xn--przykad-9ob.pl"]),
        "birth_date": st.one_of(st.none(), st.dates(date(1900, 1, 1), TODAY)),
        "gender": st.sampled_from(["", *Gender]),
        "education": st.one_of(st.none(), st.integers(0, 8)),
        "employment": st.sampled_from(["", *Employment]),
        "curriculum": st.just("web-basics"),
        "cohort": st.just("WEB-1"),
        "status": st.sampled_from(ParticipationStatus),
        "registered_on": st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2030, 1, 1))),
        "hours_attended": st.one_of(st.none(), st.decimals(0, 10_000, places=2)),
    }
)


@settings(deadline=None)  # other work may slow the machine down
@given(
    st.lists(FILLED, min_size=1, max_size=5, unique_by=lambda values: values["learner_ref"].strip()),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(INTERFACE_LANGUAGES),
)
def test_what_is_written_is_read_back(rows: list[dict[str, Any]], delimiter: str, encoding: str, language: str) -> None:
    headings = [header(Column(name), language) for name in rows[0]]
    text = csv_text(rows, delimiter=delimiter, header=headings)
    sheet = workbook([headings, *([plain(values[name]) for name in rows[0]] for values in rows)])
    from_text = checked(text.encode(encoding), cohorts={"WEB-1": WEB_1})
    from_workbook = checked(sheet, cohorts={"WEB-1": WEB_1})
    assert not from_text.refusals
    assert from_text.accepted == from_workbook.accepted
    for values, accepted in zip(rows, from_text.accepted, strict=True):
        assert accepted.given_name == " ".join(values["given_name"].split())
        assert accepted.birth_date == values["birth_date"]
        assert accepted.isced == values["education"]
        assert accepted.hours_attended == values["hours_attended"]
        assert accepted.registered_on == values["registered_on"]


def plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_days_and_numbers_written_the_sites_way_are_read_back(language: str) -> None:
    territory = {"en": "GB", "uk": "UA", "ar": "EG", "ca": "ES", "lb": "LU"}.get(language, language.upper())
    formats = formats_of(language, territory)
    values = row(birth_date="13/02/1990".replace("/", "."), hours_attended=f"1{formats.group}234{formats.decimal}5")
    [accepted] = checked([values], formats=formats).accepted
    assert (accepted.birth_date, accepted.hours_attended) == (date(1990, 2, 13), Decimal("1234.50"))


@pytest.mark.skipif(not REAL_FILES.is_dir(), reason="the real participation files are not on this machine")
def test_every_row_of_the_real_files_is_taken() -> None:
    files = sorted(REAL_FILES.glob("*.csv"))
    curricula = frozenset(f"oulad-{letter * 3}" for letter in "abcdefg")
    known = Known(curricula=curricula, cohorts={}, create_cohorts=True)
    rows = accepted = 0
    for file in files:
        found = check(read_table(file.read_bytes()), known=known, formats=formats_of("en", "GB"), today=TODAY)
        rows += found.rows
        accepted += len(found.accepted)
        assert not found.refusals, file.name
    assert (len(files), rows, accepted) == (13, 13_529, 13_529)
