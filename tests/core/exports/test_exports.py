"""A list as CSV, workbook and PDF: the same rows, each the reader's way."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pypdf
import pytest

from core.exports import Column, Kind, Sheet, as_csv, as_pdf, as_workbook
from core.exports.csv_file import harmless
from i18n.active import make_state, use_locale

SHEET = Sheet(
    "Learners: all [2026]",
    [
        Column("Name"),
        Column("Since", Kind.DAY),
        Column("Seen", Kind.MOMENT),
        Column("Hours", Kind.NUMBER),
        Column("Paid", Kind.MONEY),
        Column("Share", Kind.SHARE),
    ],
    [
        ["=1+1", date(2026, 3, 5), datetime(2026, 3, 5, 23, 30, tzinfo=UTC), 12.5, Decimal("1250.40"), 0.125],
        ["سعاد", None, None, 0, None, "hidden: small group"],
    ],
    lines=["Brussels"],
)


@pytest.mark.parametrize(
    ("tag", "territory", "line"),
    [
        ("fr", "BE", "'=1+1;2026-03-05;2026-03-06 00:30;12,5;1250,40;0,125"),
        ("en", "GB", "'=1+1,2026-03-05,2026-03-06 00:30,12.5,1250.40,0.125"),
        ("pl", "PL", "'=1+1;2026-03-05;2026-03-06 00:30;12,5;1250,40;0,125"),
    ],
)
def test_a_csv_file_opens_in_a_spreadsheet_of_the_readers_country(tag: str, territory: str, line: str) -> None:
    with use_locale(make_state(tag, territory, zone="Europe/Brussels")):
        written = as_csv(SHEET)

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").split("\r\n")[1] == line
    assert "سعاد" in written.decode()


def test_a_workbook_holds_real_days_and_numbers_and_calculates_nothing() -> None:
    with use_locale(make_state("fr", "BE", zone="Europe/Brussels")):
        written = as_workbook(SHEET)
        again = as_workbook(SHEET)

    page = openpyxl.load_workbook(io.BytesIO(written)).active
    assert page is not None
    assert page.title == "Learners all 2026"
    assert [cell.value for cell in page[2]] == [
        "=1+1",
        datetime(2026, 3, 5),  # noqa: DTZ001 -- a workbook knows no zones
        datetime(2026, 3, 6, 0, 30),  # noqa: DTZ001 -- a workbook knows no zones
        12.5,
        1250.4,
        0.125,
    ]
    assert page["A2"].data_type == "s"
    assert [cell.value for cell in page[3]] == ["سعاد", None, None, 0, None, "hidden: small group"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:F3")
    assert written == again


@pytest.mark.parametrize(("tag", "expected"), [("fr", False), ("ar", True)])
def test_a_workbook_reads_from_the_right_for_who_does(tag: str, expected: bool) -> None:
    with use_locale(make_state(tag)):
        page = openpyxl.load_workbook(io.BytesIO(as_workbook(SHEET))).active

    assert page is not None
    assert bool(page.sheet_view.rightToLeft) is expected


async def test_a_document_says_the_same_in_the_readers_words() -> None:
    with use_locale(make_state("fr", "BE", zone="Europe/Brussels")):
        written = await as_pdf(SHEET)

    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages)
    for words in (
        "Learners: all [2026]",
        "Brussels",
        "=1+1",
        "5 mars 2026",
        "00:30",
        "12,5",
        "12,5",
        "hidden: small group",
    ):
        assert words in text


async def test_an_empty_list_is_a_file_too() -> None:
    empty = Sheet("Nobody", [Column("Name")], [])

    assert as_csv(empty).decode("utf-8-sig") == "Name\r\n"
    assert openpyxl.load_workbook(io.BytesIO(as_workbook(empty))).active["A1"].value == "Name"  # type: ignore[index]  # the test knows its kind
    assert openpyxl.load_workbook(io.BytesIO(as_workbook(empty))).active["A1"].value == "Name"  # type: ignore[index]  # there is a sheet
    assert (await as_pdf(empty)).startswith(b"%PDF")


def test_a_cell_that_looks_like_a_formula_stays_text() -> None:
    assert harmless("=1+1") == "'=1+1"
    assert harmless("@here") == "'@here"
    assert harmless("Brussels") == "Brussels"
