"""What registrations add to the results: who came, who held a place, how it ended."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlmodel import col

from network.results.measuring import SubjectKind, fact, measure, pairs, touches
from sites.cohorts.models import Cohort
from sites.registrations.models import Learner, Registration, RegistrationStatus


def is_enrolment() -> ColumnElement[bool]:
    """Held a place on the cohort's first day. Of somebody who withdrew we believe it unless the
    day they left says otherwise."""
    status, left_on = col(Registration.status), col(Registration.left_on)
    kept = (RegistrationStatus.CONFIRMED, RegistrationStatus.COMPLETED, RegistrationStatus.NOT_COMPLETED)
    stayed = or_(left_on.is_(None), left_on >= col(Cohort.starts_on))
    return or_(status.in_(kept), and_(status == RegistrationStatus.WITHDRAWN, stayed))


def answers() -> dict[str, Any]:
    """The dimensions of anything that hangs on a registration, as frozen at entry."""
    return {
        "curriculum_id": Cohort.curriculum_id,
        "cohort_id": Cohort.id,
        "gender": Registration.gender,
        "age_band": Registration.age_band,
        "education": Registration.education,
        "employment": Registration.employment,
    }


def in_cohort() -> ColumnElement[bool]:
    """How a registration is joined to its cohort."""
    return and_(col(Cohort.site_id) == Registration.site_id, col(Cohort.id) == Registration.cohort_id)


def _of_registrations(*, day: Any, **more: Any) -> Select[Any]:
    query = fact(site_id=Registration.site_id, subject_id=Registration.id, day=day, **answers(), **more)
    return query.select_from(Registration).join(Cohort, in_cohort())


def _of_people(*, day: Any, **more: Any) -> Select[Any]:
    """With the keyed hash by which a person is counted once."""
    query = _of_registrations(day=day, person_key=Learner.person_key, **more)
    same = and_(col(Learner.site_id) == Registration.site_id, col(Learner.id) == Registration.learner_id)
    return query.join(Learner, same)


@measure("registrations", subject=SubjectKind.REGISTRATION)
def registrations() -> Select[Any]:
    return _of_registrations(day=Registration.registered_on).where(col(Registration.registered_on).is_not(None))


@measure("enrolments", subject=SubjectKind.REGISTRATION)
def enrolments() -> Select[Any]:
    query = _of_people(day=Cohort.starts_on, registered_on=Registration.registered_on, cohort_code=Cohort.code)
    return query.where(is_enrolment())


@measure("seats_taken", subject=SubjectKind.REGISTRATION)
def seats_taken() -> Select[Any]:
    return _of_registrations(day=Cohort.starts_on).where(is_enrolment(), col(Cohort.capacity).is_not(None))


@measure("ended", subject=SubjectKind.REGISTRATION)
def ended() -> Select[Any]:
    """Enrolments by their cohort's last day, whatever became of them."""
    return _of_registrations(day=Cohort.ends_on).where(is_enrolment())


@measure("ended_completed", subject=SubjectKind.REGISTRATION)
def ended_completed() -> Select[Any]:
    completed = col(Registration.status) == RegistrationStatus.COMPLETED
    return _of_registrations(day=Cohort.ends_on).where(is_enrolment(), completed)


def _ended_so(status: RegistrationStatus) -> Select[Any]:
    day = func.coalesce(Registration.left_on, Cohort.ends_on)
    return _of_registrations(day=day).where(is_enrolment(), col(Registration.status) == status)


@measure("completions", subject=SubjectKind.REGISTRATION)
def completions() -> Select[Any]:
    return _ended_so(RegistrationStatus.COMPLETED)


@measure("withdrawals", subject=SubjectKind.REGISTRATION)
def withdrawals() -> Select[Any]:
    return _ended_so(RegistrationStatus.WITHDRAWN)


@measure("non_completions", subject=SubjectKind.REGISTRATION)
def non_completions() -> Select[Any]:
    return _ended_so(RegistrationStatus.NOT_COMPLETED)


@measure("minutes_imported", subject=SubjectKind.REGISTRATION)
def minutes_imported() -> Select[Any]:
    """Totals out of a centre's older records, where no sheet says which day."""
    minutes = col(Registration.minutes_imported)
    return _of_registrations(day=Cohort.ends_on, value=minutes).where(minutes > 0)


@touches(SubjectKind.LEARNER, SubjectKind.REGISTRATION)
def registrations_of_learners() -> Select[Any]:
    return pairs(Registration.site_id, Registration.learner_id, Registration.id)


@touches(SubjectKind.COHORT, SubjectKind.REGISTRATION)
def registrations_of_cohorts() -> Select[Any]:
    return pairs(Registration.site_id, Registration.cohort_id, Registration.id)
