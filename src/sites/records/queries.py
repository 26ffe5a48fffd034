"""What a site and the library know of that a file of records names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.curricula.models import Curriculum
from sites.cohorts.models import Cohort
from sites.records.planning import Participation, Person, Place
from sites.records.rows import CohortFacts
from sites.registrations.models import Learner, Registration

_CHUNK = 5_000
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class KnownCohort:
    id: UUID
    facts: CohortFacts


async def library(session: AsyncSession) -> dict[str, LibraryEntry]:
    """Curricula by code, with the version that a new cohort teaches."""
    rows = await session.execute(select(col(Curriculum.code), col(Curriculum.id), col(Curriculum.published_number)))
    return {code: LibraryEntry(curriculum_id, number or 1) for code, curriculum_id, number in rows}


async def cohorts_by_code(session: AsyncSession) -> dict[str, KnownCohort]:
    rows = await session.execute(
        select(col(Cohort.code), col(Cohort.id), col(Curriculum.code), col(Cohort.starts_on), col(Cohort.ends_on)).join(
            Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id)
        )
    )
    return {
        code: KnownCohort(cohort_id, CohortFacts(curriculum, starts_on, ends_on))
        for code, cohort_id, curriculum, starts_on, ends_on in rows
    }


async def people_by_ref(session: AsyncSession, refs: Sequence[str]) -> dict[str, tuple[UUID, Person]]:
    found: dict[str, tuple[UUID, Person]] = {}
    for chunk in _chunks(refs):
        rows = await session.execute(
            select(
                col(Learner.ref),
                func.coalesce(col(Learner.merged_into), col(Learner.id)).label("id"),
                col(Learner.given_name),
                col(Learner.family_name),
                col(Learner.email),
                col(Learner.birth_date),
                col(Learner.birth_year),
            ).where(col(Learner.ref).in_(chunk))
        )
        found.update({row.ref: (row.id, Person(**_facts(row, Person))) for row in rows})
    return found


async def places_of(session: AsyncSession, cohorts: Iterable[UUID]) -> dict[Place, tuple[UUID, Participation]]:
    """Every place in these cohorts, under the number of its learner and those of records that were made one with it."""
    rows: Any = await session.execute(
        select(
            col(Cohort.code).label("cohort"),
            col(Learner.ref),
            col(Registration.id),
            col(Registration.status),
            col(Registration.registered_on),
            col(Registration.left_on),
            col(Registration.gender),
            col(Registration.age_band),
            col(Registration.isced),
            col(Registration.employment),
            col(Registration.disability),
            col(Registration.minutes_imported).label("minutes"),
        )
        .join(Cohort, col(Cohort.id) == col(Registration.cohort_id))
        .join(
            Learner,
            (col(Learner.id) == col(Registration.learner_id))
            | (col(Learner.merged_into) == col(Registration.learner_id)),
        )
        .where(col(Registration.cohort_id).in_(list(cohorts)))
        # A registration of one's own comes last, and so holds.
        .order_by(col(Learner.id) == col(Registration.learner_id))
    )
    return {(cohort, ref): (registration_id, Participation(*facts)) for cohort, ref, registration_id, *facts in rows}


async def last_queue_numbers(session: AsyncSession, cohorts: Iterable[UUID]) -> dict[UUID, int]:
    """The end of each cohort's waiting list."""
    rows = await session.execute(
        select(col(Registration.cohort_id), func.max(col(Registration.queue_number)))
        .where(col(Registration.cohort_id).in_(list(cohorts)))
        .group_by(col(Registration.cohort_id))
    )
    return {cohort_id: number or 0 for cohort_id, number in rows}


def _facts(row: Any, kind: type[Person] | type[Participation]) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(kind)}


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
