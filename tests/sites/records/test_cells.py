"""Single cells: days, numbers, addresses, choices."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.records.cells import Cell, cohort_code, email, text_of
from sites.records.days import Span, day_of
from sites.records.locale_formats import formats_of
from sites.records.numbers import decimal_number, whole_number
from sites.records.refusals import CellRefused, RefusalCode
from sites.records.rules import isced_level

SPAN = Span(date(1900, 1, 1), date(2100, 12, 31), date(1970, 1, 1))
BIRTHS = Span(date(1900, 1, 1), date(2026, 6, 15), date(1900, 1, 1), RefusalCode.BIRTH_IN_FUTURE)
WORKBOOK_MOMENT = datetime(2013, 3, 5, 14, 30)  # noqa: DTZ001 -- workbooks know no zones
LOCALES = ["en-GB", "en-US", "fr-BE", "nl-BE", "de-LU", "pl-PL", "es-ES", "ca-ES", "lb-LU", "uk-UA", "ar-EG"]


def in_locale(locale: str, cell: Cell, span: Span = SPAN) -> date | None:
    return day_of(cell, formats_of(*locale.split("-")), span)


@pytest.mark.parametrize(
    "written",
    ["2013-12-31", "2013/12/31", "2013-12-31T00:00:00", "2013-12-31 00:00", "20131231", "٢٠١٣-١٢-٣١", " 2013-12-31 "],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_iso_days_are_read_everywhere(locale: str, written: str) -> None:
    assert in_locale(locale, written) == date(2013, 12, 31)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("fr-BE", "5/03/2013"),
        ("nl-NL", "05-03-2013"),
        ("de-DE", "5.3.2013"),
        ("de-DE", "05. 03. 2013"),
        ("uk-UA", "05.03.2013 р."),
        ("pl-PL", "05.03.13"),
        ("en-US", "3/5/2013"),
        ("en-LU", "05/03/2013"),
        ("ar-EG", "٥‏/٣‏/٢٠١٣"),
        ("es-ES", "05/03/2013 00:00:00"),
    ],
)
def test_days_are_read_the_sites_way(locale: str, written: str) -> None:
    assert in_locale(locale, written) == date(2013, 3, 5)


@pytest.mark.parametrize(
    "written",
    ["31/02/2013", "29/02/2013", "12/31/2013", "2013-13-01", "1/2", "2013", "41275", "0/0/0", "5/3-2013", "soon"],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(CellRefused) as refused:
        in_locale("fr-BE", written)
    assert refused.value.code is RefusalCode.UNREADABLE_DATE


def test_two_digits_of_a_year_are_taken_only_without_doubt() -> None:
    assert in_locale("en-GB", "31/12/13") == date(2013, 12, 31)  # a registration: centres are younger than 1970
    assert in_locale("en-GB", "31/12/68", BIRTHS) == date(1968, 12, 31)  # 2068 is yet to come
    with pytest.raises(CellRefused):
        in_locale("en-GB", "31/12/13", BIRTHS)  # 1913 or 2013


def test_where_days_begin_with_the_year_other_writings_must_be_clear() -> None:
    assert in_locale("en-CA", "31/12/2013") == date(2013, 12, 31)
    with pytest.raises(CellRefused):
        in_locale("en-CA", "05/03/2013")


def test_days_of_a_workbook_are_days() -> None:
    assert in_locale("en-GB", WORKBOOK_MOMENT) == date(2013, 3, 5)
    assert in_locale("en-GB", date(2013, 3, 5)) == date(2013, 3, 5)
    for cell in (time(14, 30), timedelta(days=3), True, 1.5):
        with pytest.raises(CellRefused):
            in_locale("en-GB", cell)


@pytest.mark.parametrize(
    ("written", "code"), [("2101-01-01", RefusalCode.BIRTH_IN_FUTURE), ("1899-12-31", RefusalCode.OUT_OF_RANGE)]
)
def test_days_outside_all_sense_are_refused(written: str, code: RefusalCode) -> None:
    with pytest.raises(CellRefused) as refused:
        in_locale("en-GB", written, BIRTHS)
    assert refused.value.code is code
    assert "1" in str(refused.value.message)


@pytest.mark.parametrize(
    ("locale", "written", "value"),
    [
        ("en-GB", "1234.5", "1234.5"),
        ("en-GB", "1,234.5", "1234.5"),
        ("en-GB", "1,234", "1234"),
        ("fr-BE", "1234,5", "1234.5"),
        ("fr-BE", "1 234,5", "1234.5"),
        ("fr-BE", "1\u202f234,5", "1234.5"),
        ("fr-BE", "12.5", "12.5"),
        ("de-DE", "1.234,5", "1234.5"),
        ("de-DE", "1234", "1234"),
        ("pl-PL", "0,25", "0.25"),
        ("ar-EG", "١٢٫٥", "12.5"),
        ("en-GB", 12, "12"),
        ("en-GB", 12.3, "12.3"),
        ("de-DE", 1.234, "1.23"),
        ("en-GB", "−3", "-3"),
    ],
)
def test_numbers_are_read_as_iso_or_the_sites_way(locale: str, written: Cell, value: str) -> None:
    assert decimal_number(written, formats_of(*locale.split("-"))) == Decimal(value)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("de-DE", "1.234"),  # a thousand to people, one to programs
        ("en-GB", "12,5"),
        ("en-GB", "1e5"),
        ("en-GB", "NaN"),
        ("en-GB", "Infinity"),
        ("en-GB", "0x10"),
        ("en-GB", "--1"),
        ("en-GB", "1_000"),
        ("en-GB", "12h"),
        ("en-GB", True),
        ("fr-BE", "1 23,5"),
    ],
)
def test_what_is_no_clear_number_is_refused(locale: str, written: Cell) -> None:
    with pytest.raises(CellRefused) as refused:
        decimal_number(written, formats_of(*locale.split("-")))
    assert refused.value.code is RefusalCode.UNREADABLE_NUMBER


def test_a_year_is_a_whole_number() -> None:
    assert whole_number(1987.0, formats_of("en", "GB")) == 1987
    with pytest.raises(CellRefused):
        whole_number("1987.5", formats_of("en", "GB"))


@pytest.mark.parametrize(
    "address",
    [
        "a@b.be",
        "student11391@learners.example",
        "o'brien+x@sub.exa-mple.co.uk",
        "zolw@xn--przykad-9ob.pl",
        "a@xn--9ca.fr",
    ],
)
def test_addresses_are_taken(address: str) -> None:
    assert email(f" {address.upper()} ") == address.upper().lower()


@pytest.mark.parametrize(
    "address",
    [
        *("a", "a@", "@b.be", "a@b", "a b@c.be", "a@b..be", "a..b@c.be", ".a@b.be", "a@-b.be", "a@b.be,c@d.be"),
        *("a@@b.be", "a@b.12", f"{'a' * 65}@b.be", f"a@{'b' * 64}.be", "<a@b.be>", "mailto:a@b.be", "a@b_.be"),
        "a@b.be.",
    ],
)
def test_what_no_mail_would_reach_is_refused(address: str) -> None:
    with pytest.raises(CellRefused) as refused:
        email(address)
    assert refused.value.code is RefusalCode.EMAIL_MALFORMED


@pytest.mark.parametrize("written", ["3", "ISCED 3", "isced3", "CITE 3", "CINE-3", "МСКО 3", "٣", 3, 3.0])
def test_levels_of_education_are_read(written: Cell) -> None:
    assert isced_level(written) == 3


@pytest.mark.parametrize("written", ["9", "-1", "3.5", "33", "ISCED", "high", 9, 2.5])
def test_other_levels_of_education_are_refused(written: Cell) -> None:
    with pytest.raises(CellRefused) as refused:
        isced_level(written)
    assert refused.value.code is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("written", ["a/b", "a b", "a?b", "-a", ".a", "a#b", "é/", "a" * 81])
def test_a_cohorts_code_can_stand_in_an_address(written: str) -> None:
    assert cohort_code("AAA-2013J") == "AAA-2013J"
    with pytest.raises(CellRefused):
        cohort_code(written)


def test_text_is_tidied_but_not_changed() -> None:
    assert text_of(" Łu\u00a0kasz \n\ufeff Ne\u0301 ") == "Łu kasz Né"
    assert text_of(1e21) == "1" + "0" * 21


@settings(deadline=None)  # other work may slow the machine down
@given(st.text())
def test_text_that_postgresql_could_not_keep_is_refused(text: str) -> None:
    with suppress(CellRefused):
        kept = text_of(text)
        assert "\x00" not in kept
        kept.encode()


@settings(deadline=None)  # other work may slow the machine down
@given(
    st.one_of(st.text(alphabet="0123456789/.- ٢٣", max_size=12), st.text(), st.datetimes(), st.floats(), st.integers())
)
def test_any_cell_is_a_day_and_a_number_or_is_refused(cell: Cell) -> None:
    formats = formats_of("fr", "BE")
    for read in (lambda: day_of(cell, formats, BIRTHS), lambda: decimal_number(cell, formats), lambda: email(cell)):
        with suppress(CellRefused):
            read()
