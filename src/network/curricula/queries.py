"""The library: lists, one curriculum with its versions, what a cohort teaches."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.errors import CurriculumNotFound
from network.curricula.models import Curriculum, CurriculumModule, CurriculumVersion, Level, Programme


@dataclass(frozen=True, slots=True)
class ListedCurriculum:
    """A curriculum by its newest published version; by its newest draft where none is published."""

    id: UUID
    code: str
    programme: Programme
    level: Level
    title: Localized
    summary: Localized
    hours: Decimal
    version: int
    published_on: date | None

    @property
    def is_published(self) -> bool:
        return self.published_on is not None


@dataclass(frozen=True, slots=True)
class ModuleText:
    position: int
    title: Localized
    hours: Decimal
    competences: list[str]


@dataclass(frozen=True, slots=True)
class FullCurriculum:
    listed: ListedCurriculum
    audience: Localized
    assessment: Localized
    competences: list[str]
    modules: list[ModuleText]
    versions: list[tuple[int, date | None]]


async def curricula(
    session: AsyncSession, *, after: str | None = None, limit: int | None = None, only_published: bool = False
) -> list[ListedCurriculum]:
    """The library by code, one line per curriculum."""
    statement = (
        select(Curriculum, CurriculumVersion)
        .join(CurriculumVersion, col(CurriculumVersion.curriculum_id) == col(Curriculum.id))
        .ext(distinct_on(col(Curriculum.code)))
        .order_by(
            col(Curriculum.code), col(CurriculumVersion.published_on).is_(None), col(CurriculumVersion.number).desc()
        )
    )
    if after is not None:
        statement = statement.where(col(Curriculum.code) > after)
    if only_published:
        statement = statement.where(col(CurriculumVersion.published_on).is_not(None))
    if limit is not None:
        statement = statement.limit(limit)
    return [_listed(curriculum, version) for curriculum, version in await session.execute(statement)]


async def curriculum(session: AsyncSession, code: str, *, version: int | None = None) -> FullCurriculum:
    """One curriculum, in its newest published version or the one asked for. Raises CurriculumNotFound."""
    found = (await session.execute(select(Curriculum).where(col(Curriculum.code) == code))).scalar_one_or_none()
    if found is None:
        raise CurriculumNotFound(curriculum=code[:60])
    of_it = select(CurriculumVersion).where(col(CurriculumVersion.curriculum_id) == found.id)
    versions = list((await session.execute(of_it.order_by(col(CurriculumVersion.number)))).scalars())
    wanted = version or found.published_number or versions[-1].number
    shown = next((one for one in versions if one.number == wanted), None)
    if shown is None:
        raise CurriculumNotFound(curriculum=f"{code[:60]} {wanted}")
    parts = select(CurriculumModule).where(col(CurriculumModule.version_id) == shown.id)
    modules = (await session.execute(parts.order_by(col(CurriculumModule.position)))).scalars()
    return FullCurriculum(
        listed=_listed(found, shown),
        audience=shown.audience,
        assessment=shown.assessment,
        competences=list(shown.competences),
        modules=[ModuleText(one.position, one.title, one.hours, list(one.competences)) for one in modules],
        versions=[(one.number, one.published_on) for one in versions],
    )


def _listed(curriculum: Curriculum, version: CurriculumVersion) -> ListedCurriculum:
    return ListedCurriculum(
        id=curriculum.id,
        code=curriculum.code,
        programme=curriculum.programme,
        level=curriculum.level,
        title=version.title,
        summary=version.summary,
        hours=version.hours,
        version=version.number,
        published_on=version.published_on,
    )
