"""Take a centre's existing records: all of a file, or nothing of it."""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import record
from core.tenancy import site_of
from sites.records import queries, writing
from sites.records.locale_formats import LocaleFormats, formats_of
from sites.records.planning import Participation, Person, Place, Plan, Stored, contradictions, plan
from sites.records.reading import read_table
from sites.records.refusals import Refusal
from sites.records.rows import CohortFacts, ParticipationRow
from sites.records.validation import Checked, Known, check

_LOCK_SPACE = 721004


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. `accepted` counts the rows that nothing is wrong with."""

    rows: int
    accepted: int
    refused: Sequence[Refusal]
    learners_created: int = 0
    new_cohorts: Mapping[str, CohortFacts] = field(default_factory=dict)
    registrations_created: int = 0
    updated: int = 0
    unchanged: int = 0
    dry_run: bool
    is_kept_out: bool
    ignored_columns: Sequence[str] = ()
    is_windows_1252: bool = False

    @property
    def rows_refused(self) -> int:
        return self.rows - self.accepted

    @property
    def cohorts_created(self) -> int:
        return len(self.new_cohorts)

    @property
    def changes(self) -> int:
        return self.learners_created + self.cohorts_created + self.registrations_created + self.updated

    def as_json(self) -> dict[str, Any]:
        """Exactly as `contracts.md`, section 5, has it; messages in the active language."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "refused": [refusal.as_json() for refusal in self.refused],
            "created": {
                "learners": self.learners_created,
                "cohorts": self.cohorts_created,
                "registrations": self.registrations_created,
            },
            "updated": self.updated,
            "unchanged": self.unchanged,
            "dry_run": self.dry_run,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Existing:
    """The learners and places that a file names, with the ids that writing needs."""

    people: Mapping[str, tuple[UUID, Person]]
    places: Mapping[Place, tuple[UUID, Participation]]

    @property
    def stored(self) -> Stored:
        return Stored(
            people={ref: person for ref, (_, person) in self.people.items()},
            places={place: participation for place, (_, participation) in self.places.items()},
        )


async def import_participations(
    session: AsyncSession,
    content: bytes,
    *,
    language: str,
    country: str,
    today: date,
    dry_run: bool = False,
    create_cohorts: bool = False,
    skip_bad_rows: bool = False,
) -> ImportReport:
    """`language` is the site's first and `country` its own: they say how its files write dates and numbers.

    One refused row keeps everything out, unless `skip_bad_rows`. Importing the same file again changes
    nothing. Raises FileRefused when the file as a whole cannot be read.
    """
    if not dry_run:
        await _one_at_a_time(session)
    library, cohorts = await queries.library(session), await queries.cohorts_by_code(session)
    known = Known(
        curricula=frozenset(library),
        cohorts={code: cohort.facts for code, cohort in cohorts.items()},
        create_cohorts=create_cohorts,
    )
    checked = await to_thread(_check, content, known, formats_of(language, country), today)
    existing = await _existing(session, checked.accepted, cohorts)
    report, accepted = _judged(checked, existing.stored, dry_run=dry_run, skip_bad_rows=skip_bad_rows)
    if report.is_kept_out:
        return report
    made = await to_thread(plan, accepted, existing.stored, {**known.cohorts, **checked.new_cohorts})
    report = replace(
        report,
        learners_created=len(made.new_people),
        new_cohorts=checked.new_cohorts,
        registrations_created=len(made.new_places),
        updated=made.rows_updated,
        unchanged=made.rows_unchanged,
    )
    if report.changes and not dry_run:
        created = await writing.add_cohorts(session, checked.new_cohorts, library=library, language=language)
        ids = {code: cohort.id for code, cohort in cohorts.items()} | created
        await _write(session, made, existing, cohorts=ids, language=language)
        _note(session, report)
    return report


async def _one_at_a_time(session: AsyncSession) -> None:
    """Two imports of one site at once would both find a learner missing."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, func.hashtext(str(site_of(session))))))


def _check(content: bytes, known: Known, formats: LocaleFormats, today: date) -> Checked:
    """Away from the event loop: a large file takes seconds of thought."""
    return check(read_table(content), known=known, formats=formats, today=today)


async def _existing(
    session: AsyncSession, rows: Sequence[ParticipationRow], cohorts: Mapping[str, queries.KnownCohort]
) -> _Existing:
    named = {cohorts[row.cohort].id for row in rows if row.cohort in cohorts}
    return _Existing(
        people=await queries.people_by_ref(session, sorted({row.learner_ref for row in rows})),
        places=await queries.places_of(session, named),
    )


def _judged(
    checked: Checked, stored: Stored, *, dry_run: bool, skip_bad_rows: bool
) -> tuple[ImportReport, list[ParticipationRow]]:
    late = contradictions(checked.accepted, stored)
    contradicted = {refusal.row for refusal in late}
    accepted = [row for row in checked.accepted if row.row not in contradicted]
    refused = sorted([*checked.refusals, *late], key=lambda refusal: refusal.row)
    report = ImportReport(
        rows=checked.rows,
        accepted=len(accepted),
        refused=refused,
        dry_run=dry_run,
        is_kept_out=bool(refused) and not skip_bad_rows,
        ignored_columns=checked.ignored_columns,
        is_windows_1252=checked.is_windows_1252,
    )
    return report, accepted


async def _write(
    session: AsyncSession, made: Plan, existing: _Existing, *, cohorts: Mapping[str, UUID], language: str
) -> None:
    known_people = {ref: learner_id for ref, (learner_id, _) in existing.people.items()}
    await writing.change_people(session, made.changed_people, known_people, language=language)
    people = known_people | await writing.add_people(session, made.new_people, language=language)
    places = {place: registration_id for place, (registration_id, _) in existing.places.items()}
    await writing.change_places(session, made.changed_places, places)
    places |= await writing.add_places(session, made.new_places, cohorts=cohorts, people=people, language=language)
    if made.queuing:
        last = await queries.last_queue_numbers(session, {cohorts[cohort] for cohort, _ in made.queuing})
        await writing.queue_up(session, made.queuing, ids=places, cohorts=cohorts, last=last)


def _note(session: AsyncSession, report: ImportReport) -> None:
    counts = {name: value for name, value in report.as_json().items() if isinstance(value, int | dict)}
    record(session, action="records.import", subject=("import", None), after=counts | {"refused": report.rows_refused})
