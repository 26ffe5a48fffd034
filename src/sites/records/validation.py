"""A whole participations file -> the rows that can be taken, and what is wrong with the others. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sites.records.columns import Layout, layout
from sites.records.locale_formats import LocaleFormats
from sites.records.refusals import Refusal, RefusalCode, shown_day
from sites.records.rows import CohortFacts, Column, ParticipationRow
from sites.records.rules import Draft, read_row
from sites.records.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rows are held against: the library's curricula, and the cohorts that the site has."""

    curricula: frozenset[str]
    cohorts: Mapping[str, CohortFacts]
    create_cohorts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`rows` counts the rows of the file that hold anything; `accepted` are in the file's order.

    `new_cohorts` are those that an accepted row needs. `refusals` are in the file's order too; one row
    may have several.
    """

    rows: int
    accepted: Sequence[ParticipationRow]
    refusals: Sequence[Refusal]
    new_cohorts: Mapping[str, CohortFacts]
    ignored_columns: Sequence[str]
    is_windows_1252: bool

    @property
    def rows_refused(self) -> int:
        return self.rows - len(self.accepted)


@dataclass(slots=True)
class _Cohort:
    """What the rows of a file say about one cohort."""

    drafts: list[Draft] = field(default_factory=list)
    gives_start: bool = False
    gives_end: bool = False


def check(table: Table, *, known: Known, formats: LocaleFormats, today: date) -> Checked:
    """Read and judge every row. Raises `FileRefused` when the file as a whole cannot be taken."""
    columns: Layout = layout(table.header)
    drafts = [read_row(row, cells, columns, formats=formats, today=today) for row, cells in table.rows]
    _refuse_unknown_curricula(drafts, known)
    _refuse_second_places(drafts)
    new_cohorts = _agree_on_cohorts(drafts, known)
    accepted = [row for draft in drafts if (row := draft.finished())]
    needed = {row.cohort for row in accepted}
    return Checked(
        rows=len(drafts),
        accepted=accepted,
        refusals=[refusal for draft in drafts for refusal in draft.refusals],
        new_cohorts={code: facts for code, facts in new_cohorts.items() if code in needed},
        ignored_columns=columns.ignored,
        is_windows_1252=table.is_windows_1252,
    )


def _refuse_unknown_curricula(drafts: Iterable[Draft], known: Known) -> None:
    for draft in drafts:
        if draft.curriculum in known.curricula:
            continue
        if draft.curriculum.lower() in known.curricula:
            draft.curriculum = draft.curriculum.lower()
        elif draft.curriculum:
            draft.refuse(Column.CURRICULUM, RefusalCode.CURRICULUM_UNKNOWN, draft.curriculum)


def _refuse_second_places(drafts: Iterable[Draft]) -> None:
    """A learner stands once in a cohort: the later row is refused, whatever the earlier one is worth."""
    first_row: dict[tuple[str, str], int] = {}
    for draft in drafts:
        if not (draft.learner_ref and draft.cohort):
            continue
        first = first_row.setdefault((draft.cohort, draft.learner_ref), draft.row)
        if first != draft.row:
            draft.refuse(Column.LEARNER_REF, RefusalCode.LEARNER_TWICE, draft.learner_ref, first=first)


def _by_cohort(drafts: Iterable[Draft]) -> Mapping[str, _Cohort]:
    cohorts: defaultdict[str, _Cohort] = defaultdict(_Cohort)
    for draft in drafts:
        if draft.cohort:
            cohort = cohorts[draft.cohort]
            cohort.drafts.append(draft)
            cohort.gives_start |= draft.cohort_starts_on is not None
            cohort.gives_end |= draft.cohort_ends_on is not None
    return cohorts


def _agree_on_cohorts(drafts: Iterable[Draft], known: Known) -> dict[str, CohortFacts]:
    """Hold every row against the cohort it names; gives what the new ones are."""
    created: dict[str, CohortFacts] = {}
    for code, cohort in _by_cohort(drafts).items():
        is_new = code not in known.cohorts
        _refuse_missing_days(cohort, is_new=is_new)
        if not is_new:
            facts: CohortFacts | None = known.cohorts[code]
        elif known.create_cohorts:
            facts = _most_common_facts(cohort)
        else:
            facts = None
            for draft in cohort.drafts:
                draft.refuse(Column.COHORT, RefusalCode.COHORT_UNKNOWN, code)
        if facts is not None:
            _refuse_other_facts(code, cohort, facts)
            if is_new:
                created[code] = facts
    return created


def _refuse_missing_days(cohort: _Cohort, *, is_new: bool) -> None:
    """Of a cohort that exists the days may be left out, but then in every row: otherwise a row that was
    refused when the cohort was new would be taken when the same file is imported again."""
    for draft in cohort.drafts:
        if draft.cohort_starts_on is None and (is_new or cohort.gives_start):
            _refuse_missing(draft, Column.COHORT_STARTS_ON)
        if draft.cohort_ends_on is None and (is_new or cohort.gives_end):
            _refuse_missing(draft, Column.COHORT_ENDS_ON)


def _refuse_missing(draft: Draft, column: Column) -> None:
    if not draft.is_refused_at(column):
        draft.refuse(column, RefusalCode.REQUIRED)


def _most_common_facts(cohort: _Cohort) -> CohortFacts | None:
    """What most of the good rows say, so that one slip of the pen does not refuse all the others."""
    votes = Counter(
        CohortFacts(draft.curriculum, draft.cohort_starts_on, draft.cohort_ends_on)
        for draft in cohort.drafts
        if not draft.refusals
    )
    return votes.most_common(1)[0][0] if votes else None


def _refuse_other_facts(code: str, cohort: _Cohort, facts: CohortFacts) -> None:
    for draft in cohort.drafts:
        is_other = draft.curriculum and draft.curriculum != facts.curriculum
        if is_other and not draft.is_refused_at(Column.CURRICULUM):
            draft.refuse(
                Column.CURRICULUM,
                RefusalCode.COHORT_DIFFERS,
                draft.curriculum,
                cohort=code,
                expected=facts.curriculum,
            )
        _refuse_other_day(draft, Column.COHORT_STARTS_ON, draft.cohort_starts_on, facts.starts_on, code)
        _refuse_other_day(draft, Column.COHORT_ENDS_ON, draft.cohort_ends_on, facts.ends_on, code)


def _refuse_other_day(draft: Draft, column: Column, day: date | None, expected: date | None, code: str) -> None:
    if day is None or expected is None or day == expected or draft.is_refused_at(column):
        return
    draft.refuse(column, RefusalCode.COHORT_DIFFERS, shown_day(day), cohort=code, expected=shown_day(expected))
