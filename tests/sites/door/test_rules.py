"""A pass holds for what it was made for, until its end, and cannot be made elsewhere."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from sites.door.rules import Pass, digits, shown_code, sign, subject_of

SECRET = b"a secret of thirty-two characters"
NOW = datetime(2026, 3, 2, 18, 0, 10, tzinfo=UTC)


def test_the_code_of_the_screen_changes_and_holds_for_a_minute_or_two() -> None:
    session = uuid4()
    code = shown_code(session, now=NOW, secret=SECRET)

    assert shown_code(session, now=NOW + timedelta(seconds=19), secret=SECRET) == code
    assert shown_code(session, now=NOW + timedelta(seconds=20), secret=SECRET) != code
    assert subject_of(Pass.CODE, code, now=NOW + timedelta(seconds=90), secret=SECRET) == session
    assert subject_of(Pass.CODE, code, now=NOW + timedelta(seconds=120), secret=SECRET) is None


@pytest.mark.parametrize("kind", list(Pass))
def test_a_pass_is_good_for_one_thing_and_here_only(kind: Pass) -> None:
    subject, ends = uuid4(), NOW + timedelta(minutes=1)
    made = sign(kind, subject, ends, secret=SECRET)

    assert [other for other in Pass if subject_of(other, made, now=NOW, secret=SECRET)] == [kind]
    assert subject_of(kind, made, now=NOW, secret=b"another secret of thirty-two char") is None
    assert subject_of(kind, made, now=ends, secret=SECRET) is None
    for place in range(0, len(made) - 1, 7):
        other = "A" if made[place] != "A" else "B"
        assert subject_of(kind, made[:place] + other + made[place + 1 :], now=NOW, secret=SECRET) is None


@pytest.mark.parametrize("token", ["", "x", "é", "AAAA", "A" * 49, "A" * 50, "A" * 200, "a b", "\x00"])
def test_what_is_no_pass_opens_nothing(token: str) -> None:
    assert subject_of(Pass.CODE, token, now=NOW, secret=SECRET) is None


def test_the_digits_are_those_of_one_person_and_one_form() -> None:
    one, other = uuid4(), uuid4()
    made = digits("form", one, secret=SECRET)
    assert (len(made), made.isdigit()) == (6, True)
    assert len({made, digits("form", other, secret=SECRET), digits("another", one, secret=SECRET)}) > 1
