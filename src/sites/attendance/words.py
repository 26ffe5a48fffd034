"""Attendance in words."""

from collections.abc import Mapping
from typing import Final

from i18n.messages import LazyText, _, lazy, ngettext
from sites.attendance.models import AttendanceStatus
from sites.attendance.queries.sheets import Sheet

MARK_NAMES: Final[Mapping[AttendanceStatus, LazyText]] = {
    AttendanceStatus.PRESENT: lazy("Present"),
    AttendanceStatus.LATE: lazy("Late"),
    AttendanceStatus.EXCUSED: lazy("Excused"),
    AttendanceStatus.ABSENT: lazy("Absent"),
}


def counts(sheet: Sheet) -> str:
    """How the sheet stands, in one line."""
    if sheet.unmarked == len(sheet.lines):
        everybody = sheet.unmarked
        return ngettext(
            "%(count)s person, nobody marked yet", "%(count)s people, nobody marked yet", everybody, count=everybody
        )
    here, late = sheet.count(AttendanceStatus.PRESENT), sheet.count(AttendanceStatus.LATE)
    excused, absent = sheet.count(AttendanceStatus.EXCUSED), sheet.count(AttendanceStatus.ABSENT)
    parts = [
        ngettext("%(count)s present", "%(count)s present", here, count=here),
        ngettext("%(count)s late", "%(count)s late", late, count=late),
        ngettext("%(count)s excused", "%(count)s excused", excused, count=excused),
        ngettext("%(count)s absent", "%(count)s absent", absent, count=absent),
    ]
    if sheet.unmarked:
        open_ = sheet.unmarked
        parts.insert(
            0, ngettext("%(count)s person without a mark", "%(count)s people without a mark", open_, count=open_)
        )
    return " · ".join(parts)


def meanwhile(status: AttendanceStatus, *, who: str | None, at_door: bool, when: str) -> str:
    """What somebody else did to a mark that is being changed."""
    if at_door:
        return _("This person checked in at the door at %(time)s.", time=when)
    if who is None:
        return _("This person was marked “%(mark)s” at %(time)s.", mark=MARK_NAMES[status], time=when)
    return _("%(who)s marked this person “%(mark)s” at %(time)s.", who=who, mark=MARK_NAMES[status], time=when)
