"""What the desk of a demo centre finds: places on offer, a course with applications, a person known twice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from i18n.content import Localized
from network.curricula.models import Curriculum
from server.demo.content import SiteContent
from sites.cohorts.models import Cohort, CohortStatus
from sites.registrations.identity import name_sort_key, search_text
from sites.registrations.models import (
    Admission,
    AskedQuestion,
    CohortAdmission,
    Learner,
    PlaceOffer,
    Question,
    Registration,
    RegistrationStatus,
)

# Courses that people apply for.
_CHOSEN = ("web-fullstack", "startup-accelerator", "venture-growth")
_ASKED_FOR = "ESF+, (EU) 2021/1057"
_WHY = {
    Question.GENDER: Localized(
        en="The European Social Fund wants to know whether women and men are reached alike.",
        fr="Le Fonds social européen veut savoir si les femmes et les hommes sont touchés de la même façon.",
        pl="Europejski Fundusz Społeczny pyta, czy docieramy tak samo do kobiet i mężczyzn.",
        es="El Fondo Social Europeo quiere saber si se llega por igual a mujeres y hombres.",
        de="Der Europäische Sozialfonds möchte wissen, ob Frauen und Männer gleichermaßen erreicht werden.",
    ),
}


async def add_waiting(session: AsyncSession, site: SiteContent, *, now: datetime) -> None:
    """After the centre's registrations are there."""
    await _offers(session, now=now)
    await _applications(session)
    session.add_all(
        AskedQuestion(site_id=site_of(session), question=question, asked_for=_ASKED_FOR, reason=why)
        for question, why in _WHY.items()
    )
    await _somebody_twice(session, language=site.languages[0])
    await session.flush()


async def _offers(session: AsyncSession, *, now: datetime) -> None:
    found = await session.execute(
        select(Registration)
        .where(col(Registration.status) == RegistrationStatus.OFFERED)
        .order_by(col(Registration.id))
    )
    for number, registration in enumerate(found.scalars()):
        offered_at = now - timedelta(hours=5 + 7 * (number % 3))
        session.add(
            PlaceOffer(
                site_id=registration.site_id,
                registration_id=registration.id,
                offered_at=offered_at,
                expires_at=offered_at + timedelta(hours=48),
            )
        )


async def _applications(session: AsyncSession) -> None:
    """The courses that people apply for; where none is open, the one that begins last, and its last to come apply."""
    found = await session.execute(
        select(col(Cohort.id), col(Curriculum.code))
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .where(col(Cohort.status) == CohortStatus.OPEN)
        .order_by(col(Cohort.starts_on), col(Cohort.code))
    )
    open_now = found.all()
    chosen = [cohort_id for cohort_id, curriculum in open_now if curriculum in _CHOSEN]
    if not chosen and open_now:
        chosen = [open_now[-1][0]]
        await _last_ones_apply(session, chosen[0])
    for cohort_id in chosen:
        session.add(CohortAdmission(site_id=site_of(session), cohort_id=cohort_id, admission=Admission.SELECTION))


async def _last_ones_apply(session: AsyncSession, cohort_id: UUID) -> None:
    found = await session.execute(
        select(Registration)
        .where(col(Registration.cohort_id) == cohort_id, col(Registration.status) == RegistrationStatus.CONFIRMED)
        .order_by(col(Registration.registered_at).desc(), col(Registration.id))
        .limit(2)
    )
    for registration in found.scalars():
        registration.status = RegistrationStatus.APPLIED


async def _somebody_twice(session: AsyncSession, *, language: str) -> None:
    """The second record was typed at the desk: a letter doubled, another address. Its registrations are its own."""
    found = await session.execute(
        select(Learner)
        .where(col(Learner.birth_date).is_not(None), col(Learner.email).is_not(None))
        .order_by(col(Learner.ref).desc())
        .limit(40)
    )
    people = list(found.scalars())
    if not people:
        return
    first, cohorts = people[0], await _cohorts_of(session, people[0])
    for other in people[1:]:
        if cohorts.isdisjoint(await _cohorts_of(session, other)):
            other.given_name, other.birth_date = first.given_name, first.birth_date
            other.family_name = f"{first.family_name}{first.family_name[-1:]}"
            other.sort_key = name_sort_key(other.given_name, other.family_name, language=language)
            other.search = search_text(other.given_name, other.family_name, email=other.email, ref=other.ref)
            return


async def _cohorts_of(session: AsyncSession, learner: Learner) -> set[object]:
    found = await session.execute(select(col(Registration.cohort_id)).where(col(Registration.learner_id) == learner.id))
    return set(found.scalars())
