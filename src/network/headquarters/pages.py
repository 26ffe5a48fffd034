"""`/hq`: compare the centres; `/hq/indicators`: what each figure means."""

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

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
from i18n.sorting import sorted_by_name
from network.headquarters.queries import Asked, Comparison, comparison, published
from network.results.cells import key_figures
from network.results.export import figures_sheet
from network.results.indicators import BREAKDOWN_LABELS, INDICATORS, Breakdown, Direction
from network.results.periods import BadPeriod, Period
from network.results.pictures import chart_of
from network.results.reading import DIVIDED, KEY_FIGURES, SETS, UNITS, category_name, period_choices, period_name
from network.units.queries import ROOT, PlacedUnit

SetCode = Annotated[str, QueryParameter(name="set")]


class HeadquartersPages(Controller):
    path = "/hq"
    include_in_schema = False

    @get(name="headquarters.compare", **needs(Permission.HEADQUARTERS))
    async def compare_page(
        self,
        network: NetworkDb,
        database: AppDatabase,
        today: Today,
        period: FromQuery[str] = "",
        unit: FromQuery[str] = "",
        set_code: SetCode = "",
        indicator: FromQuery[str] = "",
        breakdown: FromQuery[str] = "",
    ) -> Page:
        asked = Asked.checked(
            period=period, unit=unit, set_code=set_code, indicator=indicator, breakdown=breakdown, today=today
        )
        found = await comparison(network, database, asked, today=today)
        if found is None:
            return Page("headquarters/empty.html")
        return Page("headquarters/compare.html", _compare_context(found, today))

    @get("/figures.csv", name="headquarters.figures_csv", **needs(Permission.HEADQUARTERS))
    async def figures_csv(
        self,
        network: NetworkDb,
        database: AppDatabase,
        today: Today,
        period: FromQuery[str] = "",
        unit: FromQuery[str] = ROOT,
        set_code: SetCode = "",
        indicator: FromQuery[str] = "",
        breakdown: FromQuery[str] = "",
    ) -> Response[bytes]:
        """An address that people have scripts for: the same as the download as CSV."""
        asked = Asked.checked(
            period=period, unit=unit, set_code=set_code, indicator=indicator, breakdown=breakdown, today=today
        )
        return await _download(network, database, asked, "csv")

    @get("/downloads/figures/{file_format:str}", name="headquarters.download", **needs(Permission.HEADQUARTERS))
    async def download(
        self,
        network: NetworkDb,
        database: AppDatabase,
        today: Today,
        file_format: FromPath[str],
        period: FromQuery[str] = "",
        unit: FromQuery[str] = ROOT,
        set_code: SetCode = "",
        indicator: FromQuery[str] = "",
        breakdown: FromQuery[str] = "",
    ) -> Response[bytes]:
        """The same figures as on the page, the hidden ones hidden."""
        asked = Asked.checked(
            period=period, unit=unit, set_code=set_code, indicator=indicator, breakdown=breakdown, today=today
        )
        return await _download(network, database, asked, file_format)

    @get("/indicators", name="headquarters.indicators", **needs(Permission.HEADQUARTERS))
    async def indicators_page(self) -> Page:
        """What is counted, in words."""
        context = {
            "indicators": list(INDICATORS.values()),
            "units": UNITS,
            "divided": DIVIDED,
            "directions": {
                Direction.UP: _("more is better"),
                Direction.DOWN: _("less is better"),
                Direction.NEITHER: _("neither more nor less is better"),
            },
            "breakdown_names": BREAKDOWN_LABELS,
            "breakdowns": list(Breakdown),
        }
        return Page("headquarters/indicators.html", context)


async def _download(network: AsyncSession, database: Database, asked: Asked, file_format: str) -> Response[bytes]:
    found, names, titles = await published(network, database, asked)
    sheet = figures_sheet(found, units=names, titles=titles)
    return await as_file(sheet, file_format, name=f"figures-{asked.unit}-{asked.period}")


def _compare_context(found: Comparison, today: Today) -> dict[str, Any]:
    asked = found.asked
    return {
        "asked": asked,
        "shown": found,
        "period": period_name(asked.period),
        "periods": period_choices(asked.period, today),
        "earlier": _neighbour(asked, -1),
        "later": _neighbour(asked, 1),
        "unit_choices": _unit_choices(found),
        "set_choices": [(code, str(one.name)) for code, one in SETS.items()],
        "indicator_choices": [(code, str(INDICATORS[code].name)) for code in asked.codes],
        "breakdown_choices": [(str(code), str(name)) for code, name in BREAKDOWN_LABELS.items()],
        "breakdown_name": BREAKDOWN_LABELS[Breakdown(asked.breakdown)] if asked.breakdown else None,
        "indicators": INDICATORS,
        "key_figures": key_figures(KEY_FIGURES, asked.unit, found.found, found.before, asked.period, today),
        "categories": _categories(found),
        "chart": _chart(found),
        "breakdown_chart": _breakdown_chart(found),
        "address": asked.address,
        "link": lambda **changed: urlencode({**asked.address, **changed}),
    }


def _neighbour(asked: Asked, step: int) -> tuple[str, str] | None:
    """The period before or after, as it stands in the address and in words."""
    try:
        near = asked.period.previous() if step < 0 else _following(asked.period)
    except BadPeriod:
        return None
    return str(near), period_name(near)


def _following(period: Period) -> Period:
    return Period.containing(period.last_day + timedelta(days=1), period.kind)


def _unit_choices(found: Comparison) -> list[tuple[str, str]]:
    """The tree, each unit after the one above it."""
    beneath: dict[str | None, list[PlacedUnit]] = {}
    for one in found.units.values():
        beneath.setdefault(one.parent, []).append(one)
    choices: list[tuple[str, str]] = []

    def add(parent: str | None, depth: int) -> None:
        for one in sorted_by_name(beneath.get(parent, ()), lambda one: one.name):
            choices.append((one.code, "– " * depth + str(one.name)))
            add(one.code, depth + 1)

    add(None, 0)
    return choices


def _categories(found: Comparison) -> list[tuple[str, str]]:
    """Code and name of each category; of curricula, those that were taught or may have been."""
    asked, categories = found.asked, found.found.categories
    if asked.breakdown is None:
        return []
    by = Breakdown(asked.breakdown)
    if by is Breakdown.CURRICULUM:
        categories = tuple(code for code in categories if found.found.anything_in(asked.indicator, code))
    return [(code, category_name(by, code, found.titles)) for code in categories]


def _chart(found: Comparison) -> Chart | None:
    asked = found.asked
    if len(found.children) < 2:
        return None
    indicator = INDICATORS[asked.indicator]
    return chart_of(
        indicator,
        [(str(one.name), found.found.cell(asked.indicator, one.code).figure) for one in found.children],
        id="compared",
        title=_("%(indicator)s, %(period)s", indicator=str(indicator.name), period=period_name(asked.period)),
        subtitle=str(indicator.definition),
        label_heading=_("Unit"),
        reference=(str(found.unit.name), found.found.cell(asked.indicator, asked.unit).figure),
    )


def _breakdown_chart(found: Comparison) -> Chart | None:
    asked, categories = found.asked, _categories(found)
    if asked.breakdown is None or not categories:
        return None
    indicator = INDICATORS[asked.indicator]
    return chart_of(
        indicator,
        [(name, found.found.cell(asked.indicator, asked.unit, code).figure) for code, name in categories],
        id="broken-down",
        title=_(
            "%(indicator)s, %(unit)s: %(breakdown)s",
            indicator=str(indicator.name),
            unit=str(found.unit.name),
            breakdown=str(BREAKDOWN_LABELS[Breakdown(asked.breakdown)]),
        ),
        label_heading=str(BREAKDOWN_LABELS[Breakdown(asked.breakdown)]),
        reference=(str(found.unit.name), found.found.cell(asked.indicator, asked.unit).figure),
    )
