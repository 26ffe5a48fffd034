"""What outcomes add to the results: who was asked at six months, who answered, for whom it went well."""

from typing import Any

from sqlalchemy import Select, and_
from sqlmodel import col

from network.results.measuring import SubjectKind, fact, measure, pairs, touches
from sites.cohorts.models import Cohort
from sites.outcomes.models import Milestone, Outcome, Situation
from sites.registrations.measures import answers, in_cohort
from sites.registrations.models import Registration

_POSITIVE = (Situation.EMPLOYED, Situation.OWN_BUSINESS, Situation.FURTHER_TRAINING)


def _at_six_months() -> Select[Any]:
    query = fact(site_id=Outcome.site_id, subject_id=Outcome.id, day=Outcome.exit_on, **answers())
    asked = and_(col(Registration.site_id) == Outcome.site_id, col(Registration.id) == Outcome.registration_id)
    joined = query.select_from(Outcome).join(Registration, asked).join(Cohort, in_cohort())
    return joined.where(col(Outcome.milestone) == Milestone.SIX_MONTHS)


@measure("exits_answered", subject=SubjectKind.OUTCOME)
def exits_answered() -> Select[Any]:
    return _at_six_months().where(col(Outcome.situation).is_not(None))


@measure("exits_unanswered", subject=SubjectKind.OUTCOME)
def exits_unanswered() -> Select[Any]:
    return _at_six_months().where(col(Outcome.situation).is_(None))


@measure("exits_positive", subject=SubjectKind.OUTCOME)
def exits_positive() -> Select[Any]:
    return _at_six_months().where(col(Outcome.situation).in_(_POSITIVE))


@touches(SubjectKind.REGISTRATION, SubjectKind.OUTCOME)
def outcomes_of_registrations() -> Select[Any]:
    return pairs(Outcome.site_id, Outcome.registration_id, Outcome.id)
