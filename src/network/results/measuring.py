"""The slot that sites' features fill: what is counted at a site, and what a change touches.

The network never imports a site. A feature's `measures.py` registers here when it is imported
(`server/wiring.py` names them once), and `recount.py` runs what is registered under one site's scope.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Select

from network.results.models import Fact

Query: TypeAlias = Callable[[], Select[Any]]


class SubjectKind(StrEnum):
    """What facts are about, and what a change can name. A learner and the exchange rates have no
    facts of their own: they only touch those of others."""

    LEARNER = "learner"
    RATES = "rates"
    COHORT = "cohort"
    REGISTRATION = "registration"
    SESSION = "session"
    CERTIFICATE = "certificate"
    OUTCOME = "outcome"
    PROJECT = "project"
    STARTUP = "startup"
    SPENDING_LINE = "spending_line"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted at a site. `facts` asks for every fact of it, made with `fact()`."""

    name: str
    subject: SubjectKind
    facts: Query


@dataclass(frozen=True, slots=True)
class Link:
    """A change of a `cause` may change the facts of an `effect`. `rows` asks for site_id, the
    cause's id and the effect's id, from the rows as they are when it runs."""

    cause: SubjectKind
    effect: SubjectKind
    rows: Query


MEASURES: dict[str, Measure] = {}
LINKS: list[Link] = []

# The columns of a fact that a measure gives, with their types; the others are the worker's.
_TABLE: sa.Table = Fact.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_GIVEN_BY_WORKER = {"id", "created_at", "measure", "subject_kind"}
FACT_COLUMNS: dict[str, Any] = {c.name: c.type for c in _TABLE.columns if c.name not in _GIVEN_BY_WORKER}


def measure(name: str, *, subject: SubjectKind) -> Callable[[Query], Query]:
    """Register what the decorated function asks for. The name is stored with the facts."""

    def register(facts: Query) -> Query:
        if name in MEASURES and MEASURES[name].facts is not facts:
            raise ValueError(f"two measures are called {name}")
        MEASURES[name] = Measure(name, subject, facts)
        return facts

    return register


def touches(cause: SubjectKind, effect: SubjectKind) -> Callable[[Query], Query]:
    """Register which subjects must be counted again when another one has changed."""

    def register(rows: Query) -> Query:
        LINKS.append(Link(cause, effect, rows))
        return rows

    return register


def fact(**given: Any) -> Select[Any]:
    """Begin a measure's query: the columns of a fact, those not given being null.

    `site_id`, `subject_id` and `day` are needed; `value` and `people` are 1 unless given. The
    caller adds joins, conditions and grouping.
    """
    values = {"value": 1, "people": 1, **given}
    unknown = values.keys() - FACT_COLUMNS.keys()
    if unknown:
        raise TypeError(f"a fact has no {', '.join(sorted(unknown))}")
    return sa.select(*(_column(name, values.get(name)) for name in FACT_COLUMNS))


def pairs(site_id: Any, cause_id: Any, effect_id: Any) -> Select[Any]:
    """A link's query, from columns of a site's table."""
    return sa.select(site_id, cause_id.label("cause_id"), effect_id.label("effect_id"))


def _column(name: str, value: Any) -> Any:
    """Typed alike in every measure, so that stored and fresh facts compare."""
    kind = FACT_COLUMNS[name]
    if value is None or isinstance(value, int):
        value = sa.literal_column("null" if value is None else str(value))
    elif isinstance(kind, sa.String) and not isinstance(value, str):
        # The enum types of sites' columns are text in the database.
        return sa.type_coerce(value, sa.String).label(name)
    return sa.cast(value, kind).label(name)
