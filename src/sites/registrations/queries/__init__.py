"""Questions about courses as learners see them, and about the places in them."""

from sites.registrations.queries.courses import (
    Course,
    Meeting,
    Module,
    Spot,
    cohort_id_of,
    course_meetings,
    course_modules,
    course_of,
    open_courses,
    staff_course,
)
from sites.registrations.queries.places import (
    Counts,
    Place,
    RegistrationLine,
    counts_by_status,
    place_behind_link,
    place_of,
    registration_id,
    registration_lines,
    registration_page,
)

__all__ = [
    "Counts",
    "Course",
    "Meeting",
    "Module",
    "Place",
    "RegistrationLine",
    "Spot",
    "cohort_id_of",
    "counts_by_status",
    "course_meetings",
    "course_modules",
    "course_of",
    "open_courses",
    "place_behind_link",
    "place_of",
    "registration_id",
    "registration_lines",
    "registration_page",
    "staff_course",
]
