"""Take a start-up in, change it, move it from stage to stage, see it out and take it in again."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Invalid
from core.tenancy import actor_of, site_of
from i18n.content import Localized
from i18n.messages import _
from sites.cohorts.actions.typed import Code, Day, Text, plain
from sites.projects.rules import code_of, step_problems
from sites.startups.errors import NotInAccelerator, StartupCodeTaken, StillInAccelerator
from sites.startups.models import Startup, StartupStage, StartupStay, StartupStep
from sites.startups.queries import StartupLine, code_is_taken, last_step_on, startup_for_update


class StartupTexts(BaseModel):
    """What may change of a start-up at any time."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    summary: Text = Field(default_factory=Localized)


class NewStartup(StartupTexts):
    """Without a code one is made from the name."""

    code: Code | None = None
    joined_on: Day
    stage: StartupStage = StartupStage.IDEA


class NextStep(BaseModel):
    """To another stage, on a day; back only for a reason."""

    model_config = ConfigDict(extra="forbid")

    stage: StartupStage
    on: Day
    reason: str = Field(default="", max_length=500)


class PresenceDay(BaseModel):
    """The day it leaves, or comes back."""

    model_config = ConfigDict(extra="forbid")

    on: Day


async def new_problems(session: AsyncSession, new: NewStartup, *, today: date) -> dict[str, str]:
    """What is wrong beyond each single answer: field -> sentence."""
    problems: dict[str, str] = {}
    if new.joined_on > today:
        problems["joined_on"] = _("This day lies in the future.")
    if new.code is not None and await code_is_taken(session, new.code):
        problems["code"] = str(StartupCodeTaken.message.filled(startup=new.code))
    return problems


async def take_in(session: AsyncSession, new: NewStartup, *, today: date, currency: str) -> Startup:
    """Raises StartupCodeTaken, Invalid."""
    problems = await new_problems(session, new, today=today)
    if problems.keys() == {"code"}:
        raise StartupCodeTaken(startup=new.code)
    if problems:
        raise Invalid(problems)
    code = new.code or await _free_code(session, new.name)
    taken = Startup(site_id=site_of(session), code=code, currency=currency, **new.model_dump(exclude={"code"}))
    try:
        async with session.begin_nested():
            session.add(taken)
    except IntegrityError as error:
        raise StartupCodeTaken(startup=code) from error
    _add_step(session, taken.id, new.stage, new.joined_on)
    _note(session, "startup.take_in", taken, after=plain(new.model_dump(exclude={"code"})))
    await session.flush()
    return taken


async def change_startup(session: AsyncSession, code: str, texts: StartupTexts) -> Startup:
    """Raises StartupNotFound."""
    changed = await startup_for_update(session, code)
    wanted = texts.model_dump()
    before = {name: getattr(changed, name) for name, value in wanted.items() if getattr(changed, name) != value}
    if before:
        for name in before:
            setattr(changed, name, wanted[name])
        after = {name: wanted[name] for name in before}
        _note(session, "startup.change", changed, before=plain(before), after=plain(after))
        await session.flush()
    return changed


async def move_problems(
    session: AsyncSession, moved: Startup | StartupLine, step: NextStep, *, today: date
) -> dict[str, str]:
    """What is wrong beyond each single answer: field -> sentence."""
    return step_problems(
        [str(one) for one in StartupStage],
        now_at=moved.stage,
        to=step.stage,
        on=step.on,
        last_step_on=await last_step_on(session, moved.id) or moved.joined_on,
        today=today,
        reason=step.reason,
    )


async def move_startup(session: AsyncSession, code: str, step: NextStep, *, today: date) -> Startup:
    """On or back. Raises StartupNotFound, Invalid."""
    moved = await startup_for_update(session, code)
    problems = await move_problems(session, moved, step, today=today)
    if problems:
        raise Invalid(problems)
    before, moved.stage = moved.stage, step.stage
    _add_step(session, moved.id, step.stage, step.on, step.reason)
    stages = plain({"stage": before}), plain({"stage": step.stage})
    _note(session, "startup.move", moved, before=stages[0], after=stages[1], reason=step.reason)
    await session.flush()
    return moved


def presence_problems(shown: Startup | StartupLine, presence: PresenceDay, *, today: date) -> dict[str, str]:
    """Of the day it leaves, or comes back: field -> sentence."""
    if presence.on > today:
        return {"on": _("This day lies in the future.")}
    if shown.left_on is None and presence.on < shown.joined_on:
        return {"on": _("This day lies before it joined.")}
    if shown.left_on is not None and presence.on <= shown.left_on:
        return {"on": _("This day lies before it left.")}
    return {}


async def see_out(session: AsyncSession, code: str, presence: PresenceDay, *, today: date) -> Startup:
    """The last day in the accelerator. Raises StartupNotFound, NotInAccelerator, Invalid."""
    left = await startup_for_update(session, code)
    if left.left_on is not None:
        raise NotInAccelerator
    _refuse(presence_problems(left, presence, today=today))
    left.left_on = presence.on
    _note(session, "startup.see_out", left, before={"left_on": None}, after=plain({"left_on": presence.on}))
    await session.flush()
    return left


async def take_in_again(session: AsyncSession, code: str, presence: PresenceDay, *, today: date) -> Startup:
    """The time that is over becomes an earlier stay. Raises StartupNotFound, StillInAccelerator, Invalid."""
    back = await startup_for_update(session, code)
    if back.left_on is None:
        raise StillInAccelerator
    _refuse(presence_problems(back, presence, today=today))
    stay = StartupStay(site_id=back.site_id, startup_id=back.id, from_on=back.joined_on, until_on=back.left_on)
    session.add(stay)
    before = {"joined_on": back.joined_on, "left_on": back.left_on}
    back.joined_on, back.left_on = presence.on, None
    after = {"joined_on": presence.on, "left_on": None}
    _note(session, "startup.take_in_again", back, before=plain(before), after=plain(after))
    await session.flush()
    return back


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(problems)


def _add_step(session: AsyncSession, startup_id: UUID, stage: StartupStage, on: date, reason: str = "") -> None:
    session.add(
        StartupStep(
            site_id=site_of(session),
            startup_id=startup_id,
            stage=stage,
            happened_on=on,
            noted_by=actor_of(session),
            reason=reason,
        )
    )


async def _free_code(session: AsyncSession, name: str) -> str:
    first = code_of(name, "start-up")
    code, number = first, 1
    while await code_is_taken(session, code) or code == "new":
        number += 1
        code = f"{first}-{number}"
    return code


def _note(
    session: AsyncSession,
    action: str,
    about: Startup,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        session,
        action=action,
        subject=("startup", about.id),
        name=about.code,
        before=before,
        after=after,
        reason=reason,
    )
