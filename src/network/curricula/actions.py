"""Write the library: add a curriculum, publish it, begin its next version."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from i18n.content import Localized
from network.curricula.errors import CurriculumExists, CurriculumNotFound, NothingToPublish, TitleMissing
from network.curricula.models import Curriculum, CurriculumModule, CurriculumVersion, Level, Programme


class NewModule(BaseModel):
    """One part of a curriculum, in the order of the list."""

    model_config = ConfigDict(extra="forbid")

    title: Localized
    hours: Decimal = Field(gt=0, le=10000, max_digits=7, decimal_places=2)
    competences: list[str] = Field(default_factory=list, max_length=50)


class NewCurriculum(BaseModel):
    """What is asked of a new curriculum."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$")
    title: Localized
    summary: Localized = Field(default_factory=Localized)
    audience: Localized = Field(default_factory=Localized)
    assessment: Localized = Field(default_factory=Localized)
    programme: Programme
    level: Level
    hours: Decimal = Field(gt=0, le=10000, max_digits=7, decimal_places=2)
    competences: list[str] = Field(default_factory=list, max_length=50)
    modules: list[NewModule] = Field(default_factory=list, max_length=200)


@dataclass(frozen=True, slots=True)
class Revision:
    """Texts of a draft, changed as a whole."""

    title: Localized
    summary: Localized
    audience: Localized
    assessment: Localized
    hours: Decimal
    competences: list[str] = field(default_factory=list)


async def add_curriculum(session: AsyncSession, new: NewCurriculum, *, publish_on: date | None = None) -> Curriculum:
    """Version 1, a draft unless `publish_on` is given. Raises CurriculumExists, TitleMissing."""
    if not new.title:
        raise TitleMissing({"title": str(TitleMissing.message)})
    taken = await session.execute(select(col(Curriculum.id)).where(col(Curriculum.code) == new.code))
    if taken.first() is not None:
        raise CurriculumExists(curriculum=new.code)
    curriculum = Curriculum(code=new.code, programme=new.programme, level=new.level)
    session.add(curriculum)
    await session.flush()
    version = CurriculumVersion(
        curriculum_id=curriculum.id,
        number=1,
        title=new.title,
        summary=new.summary,
        audience=new.audience,
        assessment=new.assessment,
        hours=new.hours,
        competences=new.competences,
    )
    session.add(version)
    await session.flush()
    for position, module in enumerate(new.modules, start=1):
        session.add(CurriculumModule(version_id=version.id, position=position, **module.model_dump()))
    audit.record(session, action="curriculum.add", subject=("curriculum", curriculum.id), name=new.code)
    if publish_on is not None:
        await publish(session, new.code, on=publish_on)
    await session.flush()
    return curriculum


async def publish(session: AsyncSession, code: str, *, on: date) -> int:
    """Publish the newest draft; its number. Raises CurriculumNotFound, NothingToPublish."""
    curriculum, newest = await _newest(session, code)
    if newest.published_on is not None:
        raise NothingToPublish
    newest.published_on = on
    curriculum.published_number = newest.number
    audit.record(
        session,
        action="curriculum.publish",
        subject=("curriculum", curriculum.id),
        name=code,
        after={"version": newest.number},
    )
    await session.flush()
    return newest.number


async def revise(session: AsyncSession, code: str, revision: Revision) -> int:
    """Write the next version's draft, or change the one there is; its number.

    Modules are carried over from the version before. Raises CurriculumNotFound, TitleMissing.
    """
    if not revision.title:
        raise TitleMissing({"title": str(TitleMissing.message)})
    curriculum, newest = await _newest(session, code)
    draft = newest if newest.published_on is None else await _next_draft(session, newest)
    for name in ("title", "summary", "audience", "assessment", "hours", "competences"):
        setattr(draft, name, getattr(revision, name))
    audit.record(
        session,
        action="curriculum.revise",
        subject=("curriculum", curriculum.id),
        name=code,
        after={"version": draft.number},
    )
    await session.flush()
    return draft.number


async def _newest(session: AsyncSession, code: str) -> tuple[Curriculum, CurriculumVersion]:
    found = await session.execute(
        select(Curriculum, CurriculumVersion)
        .join(CurriculumVersion, col(CurriculumVersion.curriculum_id) == col(Curriculum.id))
        .where(col(Curriculum.code) == code)
        .order_by(col(CurriculumVersion.number).desc())
        .limit(1)
        .with_for_update()
    )
    row = found.first()
    if row is None:
        raise CurriculumNotFound(curriculum=code[:60])
    return row[0], row[1]


async def _next_draft(session: AsyncSession, before: CurriculumVersion) -> CurriculumVersion:
    kept = before.model_dump(exclude={"id", "created_at", "number", "published_on"})
    draft = CurriculumVersion(**kept, number=before.number + 1)
    session.add(draft)
    await session.flush()
    modules = await session.execute(select(CurriculumModule).where(col(CurriculumModule.version_id) == before.id))
    for module in modules.scalars():
        session.add(
            CurriculumModule(**module.model_dump(exclude={"id", "created_at", "version_id"}), version_id=draft.id)
        )
    return draft
