"""Two records of one person become one, and two again exactly as they were."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import audit
from core.clock import new_id, utc_now
from core.tenancy import site_of
from sites.cohorts.models import Cohort
from sites.learners.errors import BothAreRegistered, CannotMerge, CannotUndo, MergeNotFound
from sites.registrations import identity
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner, LearnerDistinction, LearnerMerge, Registration
from sites.registrations.rules import LEFT

FIELDS: Final = ("given_name", "family_name", "email", "birth_date", "birth_year", "language", "phone")
_MADE: Final = ("person_key", "sort_key", "search")
# These speak of records, not of the person: they stay with the record they name.
_OF_RECORDS: Final = ("learners", "learner_merges", "learner_distinctions")


async def merge_learners(
    session: AsyncSession,
    kept_id: UUID,
    merged_id: UUID,
    *,
    from_merged: frozenset[str] = frozenset(),
    site_language: str,
) -> UUID:
    """Everything of `merged` belongs to `kept` from now on; `merged` stays as a hidden record that points there.

    `from_merged`: the particulars to take over from it; what `kept` does not know is taken over anyway.
    Raises LearnerNotFound, CannotMerge, BothAreRegistered. Returns what undoes it.
    """
    kept, merged = await _both(session, kept_id, merged_id)
    if kept_id == merged_id or not (_is_in_use(kept) and _is_in_use(merged)):
        raise CannotMerge
    await _check_cohorts(session, kept_id, merged_id)
    before: dict[str, Any] = {"kept": _snapshot(kept), "merged": _snapshot(merged)}
    for name in FIELDS:
        theirs = getattr(merged, name)
        if theirs not in (None, "") and (name in from_merged or getattr(kept, name) in (None, "")):
            setattr(kept, name, theirs)
    await _make_again(session, kept, language=site_language)
    before["after"] = _snapshot(kept)
    before["followers"] = await _lead(session, merged, kept)
    before["moved"] = await _move_rows(session, kept_id=kept.id, merged_id=merged.id)
    made = LearnerMerge(site_id=site_of(session), kept_id=kept.id, merged_id=merged.id, before=before)
    session.add(made)
    audit.record(
        session,
        action="learners.merge",
        subject=("learner", kept.id),
        after={"merged": str(merged.id), "rows": len(before["moved"])},
    )
    await session.flush()
    return made.id


async def undo_merge(session: AsyncSession, merge_id: UUID, *, now: datetime, site_language: str) -> None:
    """What was moved goes back, and so do particulars that nobody has corrected since. Asked twice, it happens once.

    Raises MergeNotFound, CannotUndo.
    """
    statement = select(LearnerMerge).where(col(LearnerMerge.id) == merge_id).with_for_update()
    made = (await session.execute(statement)).scalar_one_or_none()
    if made is None:
        raise MergeNotFound
    if made.undone_at is not None:
        return
    kept, merged = await _both(session, made.kept_id, made.merged_id)
    if not _is_in_use(kept) or merged.merged_into != kept.id or merged.erased_at is not None:
        raise CannotUndo
    before = made.before
    await _restore_kept(session, kept, before, language=site_language)
    merged.merged_into = None
    merged.person_key = bytes.fromhex(before["merged"]["person_key"])
    for follower in before["followers"]:
        await session.execute(
            update(Learner)
            .where(col(Learner.id) == UUID(follower["id"]), col(Learner.merged_into) == kept.id)
            .values(merged_into=merged.id, person_key=bytes.fromhex(follower["person_key"]))
        )
    await session.flush()
    for one in before["moved"]:
        await _move_one(session, one["table"], UUID(one["id"]), frm=kept.id, to=merged.id)
    made.undone_at = now
    audit.record(session, action="learners.undo_merge", subject=("learner", kept.id), after={"merged": str(merged.id)})
    await session.flush()


async def tell_apart(session: AsyncSession, one_id: UUID, other_id: UUID) -> None:
    """These are two people, whatever they are called: the pair is not shown again.

    Raises LearnerNotFound, CannotMerge.
    """
    if one_id == other_id:
        raise CannotMerge
    first, second = await _both(session, *sorted((one_id, other_id)))
    values = {"site_id": site_of(session), "id": new_id(), "created_at": utc_now()}
    await session.execute(
        insert(LearnerDistinction)
        .values(**values, first_id=first.id, second_id=second.id)
        .on_conflict_do_nothing(index_elements=["site_id", "first_id", "second_id"])
    )
    audit.record(session, action="learners.tell_apart", subject=("learner", first.id), after={"other": str(second.id)})


async def _both(session: AsyncSession, one_id: UUID, other_id: UUID) -> tuple[Learner, Learner]:
    """Locked in the order of their ids: two merges crosswise wait for each other instead of blocking."""
    found = await session.execute(
        select(Learner)
        .where(col(Learner.id).in_([one_id, other_id]))
        .order_by(col(Learner.id))
        .with_for_update(of=Learner)
        .execution_options(populate_existing=True)
    )
    known = {one.id: one for one in found.scalars()}
    if one_id not in known or other_id not in known:
        raise LearnerNotFound
    return known[one_id], known[other_id]


def _is_in_use(learner: Learner) -> bool:
    return learner.merged_into is None and learner.erased_at is None


async def _check_cohorts(session: AsyncSession, kept_id: UUID, merged_id: UUID) -> None:
    """One person has one registration in a cohort. One that was cancelled may stay behind on the hidden record."""
    cohorts = select(col(Registration.cohort_id)).where(col(Registration.learner_id) == kept_id)
    found = await session.execute(
        select(col(Cohort.code))
        .join(
            Registration,
            (col(Registration.site_id) == col(Cohort.site_id)) & (col(Registration.cohort_id) == col(Cohort.id)),
        )
        .where(
            col(Registration.learner_id) == merged_id,
            col(Registration.cohort_id).in_(cohorts),
            col(Registration.status).not_in(LEFT),
        )
        .limit(1)
    )
    code = found.scalar_one_or_none()
    if code is not None:
        raise BothAreRegistered(cohort=code)


async def _make_again(session: AsyncSession, learner: Learner, *, language: str) -> None:
    learner.person_key = identity.person_key(
        await identity.network_key(session),
        email=learner.email,
        given_name=learner.given_name,
        family_name=learner.family_name,
        birth_date=learner.birth_date,
        fallback=f"{learner.site_id}|{learner.ref}",
    )
    learner.sort_key = identity.name_sort_key(learner.given_name, learner.family_name, language=language)
    learner.search = identity.search_text(learner.given_name, learner.family_name, email=learner.email, ref=learner.ref)


async def _lead(session: AsyncSession, merged: Learner, kept: Learner) -> list[dict[str, str]]:
    """The hidden record, and those hidden behind it, count as the person they are."""
    found = await session.execute(select(Learner).where(col(Learner.merged_into) == merged.id).with_for_update())
    followers = []
    for one in found.scalars():
        followers.append({"id": str(one.id), "person_key": one.person_key.hex()})
        one.merged_into, one.person_key = kept.id, kept.person_key
    merged.merged_into, merged.person_key = kept.id, kept.person_key
    await session.flush()
    return followers


def _tables() -> Iterator[tuple[Table, Column[Any]]]:
    """Whatever belongs to a learner, also in features that this one does not know."""
    for table in SQLModel.metadata.sorted_tables:
        if table.schema == "sites" and table.name not in _OF_RECORDS:
            for column in table.columns:
                if any(
                    key.column.table.fullname == "sites.learners" and column.name != "site_id"
                    for key in column.foreign_keys
                ):
                    yield table, column


async def _move_rows(session: AsyncSession, *, kept_id: UUID, merged_id: UUID) -> list[dict[str, str]]:
    """What cannot move, because the kept record has the same already, stays behind."""
    moved = []
    for table, column in _tables():
        name = f"{table.name}.{column.name}"
        found = await session.execute(
            select(table.c.id).where(table.c.site_id == site_of(session), column == merged_id).order_by(table.c.id)
        )
        moved += [
            {"table": name, "id": str(row_id)}
            for row_id in found.scalars().all()
            if await _move_one(session, name, row_id, frm=merged_id, to=kept_id)
        ]
    return moved


async def _move_one(session: AsyncSession, name: str, row_id: UUID, *, frm: UUID, to: UUID) -> bool:
    table_name, _, column_name = name.partition(".")
    table = SQLModel.metadata.tables[f"sites.{table_name}"]
    column = table.c[column_name]
    statement = (
        update(table)
        .where(table.c.site_id == site_of(session), table.c.id == row_id, column == frm)
        .values({column: to})
    )
    try:
        async with session.begin_nested():
            await session.execute(statement)
    except IntegrityError:
        return False
    return True


async def _restore_kept(session: AsyncSession, kept: Learner, before: dict[str, Any], *, language: str) -> None:
    """A particular that was corrected after the merge keeps the correction."""
    now = _snapshot(kept)
    if now == before["after"]:
        for name in FIELDS:
            setattr(kept, name, _value(name, before["kept"][name]))
        for name in ("person_key", "sort_key"):
            setattr(kept, name, bytes.fromhex(before["kept"][name]))
        kept.search = before["kept"]["search"]
        return
    for name in FIELDS:
        if now[name] == before["after"][name]:
            setattr(kept, name, _value(name, before["kept"][name]))
    await _make_again(session, kept, language=language)


def _snapshot(learner: Learner) -> dict[str, Any]:
    values = {name: getattr(learner, name) for name in (*FIELDS, *_MADE)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, kept: Any) -> Any:
    return date.fromisoformat(kept) if name == "birth_date" and kept is not None else kept
