"""How long something is kept, by country, and when a request must be answered. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from i18n.messages import LazyText, lazy
from sites.privacy.models import Retained

GRACE: Final = timedelta(days=3)
"""How long an erasure asked for on one's own page can be taken back."""


@dataclass(frozen=True, slots=True)
class Term:
    """So many months, and why so many. A centre may choose `least` to `most`."""

    months: int
    least: int
    most: int
    source: LazyText


_ANYWHERE: Final[Mapping[Retained, Term]] = MappingProxyType(
    {
        Retained.TOOK_PART: Term(
            60,
            12,
            120,
            lazy(
                "Regulation (EU) 2021/1060, article 82: documents of a funded course are kept for five years after the "
                "year of the last payment. GDPR, article 5(1)(e): and no longer than needed."
            ),
        ),
        Retained.NEVER_CAME: Term(
            12,
            1,
            36,
            lazy("GDPR, article 5(1)(e): nothing was agreed, so a year is enough to answer questions about it."),
        ),
        Retained.SENSITIVE_ANSWERS: Term(
            12,
            0,
            24,
            lazy("GDPR, article 9: only for as long as the funder of the course may ask for it."),
        ),
    }
)

_TOOK_PART: Final[Mapping[str, Term]] = MappingProxyType(
    {
        "BE": Term(
            120, 12, 120, lazy("Belgium: personal claims lapse after ten years (former Civil Code, article 2262bis).")
        ),
        "DE": Term(
            48, 12, 120, lazy("Germany: claims lapse three years after the end of the year (BGB, §§ 195, 199).")
        ),
        "ES": Term(60, 12, 120, lazy("Spain: personal claims lapse after five years (Civil Code, article 1964).")),
        "FR": Term(60, 12, 120, lazy("France: personal claims lapse after five years (Civil Code, article 2224).")),
        "LU": Term(
            120, 12, 120, lazy("Luxembourg: accounts and what proves them are kept for ten years (Commercial Code).")
        ),
        "NL": Term(60, 12, 120, lazy("Netherlands: claims lapse after five years (Civil Code, article 3:307).")),
        "PL": Term(72, 12, 120, lazy("Poland: claims lapse after six years (Civil Code, article 118).")),
    }
)


def default_term(what: Retained, country: str) -> Term:
    """What holds in a country where the centre has chosen nothing."""
    if what is Retained.TOOK_PART:
        return _TOOK_PART.get(country, _ANYWHERE[what])
    return _ANYWHERE[what]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)


def answer_due(received_on: date) -> date:
    """One month (GDPR, article 12(3))."""
    return months_after(received_on, 1)
