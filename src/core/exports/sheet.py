"""A list as rows of plain values, before any file format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from i18n.content import Localized
from i18n.messages import LazyText

Value: TypeAlias = str | LazyText | Localized | date | datetime | int | float | Decimal | None
"""Moments carry their zone and are written in the reader's. None is an empty cell, never a zero."""


class Kind(StrEnum):
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"  # a fraction of 1, read as a percentage


@dataclass(frozen=True, slots=True)
class Column:
    """A text in a column of numbers or days (“hidden: small group”) stays that text."""

    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lines` say what the list is of, below its title: the centre, the period, the search.
    Every row has as many values as there are columns."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    lines: Sequence[str] = ()


def is_words(value: Value) -> bool:
    return isinstance(value, str | LazyText | Localized)
