"""Narrowing the list of courses, in the address. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.curricula.models import Level
from sites.registrations.queries import Course


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """What is asked for; a word that is not on offer asks for nothing."""

    level: str = ""
    language: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.level or self.language)

    def of(self, courses: Sequence[Course]) -> list[Course]:
        return [
            course
            for course in courses
            if self.level in ("", course.level) and (not self.language or self.language in course.languages)
        ]


def course_filter(courses: Sequence[Course], *, level: str, language: str) -> CourseFilter:
    return CourseFilter(
        level if level in set(Level) else "",
        language if language in languages_taught(courses) else "",
    )


def languages_taught(courses: Sequence[Course]) -> list[str]:
    return sorted({tag for course in courses for tag in course.languages})


def levels_taught(courses: Sequence[Course]) -> list[Level]:
    """In the order of difficulty."""
    found = {course.level for course in courses}
    return [level for level in Level if level in found]
