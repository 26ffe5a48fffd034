"""Who may have a certificate, and how its number is read."""

from uuid import UUID, uuid4

import pytest

from sites.certificates.models import AssessmentResult
from sites.certificates.rules import (
    UNLESS_SAID,
    Obstacle,
    Requirement,
    RuleOf,
    Standing,
    belongs_to,
    new_code,
    obstacles,
    read_code,
    site_signs,
)
from sites.registrations.models import RegistrationStatus as Status

HERE = UUID(int=7)
STRICT = Requirement(80, needs_assessment=True, of=RuleOf.COHORT)


def standing(**more: object) -> Standing:
    given = {"status": Status.CONFIRMED, "minutes": 100, "assessment": AssessmentResult.PASSED}
    return Standing(**{**given, "has_certificate": False, "is_printable": True, **more})  # type: ignore[arg-type]  # of a test


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, []),
        ({"minutes": 80}, []),
        ({"minutes": 79}, [Obstacle.HOURS]),
        ({"minutes": 0}, [Obstacle.HOURS]),
        ({"minutes": None}, [Obstacle.HOURS_UNKNOWN]),
        ({"assessment": None}, [Obstacle.NOT_ASSESSED]),
        ({"assessment": AssessmentResult.FAILED, "minutes": 1}, [Obstacle.HOURS, Obstacle.FAILED]),
        ({"status": Status.WITHDRAWN}, [Obstacle.LEFT]),
        ({"status": Status.NOT_COMPLETED}, [Obstacle.NOT_COMPLETED]),
        ({"is_printable": False}, [Obstacle.LETTERS]),
        ({"has_certificate": True, "minutes": 0}, [Obstacle.HAS_ONE]),
    ],
)
def test_every_reason_is_said_at_once(known: dict[str, object], expected: list[Obstacle]) -> None:
    assert list(obstacles(standing(**known), STRICT, course_minutes=100, is_over=True)) == expected


def test_before_the_end_only_who_is_noted_as_done_may_have_one() -> None:
    ask = {"course_minutes": 100, "is_over": False}
    assert list(obstacles(standing(), STRICT, **ask)) == [Obstacle.NOT_OVER]  # type: ignore[arg-type]  # of a test
    assert not list(obstacles(standing(status=Status.COMPLETED), STRICT, **ask))  # type: ignore[arg-type]  # of a test


def test_no_hours_asked_for_means_none_are_looked_at() -> None:
    asked = Requirement(0, needs_assessment=False, of=RuleOf.SITE)
    assert not list(obstacles(standing(minutes=None, assessment=None), asked, course_minutes=0, is_over=True))
    assert UNLESS_SAID.least_percent == 80


def test_a_number_leads_to_its_site_and_is_never_the_same() -> None:
    codes = {new_code(HERE) for _ in range(500)}
    assert len(codes) == 500
    assert all(belongs_to(code, HERE) and len(code) == 19 and read_code(code) == code for code in codes)
    assert not belongs_to(new_code(HERE), uuid4())
    assert site_signs(HERE) == site_signs(UUID(int=7))


@pytest.mark.parametrize(
    "typed", ["abcd-2345-efgh-6789", " ABCD 2345 EFGH 6789 ", "abcd2345efgh6789", "ABCD–2345–EFGH–6789"]
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "ABCD-2345-EFGH-6789"


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-2345-EFGH-678", "ABCD-2345-EFGH-67890", "ABCD-2345-EFGH-678O", "' or 1=1"]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert read_code(typed) is None
