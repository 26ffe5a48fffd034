"""Money: how it is rounded, divided and held against a plan. Pure.

Rounding, everywhere: to two decimals, half away from zero, once per line when it is brought into the centre's currency;
totals are sums of rounded lines. What is divided is divided so that the parts add up to the whole again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")
WHOLE: Final = Decimal(1)

NEARLY_SPENT: Final = Decimal("0.90")
MOSTLY_SPENT: Final = Decimal("0.75")
AHEAD_OF_PLAN: Final = Decimal("0.10")
UNSPENT: Final = Decimal("0.10")
ENDS_SOON: Final = timedelta(days=60)


class Alert(StrEnum):
    """In the order of how much they matter."""

    OVERSPENT = "overspent"
    NEARLY_SPENT = "nearly_spent"
    ENDS_UNSPENT = "ends_unspent"
    AHEAD_OF_PLAN = "ahead_of_plan"
    MOSTLY_SPENT = "mostly_spent"
    TARGET_MISSED = "target_missed"


@dataclass(frozen=True, slots=True)
class Span:
    """A share carried from one day to another, both included."""

    from_on: date
    until_on: date
    share: Decimal


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def converted(amount: Decimal, currency: str, rate: Decimal | None, *, into: str) -> Decimal | None:
    """`rate`: units of `currency` for one of `into`. None when no rate is known: the line is left out and said."""
    if currency == into:
        return rounded(amount)
    return None if rate is None else rounded(amount / rate)


def divided(amount: Decimal, shares: Sequence[Decimal]) -> tuple[list[Decimal], Decimal]:
    """A part for each share, and what no share carries. To the cent, and together exactly the amount: cents left over
    go where rounding down took most. The parts of minus the amount are minus the parts, so taking back takes all."""
    if amount < 0:
        parts, rest = divided(-amount, shares)
        return [-part for part in parts], -rest
    all_shares = [*shares, WHOLE - sum(shares, Decimal(0))]
    exact = [amount * share for share in all_shares]
    parts = [part.quantize(CENT, ROUND_DOWN) for part in exact]
    cents = int((amount - sum(parts, NOTHING)) / CENT)
    by_loss = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_loss[:cents]:
        parts[at] += CENT
    return parts[:-1], parts[-1]


def fullest_day(spans: Iterable[Span]) -> Decimal:
    """The most that is carried together on any day."""
    known = list(spans)
    first_days = {span.from_on for span in known}
    return max(
        (sum((one.share for one in known if one.from_on <= day <= one.until_on), Decimal(0)) for day in first_days),
        default=Decimal(0),
    )


def planned_by(day: date, *, from_on: date, until_on: date, amount: Decimal) -> Decimal:
    """What an even pace would have spent at the end of the day."""
    days = (until_on - from_on).days + 1
    gone = min(max((day - from_on).days + 1, 0), days)
    return rounded(amount * gone / days)


def alerts(
    *,
    amount: Decimal,
    spent: Decimal,
    planned: Decimal,
    until_on: date,
    today: date,
    target: Decimal | None = None,
    reached: Decimal | None = None,
) -> list[Alert]:
    """What the manager should know of one source. A source without an amount only has a target."""
    found = list(_about_money(amount, spent, planned, until_on, today)) if amount > 0 else []
    if target is not None and reached is not None and reached < target:
        found.append(Alert.TARGET_MISSED)
    return found


def _about_money(amount: Decimal, spent: Decimal, planned: Decimal, until_on: date, today: date) -> Iterable[Alert]:
    used = spent / amount
    if used > 1:
        yield Alert.OVERSPENT
    elif used >= NEARLY_SPENT:
        yield Alert.NEARLY_SPENT
    elif used >= MOSTLY_SPENT:
        yield Alert.MOSTLY_SPENT
    if 1 - used > UNSPENT and today <= until_on <= today + ENDS_SOON:
        yield Alert.ENDS_UNSPENT
    if spent - planned > amount * AHEAD_OF_PLAN:
        yield Alert.AHEAD_OF_PLAN


def per_person(amount: Decimal, people: int) -> Decimal | None:
    return rounded(amount / people) if people else None


def month_ends(first: date, last: date) -> list[date]:
    """The last day of each month from `first` on; the last of them is `last`."""
    days: list[date] = []
    month = first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=32)).replace(day=1)
        days.append(min(following - timedelta(days=1), last))
        month = following
    return days
