"""Keep facts true: take a site's marks and replace the facts of whatever they name.

The order of the statements is what makes it right (`docs/decisions/0003-facts-by-subject.md`): the
lock first, then the marks, and only in later statements the rows that the marks name. A transaction
that is still open when we look leaves its marks when it commits, and they are taken next time.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.database import Database, unit_of_work
from core.errors import Unavailable
from core.tenancy import DataScope
from network.results.measuring import FACT_COLUMNS, LINKS, MEASURES, Link, Measure, SubjectKind
from network.results.models import Fact, RecountMark, ResultStamp

Subjects = dict[SubjectKind, set[UUID]]

_FACTS: sa.Table = Fact.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_MARKS: sa.Table = RecountMark.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_STAMPS: sa.Table = ResultStamp.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_CHUNK = 5000
_LOCK_SPACE = 721003
_LONGEST_WAIT = "8s"


async def catch_up(database: Database, site_ids: Iterable[UUID] | None = None) -> int:
    """Count what has changed at these sites (none given: at all that have marks), and wait for
    whoever is doing so already; how many subjects were counted.

    Every change committed before the call is in the facts afterwards. Readers call it first.
    """
    if site_ids is None:
        async with unit_of_work(database, DataScope.of_worker()) as session:
            site_ids = list(await session.scalars(text("select network.pending_sites()")))
    counted = 0
    for site_id in sorted(site_ids):
        counted += await recount_marked(database, site_id)
    return counted


async def recount_marked(database: Database, site_id: UUID) -> int:
    """Take the marks of one site and make its facts true; how many subjects were counted.

    Raises Unavailable when another recount of this site does not end in time.
    """
    async with unit_of_work(database, DataScope.of_worker(site_id)) as session:
        await _alone_on(session, site_id)
        taken = delete(_MARKS).where(_MARKS.c.site_id == site_id)
        marks = (await session.execute(taken.returning(_MARKS.c.subject_kind, _MARKS.c.subject_id))).all()
        if not marks:
            return 0
        subjects: Subjects = {}
        for kind, subject_id in marks:
            subjects.setdefault(SubjectKind(kind), set()).add(subject_id)
        await _add_touched(session, site_id, subjects)
        for kind, ids in subjects.items():
            await _replace_facts(session, site_id, kind, ids)
        await _stamp(session, site_id)
        return sum(map(len, subjects.values()))


async def recount_all(database: Database, site_id: UUID) -> None:
    """Forget every fact of a site and count it from its rows: after a new or changed measure."""
    async with unit_of_work(database, DataScope.of_worker(site_id)) as session:
        await _alone_on(session, site_id)
        await session.execute(delete(_MARKS).where(_MARKS.c.site_id == site_id))
        await session.execute(delete(_FACTS).where(_FACTS.c.site_id == site_id))
        for measure in MEASURES.values():
            await session.execute(_insert(measure, site_id))
        await _stamp(session, site_id)


async def _alone_on(session: AsyncSession, site_id: UUID) -> None:
    """One recount per site at a time. In a later isolation level the marks would be read as they
    were before the wait for the lock: figures would stay wrong for good."""
    level = await session.scalar(text("select current_setting('transaction_isolation')"))
    if level != "read committed":
        raise RuntimeError(f"a recount needs read committed, not {level}")
    await session.execute(text(f"set local lock_timeout = '{_LONGEST_WAIT}'"))
    try:
        await session.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, func.hashtext(str(site_id)))))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise Unavailable from error
        raise


async def _add_touched(session: AsyncSession, site_id: UUID, subjects: Subjects) -> None:
    """Whose facts depend on what was named, from the rows as they are now."""
    new = {kind: set(ids) for kind, ids in subjects.items()}
    while new:
        found: Subjects = {}
        for link in LINKS:
            if ids := new.get(link.cause):
                reached = await _effects(session, site_id, link, ids)
                if fresh := reached - subjects.get(link.effect, set()):
                    found.setdefault(link.effect, set()).update(fresh)
                    subjects.setdefault(link.effect, set()).update(fresh)
        new = found


async def _effects(session: AsyncSession, site_id: UUID, link: Link, ids: set[UUID]) -> set[UUID]:
    pairs = link.rows().subquery()
    site, cause, effect = pairs.c
    reached: set[UUID] = set()
    for chunk in _chunks(ids):
        query = select(effect).where(site == site_id, cause == sa.any_(_array(chunk))).distinct()
        reached.update(await session.scalars(query))
    return reached


async def _replace_facts(session: AsyncSession, site_id: UUID, kind: SubjectKind, ids: set[UUID]) -> None:
    measures = [measure for measure in MEASURES.values() if measure.subject is kind]
    if not measures:
        return
    for chunk in _chunks(ids):
        mine = (_FACTS.c.site_id == site_id, _FACTS.c.subject_id == sa.any_(_array(chunk)))
        await session.execute(delete(_FACTS).where(*mine, _FACTS.c.subject_kind == kind.value))
        for measure in measures:
            await session.execute(_insert(measure, site_id, chunk))


def _insert(measure: Measure, site_id: UUID, ids: Sequence[UUID] | None = None) -> sa.Insert:
    given = measure.facts().subquery()
    query = select(
        func.gen_random_uuid(),
        func.now(),
        sa.literal(measure.name, sa.String),
        sa.literal(measure.subject.value, sa.String),
        *given.c,
    ).where(given.c.site_id == site_id)
    if ids is not None:
        query = query.where(given.c.subject_id == sa.any_(_array(ids)))
    columns = ["id", "created_at", "measure", "subject_kind", *FACT_COLUMNS]
    return insert(_FACTS).from_select(columns, query)


async def _stamp(session: AsyncSession, site_id: UUID) -> None:
    from_now = {"recounted_at": func.now()}
    await session.execute(
        postgresql.insert(_STAMPS)
        .values(unit_id=site_id, version=1, **from_now)
        .on_conflict_do_update(index_elements=["unit_id"], set_={"version": _STAMPS.c.version + 1, **from_now})
    )


def _array(ids: Sequence[UUID]) -> Any:
    return sa.literal(list(ids), sa.ARRAY(sa.Uuid))


def _chunks(ids: set[UUID]) -> Iterator[Sequence[UUID]]:
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
