"""`archipel results` and `archipel rollup`: figures, and whether they hold."""

from uuid import UUID

import click

from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from network.results.checking import Difference, differences
from network.results.errors import UnknownUnit
from network.results.figures import Figure, Results, current_state
from network.results.figures import results as read_results
from server.cli.run import answer, run


@click.command()
@click.option("--indicator", "indicators", multiple=True, required=True, metavar="CODE", help="Repeat for more.")
@click.option("--unit", "units", multiple=True, metavar="CODE", help="Repeat for more; `network` is the group.")
@click.option("--children-of", metavar="CODE", help="A unit and those one level below it.")
@click.option("--period", required=True, help="2014, 2014-H1, 2014-Q3 or 2014-09.")
@click.option("--breakdown", help="gender, age_band, education, employment, curriculum, level or programme.")
@click.option("--curriculum", metavar="CODE")
@click.option("--programme", metavar="CODE")
@click.option("--as", "viewer", default="hq", metavar="hq|SITE", help="A centre sees its own figures as they are.")
@click.option("--json", "as_json", is_flag=True)
def results(
    indicators: tuple[str, ...],
    units: tuple[str, ...],
    children_of: str | None,
    period: str,
    breakdown: str | None,
    curriculum: str | None,
    programme: str | None,
    viewer: str,
    as_json: bool,
) -> None:
    """Figures: results --indicator learners --unit network --period 2014 --breakdown gender."""
    if not units and not children_of:
        raise click.UsageError("Name a unit with --unit or --children-of.")

    async def work(database: Database, _: Settings) -> Results:
        async with unit_of_work(database, DataScope.of_network()) as session:
            return await read_results(
                session,
                database,
                indicators=_split(indicators),
                units=_split(units),
                children_of=children_of,
                period=period,
                breakdown=breakdown,
                curriculum=curriculum,
                programme=programme,
                as_site=await _site(database, viewer),
            )

    found = run(work)
    answer(found.as_json(), "\n".join(map(_line, found.figures)), as_json=as_json)


def _split(given: tuple[str, ...]) -> list[str]:
    return [code for one in given for code in one.split(",") if code]


async def _site(database: Database, viewer: str) -> UUID | None:
    if viewer == "hq":
        return None
    async with unit_of_work(database, DataScope.of_network()) as session:
        state = await current_state(session, database)
    if viewer not in state.ids:
        raise UnknownUnit(unit=viewer)
    return state.ids[viewer]


def _line(figure: Figure) -> str:
    where = f"{figure.unit}  {figure.category}" if figure.category is not None else figure.unit
    shown = "suppressed" if figure.suppressed else "–" if figure.value is None else str(figure.value)
    over = f"  ({figure.numerator} / {figure.denominator})" if figure.denominator else ""
    return f"{figure.indicator}  {where}  {shown}{over}"


@click.group()
def rollup() -> None:
    """Whether the stored figures are what the centres' records say."""


@rollup.command("check")
@click.option("--json", "as_json", is_flag=True)
def rollup_check(as_json: bool) -> None:
    """Recount everything from the centres' records and compare. Exit status 1 on any difference."""

    async def work(database: Database, _: Settings) -> list[Difference]:
        return await differences(database)

    found = run(work)
    document = {
        "differences": [
            {"site": one.site, "measure": one.measure, "missing": one.missing, "surplus": one.surplus} for one in found
        ]
    }
    lines = [f"{one.site}: {one.measure}: {one.missing} missing, {one.surplus} wrong" for one in found]
    answer(document, "\n".join(lines) or "Every figure holds.", as_json=as_json)
    if found:
        raise click.exceptions.Exit(1)
