"""Telephone numbers that look like a country's and ring nowhere: groups of zeros are given to nobody."""

from server.demo.chance import Chance

_SHAPES = {"BE": "+32 2 000 {} {}", "PL": "+48 000 0{} {}0", "ES": "+34 000 0{} {}0", "LU": "+352 000 0{} {}0"}


def made_up_number(country: str, chance: Chance) -> str:
    """Of the country, as it is written there."""
    shape = _SHAPES.get(country, "+00 000 {} {}")
    return shape.format(f"{chance.randint(0, 99):02}", f"{chance.randint(0, 99):02}")
