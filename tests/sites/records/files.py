"""Participations files as bytes, for the tests of this folder."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from sites.records.locale_formats import LocaleFormats, formats_of
from sites.records.reading import read_table
from sites.records.rows import CohortFacts
from sites.records.validation import Checked, Known, check

TODAY = date(2026, 6, 15)
BRITISH = formats_of("en", "GB")
CURRICULA = frozenset({"web-basics", "cyber"})

ROW = {
    "learner_ref": "L1",
    "given_name": "Zoë",
    "family_name": "Łukasik",
    "email": "zoe@example.org",
    "birth_date": "1990-02-28",
    "gender": "woman",
    "education": "3",
    "employment": "unemployed",
    "disability": "no",
    "curriculum": "web-basics",
    "cohort": "WEB-1",
    "cohort_starts_on": "2024-01-15",
    "cohort_ends_on": "2024-06-30",
    "registered_on": "2023-11-02",
    "status": "completed",
    "left_on": "2024-06-30",
    "hours_attended": "120.5",
}


def row(**changes: Any) -> dict[str, Any]:
    return {**ROW, **changes}


def csv_text(rows: Sequence[Mapping[str, Any]], *, delimiter: str = ",", header: Sequence[str] | None = None) -> str:
    """Columns as in the first row; `header` renames them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(header or list(rows[0]))
    writer.writerows([[values[name] for name in rows[0]] for values in rows])
    return stream.getvalue()


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for values in rows:
        sheet.append(list(values))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def checked(
    content: bytes | str | Sequence[Mapping[str, Any]],
    *,
    cohorts: Mapping[str, CohortFacts] | None = None,
    create_cohorts: bool = True,
    formats: LocaleFormats = BRITISH,
    today: date = TODAY,
) -> Checked:
    if not isinstance(content, bytes | str):
        content = csv_text(content)
    if isinstance(content, str):
        content = content.encode()
    known = Known(curricula=CURRICULA, cohorts=cohorts or {}, create_cohorts=create_cohorts)
    return check(read_table(content), known=known, formats=formats, today=today)


def refused_at(found: Checked) -> list[tuple[int, str, str]]:
    return [(refusal.row, refusal.column, refusal.code.value) for refusal in found.refusals]
