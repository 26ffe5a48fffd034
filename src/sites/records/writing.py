"""A plan of an import -> rows, in few statements whatever its size.

What takes thought (sort keys, hashes) is done away from the event loop.
"""

from asyncio import to_thread
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import new_id, utc_now
from core.tenancy import site_of
from i18n.content import Localized
from sites.cohorts.models import Cohort, CohortStatus
from sites.records.planning import Participation, Person, Place
from sites.records.queries import LibraryEntry
from sites.records.rows import CohortFacts
from sites.registrations.identity import name_sort_key, network_key, person_key, search_text
from sites.registrations.models import Learner, Registration, RegistrationSource

_COHORTS: sa.Table = Cohort.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_LEARNERS: sa.Table = Learner.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_REGISTRATIONS: sa.Table = Registration.__table__  # type: ignore[attr-defined]  # SQLModel puts it there

# Other requests get their turn between two of these.
_CHUNK = 1_000


async def add_cohorts(
    session: AsyncSession,
    cohorts: Mapping[str, CohortFacts],
    *,
    library: Mapping[str, LibraryEntry],
    language: str,
) -> dict[str, UUID]:
    """New cohorts by code. Nobody can register in them until somebody opens them."""
    rows = [
        _new_row(
            session,
            code=code,
            curriculum_id=library[facts.curriculum].id,
            curriculum_version=library[facts.curriculum].version,
            title=Localized(),
            summary=Localized(),
            languages=[language],
            starts_on=facts.starts_on,
            ends_on=facts.ends_on,
            status=CohortStatus.CLOSED,
        )
        for code, facts in cohorts.items()
    ]
    await _insert(session, _COHORTS, rows)
    return {row["code"]: row["id"] for row in rows}


async def add_people(session: AsyncSession, people: Mapping[str, Person], *, language: str) -> dict[str, UUID]:
    """New learners by their number."""
    key = await network_key(session)

    def rows() -> list[dict[str, Any]]:
        return [
            _new_row(session, ref=ref, language=language, **_columns_of(session, key, ref, person, language=language))
            for ref, person in people.items()
        ]

    made = await to_thread(rows)
    await _insert(session, _LEARNERS, made)
    return {row["ref"]: row["id"] for row in made}


async def change_people(
    session: AsyncSession, people: Mapping[str, Person], ids: Mapping[str, UUID], *, language: str
) -> None:
    key = await network_key(session)

    def rows() -> list[dict[str, Any]]:
        return [
            {"row_id": ids[ref]} | _columns_of(session, key, ref, person, language=language)
            for ref, person in people.items()
        ]

    await _update(session, _LEARNERS, await to_thread(rows))


def _columns_of(session: AsyncSession, key: bytes, ref: str, person: Person, *, language: str) -> dict[str, Any]:
    given_name, family_name = person.given_name, person.family_name
    return {
        "given_name": given_name,
        "family_name": family_name,
        "email": person.email,
        "birth_date": person.birth_date,
        "birth_year": person.birth_year,
        "person_key": person_key(
            key,
            email=person.email,
            given_name=given_name,
            family_name=family_name,
            birth_date=person.birth_date,
            fallback=f"{site_of(session)}|{ref}",
        ),
        "sort_key": name_sort_key(given_name, family_name, language=language),
        "search": search_text(given_name, family_name, email=person.email, ref=ref),
    }


async def add_places(
    session: AsyncSession,
    places: Mapping[Place, Participation],
    *,
    cohorts: Mapping[str, UUID],
    people: Mapping[str, UUID],
    language: str,
) -> dict[Place, UUID]:
    rows = {
        place: _new_row(
            session,
            cohort_id=cohorts[place[0]],
            learner_id=people[place[1]],
            source=RegistrationSource.IMPORT,
            language=language,
            **_answers(participation),
        )
        for place, participation in places.items()
    }
    await _insert(session, _REGISTRATIONS, list(rows.values()))
    return {place: row["id"] for place, row in rows.items()}


async def change_places(
    session: AsyncSession, places: Mapping[Place, Participation], ids: Mapping[Place, UUID]
) -> None:
    await _update(
        session,
        _REGISTRATIONS,
        [{"row_id": ids[place]} | _answers(participation) for place, participation in places.items()],
    )


async def queue_up(
    session: AsyncSession,
    places: Sequence[Place],
    *,
    ids: Mapping[Place, UUID],
    cohorts: Mapping[str, UUID],
    last: Mapping[UUID, int],
) -> None:
    """Put them at the end of their cohorts' waiting lists, in this order."""
    numbers = dict(last)
    changes = []
    for place in places:
        cohort_id = cohorts[place[0]]
        numbers[cohort_id] = numbers.get(cohort_id, 0) + 1
        changes.append({"row_id": ids[place], "queue_number": numbers[cohort_id]})
    await _update(session, _REGISTRATIONS, changes)


def _answers(participation: Participation) -> dict[str, Any]:
    return {
        "status": participation.status,
        "registered_on": participation.registered_on,
        "left_on": participation.left_on,
        "gender": participation.gender,
        "age_band": participation.age_band,
        "isced": participation.isced,
        "education": participation.education,
        "employment": participation.employment,
        "disability": participation.disability,
        "minutes_imported": participation.minutes,
    }


def _new_row(session: AsyncSession, **values: Any) -> dict[str, Any]:
    return {"site_id": site_of(session), "id": new_id(), "created_at": utc_now(), **values}


async def _insert(session: AsyncSession, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """With RETURNING, SQLAlchemy sends many rows in one statement: triggers run once for each statement."""
    for chunk in _chunks(rows):
        await session.execute(sa.insert(table).returning(table.c.id), chunk)


async def _update(session: AsyncSession, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        statement = (
            sa.update(table)
            .where(table.c.site_id == site_of(session), table.c.id == sa.bindparam("row_id"))
            .values({name: sa.bindparam(name) for name in chunk[0] if name != "row_id"})
        )
        await session.execute(statement, chunk)


def _chunks(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), _CHUNK):
        yield list(rows[start : start + _CHUNK])
