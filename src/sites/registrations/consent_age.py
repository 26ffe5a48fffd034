"""From which age people agree for themselves to what is kept of them on a site: GDPR, Article 8, country by country.

Sources, as they stood in 2025: the national laws that use the opening of Article 8(1) (13 to 16), after the tracker of
Bird & Bird ("Children online"), the mapping of Ghent University for betterinternetforkids.eu, and the Commission's
staff document SWD(2020) 115, table of ages. Later changes known: Denmark, 15 since 1 January 2024 (lov nr. 1783);
Slovenia, 15 since 26 January 2023 (ZVOP-2). A country that is not named has no age of its own in law: the
Regulation's 16 holds, which is also the safe answer outside its reach.
"""

from datetime import date
from typing import Final

from network.results.breakdowns import age_on

REGULATION: Final = 16

AGES: Final = {
    "AT": 14,
    "BE": 13,
    "BG": 14,
    "CY": 14,
    "CZ": 15,
    "DE": 16,
    "DK": 15,
    "EE": 13,
    "ES": 14,
    "FI": 13,
    "FR": 15,
    "GB": 13,
    "GR": 15,
    "HR": 16,
    "HU": 16,
    "IE": 16,
    "IS": 13,
    "IT": 14,
    "LI": 16,
    "LT": 14,
    "LU": 16,
    "LV": 13,
    "MT": 13,
    "NL": 16,
    "NO": 13,
    "PL": 16,
    "PT": 13,
    "RO": 16,
    "SE": 13,
    "SI": 15,
    "SK": 16,
}


def consent_age(country: str) -> int:
    return AGES.get(country, REGULATION)


def needs_guardian(birth_date: date | None, *, today: date, country: str) -> bool:
    """Whoever does not say when they were born is taken to be old enough: nobody is made to say it."""
    return birth_date is not None and age_on(birth_date, today) < consent_age(country)
