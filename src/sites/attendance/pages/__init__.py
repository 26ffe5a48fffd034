"""Attendance as people see it: the sheet, the paper, the door."""

from sites.attendance.pages.flags import FlagPages
from sites.attendance.pages.paper import PaperPages
from sites.attendance.pages.sheet import AttendancePages

__all__ = ["AttendancePages", "FlagPages", "PaperPages"]
