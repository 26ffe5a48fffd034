"""What results hang on, read in one statement: the tree, the library, and how fresh the facts are."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from network.results.periods import Period

_READ = text("""
  select
    (select json_agg(json_build_array(id, code, kind) order by code) from network.units) as units,
    (select json_agg(json_build_array(unit_id, parent_id, from_on, until_on) order by unit_id, from_on)
     from network.placements) as placements,
    (select json_agg(json_build_array(code, level, programme) order by code) from network.curricula) as curricula,
    (select json_agg(json_build_array(unit_id, version) order by unit_id) from network.result_stamps) as stamps,
    (select array_agg(site) from network.pending_sites() as site) as pending
""")


@dataclass(frozen=True)
class Place:
    """`child` hangs under `parent` from a day on, until the day before `until_on`."""

    child: str
    parent: str
    from_on: date
    until_on: date

    def touches(self, period: Period) -> bool:
        return self.from_on <= period.last_day and self.until_on > period.first_day

    def holds_throughout(self, period: Period) -> bool:
        return self.from_on <= period.first_day and self.until_on > period.last_day


@dataclass(frozen=True)
class NetworkState:
    """`fingerprint` is equal as long as every figure is, `shape` as long as figures add up in the same way."""

    units: dict[UUID, str]
    kinds: dict[str, str]
    places: tuple[Place, ...]
    curricula: dict[str, tuple[str, str]]  # code -> level, programme
    pending: tuple[UUID, ...]
    shape: Any
    fingerprint: Any

    @cached_property
    def ids(self) -> dict[str, UUID]:
        return {code: unit_id for unit_id, code in self.units.items()}

    def children(self, unit: str, period: Period) -> list[str]:
        """The next level down, as the tree was at any day of the period."""
        return sorted({place.child for place in self.places if place.parent == unit and place.touches(period)})

    def path(self, unit: str, day: date) -> frozenset[UUID]:
        """The unit and all above it on a day, as roles are held."""
        found = {unit}
        while above := {p.parent for p in self.places if p.child in found and p.from_on <= day < p.until_on} - found:
            found |= above
        return frozenset(self.ids[code] for code in found)

    def parents(self, period: Period) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            if place.touches(period):
                found.setdefault(place.parent, []).append(place)
        return found


async def read_state(session: AsyncSession) -> NetworkState:
    """As the role group or worker."""
    row = (await session.execute(_READ)).one()
    units = {UUID(unit_id): code for unit_id, code, _ in row.units or ()}
    shape = _frozen([row.units, row.placements, row.curricula])
    return NetworkState(
        units=units,
        kinds={code: kind for _, code, kind in row.units or ()},
        places=tuple(_place(units, *given) for given in row.placements or ()),
        curricula={code: (level, programme) for code, level, programme in row.curricula or ()},
        pending=tuple(UUID(str(site)) for site in row.pending or ()),
        shape=shape,
        fingerprint=(shape, _frozen(row.stamps)),
    )


def _place(units: dict[UUID, str], child: str, parent: str, from_on: str, until_on: str | None) -> Place:
    until = date.fromisoformat(until_on) if until_on else date.max
    return Place(units[UUID(child)], units[UUID(parent)], date.fromisoformat(from_on), until)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
