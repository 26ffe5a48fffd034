"""What attendance leaves to be done: people who stay away."""

from typing import Any

from sqlalchemy import ScalarSelect, and_, func, select
from sqlmodel import col

from core.permissions import Permission
from i18n.messages import lazy, ngettext
from sites.attendance.models import AbsenceFlag
from sites.registrations.models import Registration, RegistrationStatus
from sites.waiting import Asked, waits


def _words(count: int) -> str:
    return ngettext(
        "%(n)s learner has been absent three times in a row or more.",
        "%(n)s learners have been absent three times in a row or more.",
        count,
    )


@waits(
    "absences",
    "exclamation-triangle",
    needs=Permission.LEARNERS_VIEW,
    path="/absences",
    link=lazy("See who stays away"),
    words=_words,
)
def absences(asked: Asked) -> ScalarSelect[Any]:
    """Of people who still have a place, and about whom nobody has noted anything."""
    of_flag = and_(
        col(Registration.site_id) == col(AbsenceFlag.site_id), col(Registration.id) == col(AbsenceFlag.registration_id)
    )
    return (
        select(func.count())
        .select_from(AbsenceFlag)
        .join(Registration, of_flag)
        .where(col(AbsenceFlag.dismissed_at).is_(None), col(Registration.status) == RegistrationStatus.CONFIRMED)
        .scalar_subquery()
    )
