"""How much of a year has passed. Pure."""

from datetime import date


def share_of_year(today: date) -> float:
    """Today counts as passed."""
    first, next_first = date(today.year, 1, 1), date(today.year + 1, 1, 1)
    return ((today - first).days + 1) / (next_first - first).days
