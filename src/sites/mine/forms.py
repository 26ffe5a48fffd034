"""What a learner types on their own page."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.forms import Unacceptable
from i18n.messages import lazy
from sites.registrations.forms import Email, Name, TypedBirth


class AskForm(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Email


class Correction(BaseModel):
    """What is corrected at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    given_name: Name = ""
    family_name: Name = ""
    phone: Annotated[str, Field(max_length=40)] | None = None
    language: str = "en"

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if not (self.given_name or self.family_name):
            raise Unacceptable(lazy("Please enter a name."))
        return self


class Wish(BaseModel):
    """What the centre corrects, when it has looked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Email | None = None
    birth_date: TypedBirth = None
