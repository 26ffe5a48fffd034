"""How a demo centre stands today: the year's targets, and who has stayed away."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from sites.attendance.actions.flags import follow_absences
from sites.cohorts.models import Cohort
from sites.dashboard.models import Counted, SiteTarget
from sites.registrations.models import Registration, RegistrationStatus

_GOALS = {
    Counted.REGISTRATIONS: 900,
    Counted.ENROLMENTS: 800,
    Counted.HOURS_ATTENDED: 32_000,
    Counted.CERTIFICATES: 500,
}


async def load_standing(session: AsyncSession, *, now: datetime) -> None:
    """After the marks."""
    for indicator, goal in _GOALS.items():
        session.add(SiteTarget(site_id=site_of(session), year=now.year, indicator=indicator, goal=goal))
    rows = await session.execute(
        select(col(Registration.cohort_id), col(Registration.id))
        .join(Cohort, col(Cohort.id) == col(Registration.cohort_id))
        .where(
            col(Registration.status) == RegistrationStatus.CONFIRMED,
            col(Cohort.starts_on) <= now.date(),
            col(Cohort.ends_on) >= now.date(),
        )
    )
    if running := list(rows):
        # Nobody else is here yet: one lock does for all cohorts.
        await follow_absences(session, running[0][0], [registration_id for _, registration_id in running], now=now)
    await session.flush()
