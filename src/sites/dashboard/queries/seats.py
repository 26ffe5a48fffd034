"""Places of a cohort, counted beside it."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlmodel import col

from sites.cohorts.models import Cohort
from sites.registrations.models import Registration, RegistrationStatus
from sites.registrations.rules import HOLDING


def registrations_of_cohort(*statuses: RegistrationStatus) -> ScalarSelect[Any]:
    """How many of the cohort's registrations stand so, for a query over cohorts."""
    return (
        select(func.count())
        .select_from(Registration)
        .where(
            col(Registration.site_id) == col(Cohort.site_id),
            col(Registration.cohort_id) == col(Cohort.id),
            col(Registration.status).in_(statuses),
        )
        .correlate(Cohort)
        .scalar_subquery()
    )


def places_taken() -> ScalarSelect[Any]:
    return registrations_of_cohort(*HOLDING)


def people_waiting() -> ScalarSelect[Any]:
    return registrations_of_cohort(RegistrationStatus.WAITING)
