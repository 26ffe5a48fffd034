"""Who carries what: spending, and the people it was for, brought to the sources that share them.

A cohort's own shares stand before those of its programme. A person whom several sources paid for is one learner of
each, and one learner of all of them together: the total is not the sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from network.curricula.models import Programme
from sites.funding.queries.ledger import Spent
from sites.funding.queries.sources import ShareView, Source
from sites.funding.rules import NOTHING, divided


@dataclass(frozen=True, slots=True)
class Place:
    """One enrolment: a person in a cohort."""

    person: bytes
    cohort_id: UUID
    programme: Programme
    day: date


def carriers(
    sources: Iterable[Source], *, cohort_id: UUID | None, programme: Programme | None, day: date
) -> list[tuple[UUID, Decimal]]:
    """Which sources carry the costs of a cohort or programme on a day, with their shares."""
    running = [(one.id, share) for one in sources if one.runs_on(day) for share in one.shares]
    own = [(source_id, share.share) for source_id, share in running if _is_of_cohort(share, cohort_id)]
    if own:
        return own
    return [
        (source_id, share.share)
        for source_id, share in running
        if programme is not None and share.programme is programme
    ]


def _is_of_cohort(share: ShareView, cohort_id: UUID | None) -> bool:
    return cohort_id is not None and share.cohort_id == cohort_id


def carried(line: Spent, sources: Sequence[Source]) -> dict[UUID | None, Decimal]:
    """What of a line each source carries; none stands for what no source does. Empty for a line without a rate."""
    if line.value is None:
        return {}
    if line.source_id is not None:
        return {line.source_id: line.value}
    sharing = carriers(sources, cohort_id=line.cohort_id, programme=line.programme, day=line.counts_on)
    parts, rest = divided(line.value, [share for _, share in sharing])
    found: dict[UUID | None, Decimal] = {source_id: part for (source_id, _), part in zip(sharing, parts, strict=True)}
    return {**found, None: rest} if rest else found


def carried_by_source(
    lines: Iterable[Spent], sources: Sequence[Source], *, until: date | None = None
) -> dict[UUID | None, Decimal]:
    """Added up; only what was booked until a day."""
    sums: dict[UUID | None, Decimal] = {}
    for line in lines:
        if until is None or line.booked_on <= until:
            for source_id, part in carried(line, sources).items():
                sums[source_id] = sums.get(source_id, NOTHING) + part
    return sums


def people_by_source(places: Iterable[Place], sources: Sequence[Source]) -> Mapping[UUID, frozenset[bytes]]:
    """The different people in the cohorts that each source carries a share of."""
    people: dict[UUID, set[bytes]] = {one.id: set() for one in sources}
    for place in places:
        for source_id, _ in carriers(sources, cohort_id=place.cohort_id, programme=place.programme, day=place.day):
            people[source_id].add(place.person)
    return {source_id: frozenset(persons) for source_id, persons in people.items()}
