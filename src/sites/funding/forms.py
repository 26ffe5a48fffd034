"""What people type, and programs send, about money."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Self

from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.forms import Unacceptable
from i18n.content import Localized
from i18n.formatting import parse_number
from i18n.messages import lazy
from network.curricula.models import Programme
from sites.cohorts.actions.typed import Code, Day, Text
from sites.funding.models import SourceKind, SpendingCategory
from sites.funding.queries.balance import TARGETS

_CURRENCIES: Final = frozenset(list_currencies())
_PLAIN: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_NO_NUMBER: Final = lazy("Please enter a number.")


def _typed(value: Any) -> Any:
    """As the reader writes numbers: 1 234,50."""
    if not isinstance(value, str):
        return value
    try:
        if len(value) > 40:
            raise ValueError
        return parse_number(value)
    except (ValueError, InvalidOperation) as error:
        raise Unacceptable(_NO_NUMBER) from error


def _plain(value: Any) -> Any:
    """As programs write them, whatever language they ask in: "1234.50", or a JSON number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not _PLAIN.fullmatch(str(value)):
        raise Unacceptable(_NO_NUMBER)
    return Decimal(str(value))


def _known_currency(value: str) -> str:
    if value.upper() not in _CURRENCIES:
        raise Unacceptable(lazy("Please enter a currency by its three letters, such as EUR."))
    return value.upper()


def _known_target(value: str) -> str:
    if value not in TARGETS:
        raise Unacceptable(lazy("Please choose one of the list."))
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())


_Amount = Field(gt=0, lt=1_000_000_000_000, decimal_places=2)
Amount = Annotated[Decimal, _Amount, BeforeValidator(_plain)]
TypedAmount = Annotated[Decimal, _Amount, BeforeValidator(_typed)]
_Rate = Field(gt=0, lt=1_000_000, decimal_places=6)
Rate = Annotated[Decimal, _Rate, BeforeValidator(_plain)]
TypedRate = Annotated[Decimal, _Rate, BeforeValidator(_typed)]
_Percent = Field(gt=0, le=100, decimal_places=2)
TypedPercent = Annotated[Decimal, _Percent, BeforeValidator(_typed)]
Percent = Annotated[Decimal, _Percent, BeforeValidator(_plain)]
Currency = Annotated[str, AfterValidator(_known_currency)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceTerms(_Form):
    """What may change of a source; its code stays. A target is given as a percentage."""

    name: Annotated[Line, Field(min_length=1)]
    kind: SourceKind
    from_on: Day
    until_on: Day
    amount: Amount
    currency: Currency
    rate: Rate | None = None
    conditions: Text = Field(default_factory=Localized)
    target_indicator: Annotated[str, AfterValidator(_known_target)] | None = None
    target_percent: Percent | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.until_on < self.from_on:
            raise Unacceptable(lazy("The last day must not be before the first."))
        if (self.target_indicator is None) != (self.target_percent is None):
            raise Unacceptable(lazy("A target needs both: what is counted, and the least share of it."))
        return self


class NewSource(SourceTerms):
    code: Code


class TypedTerms(SourceTerms):
    amount: TypedAmount
    rate: TypedRate | None = None
    target_percent: TypedPercent | None = None


class TypedSource(NewSource):
    amount: TypedAmount
    rate: TypedRate | None = None
    target_percent: TypedPercent | None = None


class NewShare(_Form):
    """Of a programme, or of a cohort by its code."""

    percent: TypedPercent
    programme: Programme | None = None
    cohort: str | None = Field(default=None, max_length=100)

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.programme is None) == (self.cohort is None):
            raise Unacceptable(lazy("Please choose a programme or a cohort."))
        return self


class _Purpose(_Form):
    """What money is for. A cohort belongs to a programme already, so one of the two is enough."""

    category: SpendingCategory
    programme: Programme | None = None
    cohort: str | None = Field(default=None, max_length=100)
    source: str | None = Field(default=None, max_length=100)
    note: Line = ""


class NewSpending(_Purpose):
    booked_on: Day
    amount: Amount
    currency: Currency | None = None
    rate: Rate | None = None
    supplier: Line = ""


class TypedSpending(NewSpending):
    amount: TypedAmount
    rate: TypedRate | None = None


class NewBudget(_Purpose):
    from_on: Day
    until_on: Day
    amount: TypedAmount

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until_on < self.from_on:
            raise Unacceptable(lazy("The last day must not be before the first."))
        return self


class Reversal(_Form):
    reason: Annotated[Line, Field(min_length=1)]


def in_percent(share: Decimal | None) -> Decimal | None:
    """0.6 is 60, without zeros at the end."""
    if share is None:
        return None
    percent = (share * 100).normalize()
    return percent.quantize(Decimal(1)) if percent == percent.to_integral_value() else percent
