"""A unit and the next level down, side by side: figures, names, and the same unit in the period before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core.database import Database
from i18n.content import Localized
from i18n.sorting import sorted_by_name
from network.curricula.queries import curricula
from network.results.cells import FiguresByPlace
from network.results.errors import UnknownIndicator, UnknownPeriod, UnknownUnit
from network.results.figures import Results, results
from network.results.indicators import INDICATORS, Breakdown
from network.results.periods import BadPeriod, Period
from network.results.reading import KEY_FIGURES, SETS, USUAL_SET
from network.units.models import UnitKind
from network.units.queries import ROOT, PlacedUnit, placements


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: everything that stands in the page's address. No `unit`: the highest that branches."""

    period: Period
    unit: str
    set: str
    indicator: str
    breakdown: str | None = None

    @classmethod
    def checked(cls, *, period: str, unit: str, set_code: str, indicator: str, breakdown: str, today: date) -> "Asked":
        """What is not given is this year, the group and who is reached. Raises UnknownPeriod, UnknownIndicator."""
        chosen = set_code if set_code in SETS else USUAL_SET
        codes = SETS[chosen].codes
        if indicator and indicator not in INDICATORS:
            raise UnknownIndicator(indicator=indicator[:60])
        try:
            when = Period.parse(period) if period else Period.parse(str(today.year))
        except BadPeriod as error:
            raise UnknownPeriod(period=period[:60]) from error
        return cls(when, unit, chosen, indicator if indicator in codes else codes[0], breakdown or None)

    @property
    def codes(self) -> tuple[str, ...]:
        return SETS[self.set].codes

    @property
    def broken_down(self) -> list[str]:
        """The indicators to be broken down: the chosen one. A share of answers is a breakdown itself."""
        return [self.indicator] if INDICATORS[self.indicator].numerator.attribute is None else []

    @property
    def address(self) -> dict[str, str]:
        """As parameters of the page's address."""
        given = {
            "period": str(self.period),
            "unit": self.unit,
            "set": self.set,
            "indicator": self.indicator,
            "breakdown": self.breakdown or "",
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Comparison:
    """`path` leads from the group to the unit; `children` are the next level down in the period, by name."""

    asked: Asked
    found: FiguresByPlace
    before: Results | None
    units: Mapping[str, PlacedUnit]
    titles: Mapping[str, Localized]

    @property
    def unit(self) -> PlacedUnit:
        return self.units[self.asked.unit]

    @property
    def children(self) -> list[PlacedUnit]:
        codes = [code for code in self.found.units if code != self.asked.unit]
        return sorted_by_name([self.units[code] for code in codes], lambda one: one.name)

    @property
    def path(self) -> list[PlacedUnit]:
        path = [self.unit]
        while path[0].parent is not None and len(path) < 20:
            path.insert(0, self.units[path[0].parent])
        return path


async def comparison(session: AsyncSession, database: Database, asked: Asked, *, today: date) -> Comparison | None:
    """Protected figures, whoever asks; none while the network has no unit. Raises UnknownUnit and
    what `results` raises."""
    units = _units_on(await placements(session), min(today, asked.period.last_day))
    if not units:
        return None
    if not asked.unit:
        asked = replace(asked, unit=_where_it_branches(units))
    if asked.unit not in units:
        raise UnknownUnit(unit=asked.unit[:60])
    found = FiguresByPlace.of(
        await results(
            session,
            database,
            indicators=list(dict.fromkeys((*asked.codes, *KEY_FIGURES))),
            children_of=asked.unit,
            period=str(asked.period),
            breakdown=asked.breakdown,
            broken_down=asked.broken_down,
        )
    )
    before = await _before(session, database, asked)
    titles = await titles_for(session, asked.breakdown)
    return Comparison(asked, found, before, units, titles)


async def published(
    session: AsyncSession, database: Database, asked: Asked
) -> tuple[Results, dict[str, Localized], dict[str, Localized]]:
    """What the page shows as one table, with the names of its units and curricula."""
    found = await results(
        session,
        database,
        indicators=[asked.indicator] if asked.breakdown else asked.codes,
        children_of=asked.unit,
        period=str(asked.period),
        breakdown=asked.breakdown,
        broken_down=asked.broken_down,
    )
    names = {one.code: one.name for one in await placements(session)}
    return found, names, await titles_for(session, asked.breakdown)


async def titles_for(session: AsyncSession, breakdown: str | None) -> dict[str, Localized]:
    """Titles of the curricula, where figures are broken down by them."""
    if breakdown != Breakdown.CURRICULUM:
        return {}
    return {one.code: one.title for one in await curricula(session)}


async def _before(session: AsyncSession, database: Database, asked: Asked) -> Results | None:
    try:
        previous = asked.period.previous()
    except BadPeriod:
        return None
    return await results(session, database, indicators=KEY_FIGURES, units=[asked.unit], period=str(previous))


def _where_it_branches(units: Mapping[str, PlacedUnit]) -> str:
    """The highest unit with several beneath it: a group of one region has nothing to compare."""
    code = ROOT if ROOT in units else next(iter(units))
    while True:
        beneath = [one.code for one in units.values() if one.parent == code]
        if len(beneath) != 1 or units[beneath[0]].kind is UnitKind.SITE:
            return code
        code = beneath[0]


def _units_on(tree: list[PlacedUnit], day: date) -> dict[str, PlacedUnit]:
    """Every unit once, where it hung on that day."""
    found: dict[str, PlacedUnit] = {}
    for one in tree:
        if one.code not in found or one.from_on is None or one.from_on <= day:
            found[one.code] = one
    return found
