"""What attendance adds to the results: marks and minutes, per session and kind of person."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func
from sqlmodel import col

from network.results.measuring import SubjectKind, fact, measure, pairs, touches
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.cohorts.models import Cohort, Session
from sites.registrations.measures import answers, in_cohort
from sites.registrations.models import Registration


def _was_there() -> ColumnElement[bool]:
    return col(AttendanceMark.status).in_((AttendanceStatus.PRESENT, AttendanceStatus.LATE))


def _of_marks(value: Any) -> Select[Any]:
    """The curriculum and the cohort are the registration's: what a person followed."""
    query = fact(
        site_id=Session.site_id,
        subject_id=Session.id,
        day=Session.held_on,
        value=value,
        people=func.count(),
        **answers(),
    )
    of_session = and_(col(AttendanceMark.site_id) == Session.site_id, col(AttendanceMark.session_id) == Session.id)
    of_registration = and_(
        col(Registration.site_id) == AttendanceMark.site_id, col(Registration.id) == AttendanceMark.registration_id
    )
    joined = (
        query.select_from(Session)
        .join(AttendanceMark, of_session)
        .join(Registration, of_registration)
        .join(Cohort, in_cohort())
    )
    of_whom: list[Any] = [Session.site_id, Session.id, Session.held_on, *answers().values()]
    return joined.group_by(*of_whom)


@measure("marks", subject=SubjectKind.SESSION)
def marks() -> Select[Any]:
    return _of_marks(func.count())


@measure("marks_present", subject=SubjectKind.SESSION)
def marks_present() -> Select[Any]:
    return _of_marks(func.count()).where(_was_there())


@measure("minutes", subject=SubjectKind.SESSION)
def minutes() -> Select[Any]:
    return _of_marks(func.sum(AttendanceMark.minutes)).where(_was_there(), col(AttendanceMark.minutes) > 0)


@touches(SubjectKind.REGISTRATION, SubjectKind.SESSION)
def sessions_of_registrations() -> Select[Any]:
    """A corrected answer changes every sheet the person stands on."""
    return pairs(AttendanceMark.site_id, AttendanceMark.registration_id, AttendanceMark.session_id)
