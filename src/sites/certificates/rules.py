"""Who may have a certificate, and how its number is written. Pure."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sites.certificates.models import AssessmentResult
from sites.registrations.models import RegistrationStatus

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is mistaken for another
_OF_SITE, _ALL = 4, 16


class Obstacle(StrEnum):
    """Why a learner does not get a certificate."""

    HAS_ONE = "has_one"
    NOT_OVER = "not_over"
    LEFT = "left"
    NOT_COMPLETED = "not_completed"
    HOURS_UNKNOWN = "hours_unknown"
    HOURS = "hours"
    NOT_ASSESSED = "not_assessed"
    FAILED = "failed"
    LETTERS = "letters"


class RuleOf(StrEnum):
    """What a rule is for."""

    COHORT = "cohort"
    CURRICULUM = "curriculum"
    SITE = "site"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Requirement:
    """`least_percent` of the minutes of the course's sessions, or of the curriculum's hours where none is planned."""

    least_percent: int
    needs_assessment: bool
    of: RuleOf


UNLESS_SAID: Final = Requirement(80, needs_assessment=False, of=RuleOf.PROGRAM)
"""What holds while a centre has said nothing else."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one learner in a course. `minutes` none: nobody has noted any attendance."""

    status: RegistrationStatus
    minutes: int | None
    assessment: AssessmentResult | None
    has_certificate: bool
    is_printable: bool


def obstacles(standing: Standing, asked: Requirement, *, course_minutes: int, is_over: bool) -> Iterator[Obstacle]:
    """All there are, so that a learner is not sent from one to the next. None: the certificate may be issued."""
    if standing.has_certificate:
        yield Obstacle.HAS_ONE
        return
    if standing.status is RegistrationStatus.WITHDRAWN:
        yield Obstacle.LEFT
    elif standing.status is RegistrationStatus.NOT_COMPLETED:
        yield Obstacle.NOT_COMPLETED
    elif not is_over and standing.status is not RegistrationStatus.COMPLETED:
        yield Obstacle.NOT_OVER
    yield from _of_hours(standing.minutes, asked, course_minutes)
    if asked.needs_assessment and standing.assessment is None:
        yield Obstacle.NOT_ASSESSED
    if asked.needs_assessment and standing.assessment is AssessmentResult.FAILED:
        yield Obstacle.FAILED
    if not standing.is_printable:
        yield Obstacle.LETTERS


def _of_hours(minutes: int | None, asked: Requirement, course_minutes: int) -> Iterator[Obstacle]:
    if asked.least_percent == 0:
        return
    if minutes is None:
        yield Obstacle.HOURS_UNKNOWN
    elif minutes * 100 < asked.least_percent * course_minutes:
        yield Obstacle.HOURS


def is_over(*, ends_on: date, today: date) -> bool:
    """From the last day on: certificates are handed out at the closing."""
    return today >= ends_on


def site_signs(site_id: UUID) -> str:
    """The first signs of each number of a site: they lead to the site without a list of all certificates. Two sites
    may share them; then both are asked."""
    return _signs(hashlib.sha256(b"certificates" + site_id.bytes).digest()[:8], _OF_SITE)


def new_code(site_id: UUID) -> str:
    """Sixty bits that nobody can guess behind the site's signs: `BXK7-4F2M-9QPA-RT3C`."""
    return written(site_signs(site_id) + "".join(secrets.choice(SIGNS) for _ in range(_ALL - _OF_SITE)))


def written(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def read_code(typed: str) -> str | None:
    """As it is kept, however it was typed: small letters, without dashes, with spaces. None: it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return written(signs) if len(signs) == _ALL and set(signs) <= set(SIGNS) else None


def belongs_to(code: str, site_id: UUID) -> bool:
    """Whether the number may be one of the site's."""
    return code.startswith(site_signs(site_id))


def _signs(digest: bytes, how_many: int) -> str:
    number = int.from_bytes(digest)
    return "".join(SIGNS[number >> 5 * place & 31] for place in range(how_many))
