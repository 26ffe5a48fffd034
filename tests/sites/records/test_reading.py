"""Files as they come: characters, delimiters, workbooks, and everything that is no list at all."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.records import tables, workbooks
from sites.records.errors import (
    ColumnsMissing,
    ColumnsTooMany,
    ColumnsTwice,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    QuotesOpen,
    RowsMissing,
    RowsTooMany,
    TextDamaged,
    TextNotText,
    WorkbookBroken,
    WorkbookOld,
    WorkbookTooLarge,
)
from sites.records.reading import read_table
from tests.sites.records.files import ROW, checked, csv_text, refused_at, row, workbook


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-marked"])
def test_a_text_file_reads_the_same_however_it_was_saved(delimiter: str, encoding: str) -> None:
    text = csv_text([row(family_name="Dûpont; fils, dit\n«l’aîné»")], delimiter=delimiter)
    marked = encoding.endswith("-marked")
    content = b"\xff\xfe" + text.encode("utf-16-le") if marked else text.encode(encoding)

    [accepted] = checked(content).accepted

    assert accepted.given_name == "Zoë"
    assert accepted.family_name == "Dûpont; fils, dit «l’aîné»"
    assert accepted.hours_attended == Decimal("120.50")


def test_a_file_in_windows_1252_says_so() -> None:
    content = csv_text([row(family_name="Dupré")]).encode("cp1252")
    assert checked(content).is_windows_1252
    assert not checked(csv_text([ROW])).is_windows_1252


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_every_way(end: str) -> None:
    assert checked(csv_text([ROW, row(learner_ref="L2")]).replace("\r\n", end)).rows == 2


def test_excels_own_first_line_names_the_delimiter() -> None:
    assert len(checked("sep=;\r\n" + csv_text([ROW], delimiter=";")).accepted) == 1


def test_blank_lines_are_no_rows_but_keep_their_numbers() -> None:
    lines = csv_text([ROW, row(learner_ref="", email="x")]).splitlines()
    found = checked("\n".join(["", lines[0], lines[1], "", ",,,", lines[2], "", ""]))
    assert found.rows == 2
    assert refused_at(found) == [(4, "learner_ref", "required"), (4, "email", "email_malformed")]


def test_cells_that_are_missing_at_the_end_of_a_line_are_empty() -> None:
    header, line = csv_text([row(left_on="", hours_attended="")]).splitlines()
    assert len(checked(f"{header}\n{line.rstrip(',')}\n").accepted) == 1


def test_a_line_with_more_cells_than_headings_is_refused_as_a_row() -> None:
    header, line = csv_text([ROW]).splitlines()
    assert refused_at(checked(f"{header}\n{line},surplus\n")) == [(1, "", "cells_too_many")]
    assert len(checked(f"{header}\n{line},,\n").accepted) == 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmpty),
        (b" \r\n\t\n", FileEmpty),
        (b"\xef\xbb\xbf", FileEmpty),
        (b",,,\n,,,\n", FileEmpty),
        (csv_text([ROW]).splitlines()[0].encode(), RowsMissing),
        (b"a,b,c\n1,2,3\n", ColumnsMissing),
        (b"learner_ref,learner_ref,given_name,curriculum,cohort,status\n1,1,A,b,c,d\n", ColumnsTwice),
        (b"learner_ref,Learner number,given_name,curriculum,cohort,status\n1,1,A,b,c,d\n", ColumnsTwice),
        ((",".join(f"c{n}" for n in range(200)) + "\n1\n").encode(), ColumnsTooMany),
        (csv_text([row(given_name='"Zoë')]).replace('"""Zoë"', '"Zoë').encode(), QuotesOpen),
        (csv_text([row(given_name="a\x00b")]).encode(), TextDamaged),
        (csv_text([row(given_name="Zoë", family_name="Łéś")]).encode() + b"\xff,\xfe", TextDamaged),
        (b"\xef\xbb\xbf" + csv_text([ROW]).encode("cp1252", "replace"), TextDamaged),
        (csv_text([row(given_name="x")]).encode("ascii", "replace") + b"\x81", TextDamaged),
        (bytes(range(256)) * 8, TextNotText),
        (b"\xff\xfe\x00", TextNotText),
        (b"%PDF-1.7 x", TextNotText),
        (b"\x89PNG\r\n\x1a\n", TextNotText),
        (b"PK\x03\x04 not a zip", WorkbookBroken),
        (b"PK\x05\x06" + bytes(18), WorkbookBroken),
        (b"\xd0\xcf\x11\xe0" + bytes(600), WorkbookOld),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, error: type[FileRefused]) -> None:
    with pytest.raises(FileRefused) as refused:
        checked(content)
    assert type(refused.value) is error
    assert refused.value.text.endswith(".")
    assert "%(" not in refused.value.text


def test_the_damaged_line_is_named() -> None:
    content = csv_text([ROW, row(learner_ref="L2")]).encode()
    with pytest.raises(TextDamaged, match="'line': 3"):
        checked(content.replace(b"L2", b"L2\x00"))


def test_a_file_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "HIGHEST_ROWS", 2)
    with pytest.raises(RowsTooMany):
        checked([row(learner_ref=str(number)) for number in range(3)])
    with pytest.raises(FileTooLarge):
        read_table(b"a" * (tables.HIGHEST_BYTES + 1))


def test_a_workbook_gives_real_days_numbers_and_answers() -> None:
    values = row(
        learner_ref=11391,
        birth_date=datetime(1990, 2, 28),  # noqa: DTZ001 -- workbooks know no zones
        education=3.0,
        disability=True,
        registered_on=date(2023, 11, 2),
        hours_attended=120.456,
    )
    [accepted] = checked(workbook([list(values), list(values.values())])).accepted
    assert accepted.learner_ref == "11391"
    assert accepted.birth_date == date(1990, 2, 28)
    assert accepted.registered_on == date(2023, 11, 2)
    assert (accepted.isced, accepted.disability, accepted.hours_attended) == (3, True, Decimal("120.46"))


def test_rows_of_a_workbook_keep_the_numbers_they_have_on_the_sheet() -> None:
    values = row(status="")
    lines: list[list[Any]] = [
        list(values),
        list(ROW.values()),
        [],
        [None] * 3,
        list((values | {"learner_ref": "2"}).values()),
        [],
        [],
    ]
    found = checked(workbook(lines))
    assert (found.rows, refused_at(found)) == (2, [(4, "status", "required")])


def test_a_cell_with_a_formula_error_is_refused() -> None:
    values = row(family_name="#N/A")
    found = checked(workbook([list(values), list(values.values())]))
    assert refused_at(found) == [(1, "family_name", "unreadable_text")]


def test_a_workbook_with_hundreds_of_columns_is_refused() -> None:
    with pytest.raises(ColumnsTooMany):
        read_table(workbook([[f"c{number}" for number in range(300)]]))


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(workbooks._HIGHEST_UNPACKED_PART + 1))
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(WorkbookTooLarge):
        read_table(stream.getvalue())


def test_a_sheet_that_claims_to_be_endless_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row numbered far below makes the library give blank rows until then."""
    monkeypatch.setattr(workbooks, "_HIGHEST_LINES", 1_000)
    content = workbook([list(ROW), list(ROW.values())])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", b'<row r="99999999999"><c r="XFD1"/></row></sheetData>')
            new.writestr(name, part)
    with pytest.raises(RowsTooMany):
        read_table(stream.getvalue())


def test_every_cut_of_a_workbook_is_refused_or_read() -> None:
    content = workbook([list(ROW), list(ROW.values())])
    for length in range(0, len(content), 97):
        with pytest.raises(FileRefused):
            checked(content[:length])


@settings(deadline=None)  # other work may slow the machine down
@given(st.binary(max_size=2000))
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    with suppress(FileRefused):
        checked(content)


@settings(deadline=None)  # other work may slow the machine down
@given(st.binary(max_size=300), st.integers(0, 3000))
def test_any_bytes_inside_a_workbook_are_refused_or_read(junk: bytes, position: int) -> None:
    content = workbook([list(ROW), list(ROW.values())])
    with suppress(FileRefused):
        checked(content[:position] + junk + content[position + len(junk) :])


@settings(deadline=None)  # other work may slow the machine down
@given(st.text(max_size=400), st.sampled_from([",", ";", "\t"]))
def test_any_text_under_a_good_header_is_refused_or_read(text: str, delimiter: str) -> None:
    with suppress(FileRefused):
        found = checked((delimiter.join(ROW) + "\n" + text).encode("utf-8", "surrogatepass"))
        assert all(str(refusal.message) for refusal in found.refusals)
        assert found.rows == len(found.accepted) + len({refusal.row for refusal in found.refusals})
