"""How long a centre keeps things, and the forgetting of what has been kept long enough, in steps."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.errors import Invalid
from core.tenancy import site_of
from i18n.messages import lazy
from sites.forgetting import HOLDINGS, Whose
from sites.privacy.actions.erasing import erase_learner
from sites.privacy.models import ErasureReason, Retained, RetentionChoice, RetentionRun
from sites.privacy.queries.retention import Setting, due_people, due_sensitive, preview, settings_of
from sites.privacy.rules import default_term

STEP = 50
"""So many at a time: the centre's other work goes on in between."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Whose data it is: where the law is found, the language of what is left, where mails lie."""

    country: str
    language: str
    outbox: Path


async def choose_term(session: AsyncSession, what: Retained, months: int, *, country: str, now: datetime) -> None:
    """From now on it is kept so long, and forgotten then. Raises Invalid outside the limits."""
    term = default_term(what, country)
    if not term.least <= months <= term.most:
        sentence = lazy("Please choose between %(least)s and %(most)s months.").filled(least=term.least, most=term.most)
        raise Invalid({f"months_{what}": str(sentence)})
    before = (
        await session.execute(select(RetentionChoice).where(col(RetentionChoice.what) == what))
    ).scalar_one_or_none()
    if before is not None and before.months == months:
        return
    row = {"site_id": site_of(session), "id": new_id(), "created_at": now, "what": what, "months": months}
    statement = insert(RetentionChoice).values(**row)
    await session.execute(statement.on_conflict_do_update(index_elements=["site_id", "what"], set_={"months": months}))
    audit.record(
        session,
        action="privacy.choose_term",
        subject=("retention", None),
        name=str(what),
        before=None if before is None else {"months": before.months},
        after={"months": months},
    )


async def forget_what_is_due(session: AsyncSession, centre: Centre, *, today: date, now: datetime) -> bool:
    """One step of each term that the centre has chosen, noted in numbers. True: there is more to forget."""
    more = False
    for setting in await settings_of(session, country=centre.country):
        if setting.is_chosen:
            more |= await _one_step(session, centre, setting, today=today, now=now)
    return more


async def _one_step(session: AsyncSession, centre: Centre, setting: Setting, *, today: date, now: datetime) -> bool:
    if setting.what is Retained.SENSITIVE_ANSWERS:
        forgotten = await _forget_answers(session, setting, today=today)
    else:
        forgotten = await _forget_people(session, centre, setting, today=today, now=now)
    if not forgotten:
        return False
    left_over = (await preview(session, setting.what, months=setting.months, today=today)).now
    session.add(
        RetentionRun(
            site_id=site_of(session),
            what=setting.what,
            months=setting.months,
            forgotten=forgotten,
            left_over=left_over,
        )
    )
    await session.flush()
    return left_over > 0


async def _forget_people(session: AsyncSession, centre: Centre, setting: Setting, *, today: date, now: datetime) -> int:
    count = 0
    for one in await due_people(session, setting.what, months=setting.months, today=today, limit=STEP):
        count += await erase_learner(
            session,
            one.learner_id,
            reason=ErasureReason.KEPT_LONG_ENOUGH,
            today=today,
            now=now,
            outbox=centre.outbox,
            site_language=centre.language,
        )
    return count


async def _forget_answers(session: AsyncSession, setting: Setting, *, today: date) -> int:
    due = await due_sensitive(session, months=setting.months, today=today, limit=STEP * 10)
    if not due:
        return 0
    for holding in HOLDINGS.values():
        if holding.sensitive:
            whose = Whose((), tuple(due), ())
            await session.execute(update(holding.model).where(holding.of(whose)).values(**holding.sensitive))
    return len(due)
