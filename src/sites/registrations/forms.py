"""What a person who wants a place tells us."""

import unicodedata
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.clock import utc_now
from core.forms import Unacceptable
from i18n.formatting import parse_day
from i18n.languages import LANGUAGES
from i18n.messages import lazy
from network.results.breakdowns import ISCED_LEVELS, Education, Employment, Gender, education_band
from sites.registrations.identity import is_email, normal_email

_NO_SUCH_DAY = lazy("Please enter a date that exists, such as 2026-03-31.")
_NOT_IN_LIST = lazy("Please choose one of the list.")


def _name(text: str) -> str:
    """On one line, whatever was pasted. U+FFFD stands where bytes were no text."""
    odd = (unicodedata.category(sign) in ("Cc", "Cn", "Co") and not sign.isspace() for sign in text)
    if "\ufffd" in text or "://" in text or any(odd):  # a mail of ours must not carry a stranger's link
        raise Unacceptable(lazy("This name contains signs that cannot be used in a name."))
    return " ".join(text.split())


def _email(text: str) -> str:
    if not is_email(text):
        raise Unacceptable(lazy("Please enter an e-mail address, such as name@example.org."))
    return normal_email(text)


def _language(tag: str) -> str:
    if tag not in LANGUAGES:
        raise Unacceptable(_NOT_IN_LIST)
    return tag


def _iso_day(value: Any) -> Any:
    """Only written as a day: to pydantic, 86400 would be one too."""
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else _refuse_day()
    except ValueError as error:
        raise Unacceptable(_NO_SUCH_DAY) from error


def typed_day(value: Any) -> Any:
    """Also as people write it here (31/12/1990), for browsers without a date field."""
    if not isinstance(value, str):
        return _iso_day(value)
    try:
        return parse_day(value)
    except (ValueError, LookupError, OverflowError) as error:
        raise Unacceptable(_NO_SUCH_DAY) from error


def _refuse_day() -> Any:
    raise Unacceptable(_NO_SUCH_DAY)


def _possible_birth(day: date | None) -> date | None:
    if day is not None and day > utc_now().date():
        raise Unacceptable(lazy("This day lies in the future. Please check the year."))
    if day is not None and day.year < 1900:
        raise Unacceptable(lazy("Please check the year."))
    return day


def _education(value: Any) -> Any:
    """An ISCED level (0 to 8) or one of the groups that are counted."""
    if value is None or isinstance(value, Education):
        return value
    text = str(value) if type(value) in (int, str) else ""
    if text.isascii() and text.isdigit() and len(text) == 1 and int(text) in ISCED_LEVELS:
        return int(text)
    if text in set(Education):
        return Education(text)
    raise Unacceptable(_NOT_IN_LIST)


Name = Annotated[str, Field(max_length=200), AfterValidator(_name)]
Email = Annotated[str, Field(max_length=320), AfterValidator(_email)]
Birth = Annotated[date | None, BeforeValidator(_iso_day), AfterValidator(_possible_birth)]
TypedBirth = Annotated[date | None, BeforeValidator(typed_day), AfterValidator(_possible_birth)]


class NewLearner(BaseModel):
    """A person and their answers, frozen with the registration. No answer is as good as any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    given_name: Annotated[Name, Field(min_length=1)]
    family_name: Annotated[Name, Field(min_length=1)]
    email: Email | None
    language: Annotated[str, AfterValidator(_language)]
    birth_date: Birth = None
    gender: Gender | None = None
    education: Annotated[int | Education | None, BeforeValidator(_education)] = None
    employment: Employment | None = None
    disability: bool | None = None

    @property
    def isced(self) -> int | None:
        return None if isinstance(self.education, Education) else self.education

    @property
    def education_group(self) -> Education:
        return self.education if isinstance(self.education, Education) else education_band(self.education)


class ApiLearner(NewLearner):
    """As a program sends it."""

    email: Email


class Guardian(BaseModel):
    """Who answers for somebody who is too young."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    guardian_name: Annotated[Name, Field(min_length=1)]
    guardian_email: Email


class GuardianAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Literal["yes", "no"]


class OfferAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Literal["accept", "decline"]


class ApplicationDecision(BaseModel):
    """Whoever declines says why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision: Literal["accept", "decline"]
    reason: Annotated[str, Field(max_length=1000)] = ""

    @model_validator(mode="after")
    def _has_a_reason(self) -> Self:
        if self.decision == "decline" and not self.reason:
            raise Unacceptable(lazy("Please say why: the person reads it."))
        return self


class NewPosition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    position: Annotated[int, Field(ge=1, le=100_000)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class PublicLearner(NewLearner):
    """As the public form sends it."""

    email: Email
    birth_date: TypedBirth = None


class WalkIn(NewLearner):
    """Somebody at the desk, who may have no mail address and may be known by one name."""

    given_name: Name = ""
    family_name: Name = ""
    email: Email | None = None
    birth_date: TypedBirth = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if not (self.given_name or self.family_name):
            raise Unacceptable(lazy("Please enter a name."))
        return self


class Particulars(WalkIn):
    """A learner's record, corrected."""

    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
