"""What is kept of a learner's attendance."""

from i18n import phrases
from i18n.messages import lazy
from sites.attendance.models import AbsenceFlag, AttendanceMark
from sites.forgetting import deletes, keeps, of_registration

keeps(
    AttendanceMark,
    title=lazy("Attendance"),
    of=of_registration(AttendanceMark),
    shown={
        "session_id": lazy("Session"),
        "status": phrases.STATUS,
        "minutes": lazy("Minutes"),
        "marked_at": lazy("Noted at"),
    },
    forgets={},
    stays={"status", "minutes", "marked_by", "marked_at", "version", "source"},
    why=lazy("That somebody was there, and for how long: the hours of the course are made of it."),
    words={
        "status": {
            "present": lazy("Present"),
            "late": lazy("Late"),
            "excused": lazy("Excused"),
            "absent": lazy("Absent"),
        }
    },
)

deletes(
    AbsenceFlag,
    title=lazy("Absences in a row"),
    of=of_registration(AbsenceFlag),
    shown={
        "absences": lazy("How many"),
        "last_on": lazy("Last on"),
        "note": lazy("Note"),
        "dismissed_at": lazy("Answered at"),
    },
)
