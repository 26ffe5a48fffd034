"""`/manage/{site}/figures`: this period against the one before, broken down, and as a file.

Small numbers stand here as they are, so only people of the centre come in: whoever may see results
elsewhere (headquarters) reads the protected ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.database import Database
from core.permissions import Permission, needs
from core.web.charts import Chart
from core.web.dependencies import AppDatabase, NetworkDb, Today
from core.web.downloads import as_file
from core.web.pages import Page
from i18n.messages import _
from network.curricula.queries import curricula
from network.results.cells import FiguresByPlace, key_figures
from network.results.errors import UnknownBreakdown, UnknownPeriod
from network.results.export import figures_sheet
from network.results.figures import Results, results
from network.results.indicators import BREAKDOWN_LABELS, INDICATORS, Breakdown
from network.results.periods import BadPeriod, Period
from network.results.pictures import chart_of
from network.results.reading import KEY_FIGURES, SETS, USUAL_SET, category_name, period_choices, period_name
from network.units.current import CurrentSite, SiteContext

SetCode = Annotated[str, QueryParameter(name="set")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the page's address."""

    period: Period
    set: str
    breakdown: Breakdown

    @property
    def codes(self) -> tuple[str, ...]:
        return SETS[self.set].codes

    @property
    def broken_down(self) -> list[str]:
        """The indicators that are counted by the breakdown. A share of answers is one itself."""
        asked = (INDICATORS[code] for code in self.codes)
        return [one.code for one in asked if self.breakdown in one.breakdowns and one.numerator.attribute is None]

    @property
    def address(self) -> dict[str, str]:
        return {"period": str(self.period), "set": self.set, "breakdown": str(self.breakdown)}


class FiguresPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get("/figures", name="figures.page", **needs(Permission.SITE_ENTER))
    async def figures_page(
        self,
        network: NetworkDb,
        database: AppDatabase,
        site: CurrentSite,
        today: Today,
        period: FromQuery[str] = "",
        set_code: SetCode = "",
        breakdown: FromQuery[str] = "",
    ) -> Page:
        asked = _asked(period, set_code, breakdown, today)
        found = await _figures(network, database, site, asked)
        previous = _previous(asked.period)
        before = None if previous is None else await _figures_before(network, database, site, asked, previous)
        titles = await _titles(network, asked.breakdown)
        return Page("figures/figures.html", _context(site, asked, found, before, titles, today))

    @get("/figures.csv", name="figures.csv", **needs(Permission.SITE_ENTER))
    async def figures_csv(
        self,
        network: NetworkDb,
        database: AppDatabase,
        site: CurrentSite,
        today: Today,
        period: FromQuery[str] = "",
        set_code: SetCode = "",
        breakdown: FromQuery[str] = "",
    ) -> Response[bytes]:
        """An address that people have scripts for: the same as the download as CSV."""
        return await _download(network, database, site, _asked(period, set_code, breakdown, today), "csv")

    @get("/downloads/figures/{file_format:str}", name="figures.download", **needs(Permission.SITE_ENTER))
    async def download(
        self,
        network: NetworkDb,
        database: AppDatabase,
        site: CurrentSite,
        today: Today,
        file_format: FromPath[str],
        period: FromQuery[str] = "",
        set_code: SetCode = "",
        breakdown: FromQuery[str] = "",
    ) -> Response[bytes]:
        return await _download(network, database, site, _asked(period, set_code, breakdown, today), file_format)


async def _download(
    network: AsyncSession, database: Database, site: SiteContext, asked: Asked, file_format: str
) -> Response[bytes]:
    found = await _figures(network, database, site, asked)
    titles = await _titles(network, asked.breakdown)
    sheet = figures_sheet(found, units={site.code: site.name}, titles=titles)
    return await as_file(sheet, file_format, name=f"figures-{site.code}-{asked.period}")


def _asked(period: str, set_code: str, breakdown: str, today: date) -> Asked:
    """Raises UnknownPeriod, UnknownBreakdown."""
    try:
        when = Period.parse(period) if period else Period.parse(str(today.year))
    except BadPeriod as error:
        raise UnknownPeriod(period=period[:60]) from error
    if breakdown and breakdown not in set(Breakdown):
        raise UnknownBreakdown(breakdown=breakdown[:60])
    chosen = set_code if set_code in SETS else USUAL_SET
    return Asked(when, chosen, Breakdown(breakdown) if breakdown else Breakdown.CURRICULUM)


def _previous(period: Period) -> Period | None:
    try:
        return period.previous()
    except BadPeriod:
        return None


async def _figures(network: AsyncSession, database: Database, site: CurrentSite, asked: Asked) -> Results:
    return await results(
        network,
        database,
        indicators=list(dict.fromkeys((*asked.codes, *KEY_FIGURES))),
        units=[site.code],
        period=str(asked.period),
        breakdown=str(asked.breakdown) if asked.broken_down else None,
        as_site=site.id,
        broken_down=asked.broken_down,
    )


async def _figures_before(
    network: AsyncSession, database: Database, site: CurrentSite, asked: Asked, previous: Period
) -> Results:
    codes = list(dict.fromkeys((*asked.codes, *KEY_FIGURES)))
    return await results(network, database, indicators=codes, units=[site.code], period=str(previous), as_site=site.id)


async def _titles(network: AsyncSession, breakdown: Breakdown) -> Mapping[str, object]:
    if breakdown is not Breakdown.CURRICULUM:
        return {}
    return {one.code: one.title for one in await curricula(network)}


def _context(
    site: CurrentSite,
    asked: Asked,
    found: Results,
    before: Results | None,
    titles: Mapping[str, object],
    today: date,
) -> dict[str, Any]:
    now = FiguresByPlace.of(found)
    codes = asked.broken_down
    categories = [
        (category, category_name(asked.breakdown, category, titles))
        for category in now.categories
        if any(now.anything_in(code, category) for code in codes)
    ]
    if asked.breakdown is Breakdown.CURRICULUM and codes:
        categories.sort(key=lambda one: -(now.cell(codes[0], site.code, one[0]).figure.value or 0))
    return {
        "asked": asked,
        "now": now,
        "before": FiguresByPlace.of(before) if before else None,
        "period": period_name(asked.period),
        "period_before": period_name(before.period) if before else "",
        "has_ended": asked.period.last_day < today,
        "periods": period_choices(asked.period, today),
        "set_choices": [(code, str(one.name)) for code, one in SETS.items()],
        "breakdown_choices": [(str(code), str(name)) for code, name in BREAKDOWN_LABELS.items()],
        "breakdown_name": BREAKDOWN_LABELS[asked.breakdown],
        "indicators": INDICATORS,
        "key_figures": key_figures(KEY_FIGURES, site.code, now, before, asked.period, today),
        "broken_down": codes,
        "categories": categories,
        "chart": _chart(site, asked, now, categories),
        "address": asked.address,
    }


def _chart(site: CurrentSite, asked: Asked, now: FiguresByPlace, categories: list[tuple[str, str]]) -> Chart | None:
    """Of the set's first indicator that can be broken down so."""
    if not asked.broken_down or not categories:
        return None
    code = asked.broken_down[0]
    return chart_of(
        INDICATORS[code],
        [(name, now.cell(code, site.code, category).figure) for category, name in categories],
        id="broken-down",
        title=_(
            "%(indicator)s: %(breakdown)s, %(period)s",
            indicator=str(INDICATORS[code].name),
            breakdown=str(BREAKDOWN_LABELS[asked.breakdown]),
            period=period_name(asked.period),
        ),
        subtitle=str(INDICATORS[code].definition),
        label_heading=str(BREAKDOWN_LABELS[asked.breakdown]),
        reference=(_("the centre"), now.cell(code, site.code).figure),
    )
