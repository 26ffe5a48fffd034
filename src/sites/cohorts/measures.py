"""What cohorts add to the results: the seats they offer."""

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from network.results.measuring import SubjectKind, fact, measure, pairs, touches
from sites.cohorts.models import Cohort, Session


@measure("seats", subject=SubjectKind.COHORT)
def seats() -> Select[Any]:
    """Nobody stands behind a seat: it is never hidden for its own sake."""
    query = fact(
        site_id=Cohort.site_id,
        subject_id=Cohort.id,
        day=Cohort.starts_on,
        curriculum_id=Cohort.curriculum_id,
        cohort_id=Cohort.id,
        value=Cohort.capacity,
        people=0,
    )
    return query.select_from(Cohort).where(col(Cohort.capacity).is_not(None))


@touches(SubjectKind.COHORT, SubjectKind.SESSION)
def sessions_of_cohorts() -> Select[Any]:
    return pairs(Session.site_id, Session.cohort_id, Session.id)
