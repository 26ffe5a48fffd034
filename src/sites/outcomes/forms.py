"""What a former learner answers, and what a colleague notes on the phone."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.forms import Unacceptable
from i18n.messages import lazy
from sites.outcomes.models import Situation

NO_ANSWER = "prefer_not_to_say"


class CallResult(StrEnum):
    NOT_REACHED = "not_reached"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    NEVER_AGAIN = "never_again"


def _yes_or_no(value: Any) -> Any:
    """The form's three answers; no answer is one of them."""
    return {"yes": True, "no": False, "": None}.get(value, value) if isinstance(value, str) else value


def _one_situation(value: Any) -> Any:
    """Missing, and made up, are both refused with the sentence for a choice."""
    if isinstance(value, str) and (value == NO_ANSWER or value in set(Situation)):
        return value
    raise Unacceptable(lazy("Please choose one of the list."))


class OwnAnswer(BaseModel):
    """By the link. Consent is needed for an answer that is kept, not for giving none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    situation: Annotated[Situation | Literal["prefer_not_to_say"], BeforeValidator(_one_situation)]
    is_linked: Annotated[bool | None, BeforeValidator(_yes_or_no)] = None
    remark: str = Field(default="", max_length=1000)
    consent: Literal["yes"] | None = None
    stop_asking: Literal["yes"] | None = None

    @model_validator(mode="after")
    def _agreed(self) -> Self:
        if self.told is not None and self.consent is None:
            raise Unacceptable(lazy("We can keep your answer only if you agree. Or choose “I would rather not say”."))
        return self

    @property
    def told(self) -> Situation | None:
        return None if self.situation == NO_ANSWER else Situation(self.situation)


class NotedAnswer(BaseModel):
    """On the phone, after the person has agreed. `seen`: the answer that stood there when the page was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    situation: Situation
    is_linked: Annotated[bool | None, BeforeValidator(_yes_or_no)] = None
    remark: str = Field(default="", max_length=1000)
    seen: Situation | None = None


class NotedCall(BaseModel):
    """A call without an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    result: CallResult
