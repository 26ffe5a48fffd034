"""Find a learner, a cohort or a page by what somebody remembers of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.web.navigation import Entry
from i18n.content import Localized
from i18n.search import fold
from sites.cohorts.models import Cohort
from sites.cohorts.queries import cohorts_with_texts
from sites.registrations.models import Learner

MOST = 20
_LOOKED_THROUGH = 2_000


@dataclass(frozen=True, slots=True)
class FoundLearner:
    id: UUID
    name: str
    ref: str


@dataclass(frozen=True, slots=True)
class FoundCohort:
    code: str
    title: Localized
    starts_on: date
    ends_on: date


async def learners_like(session: AsyncSession, wanted: str) -> list[FoundLearner]:
    """By name. Every word must occur, in any order, whatever its accents."""
    statement = select(col(Learner.id), col(Learner.given_name), col(Learner.family_name), col(Learner.ref))
    for word in fold(wanted).split():
        statement = statement.where(col(Learner.search).contains(word, autoescape=True))
    statement = statement.where(col(Learner.merged_into).is_(None))
    rows = await session.execute(statement.order_by(col(Learner.sort_key), col(Learner.id)).limit(MOST))
    return [FoundLearner(id_, f"{given} {family}".strip(), ref) for id_, given, family, ref in rows]


async def cohorts_like(session: AsyncSession, wanted: str) -> list[FoundCohort]:
    """Newest first. Titles are in several languages and not folded, so they are compared here."""
    words = fold(wanted).split()
    statement = cohorts_with_texts().order_by(col(Cohort.starts_on).desc(), col(Cohort.code)).limit(_LOOKED_THROUGH)
    found: list[FoundCohort] = []
    for cohort, curriculum, version, _ in await session.execute(statement):
        title = Localized({**version.title, **cohort.title})
        known = fold(" ".join((cohort.code, curriculum.code, *title.values())))
        if all(word in known for word in words):
            found.append(FoundCohort(cohort.code, title, cohort.starts_on, cohort.ends_on))
    return found[:MOST]


def pages_like(entries: Sequence[Entry], wanted: str) -> list[Entry]:
    """Of the menu, by their names in the reader's language."""
    words = fold(wanted).split()
    return [entry for entry in entries if all(word in fold(str(entry.label)) for word in words)]
