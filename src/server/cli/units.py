"""`archipel unit`: regions and countries of the tree."""

from datetime import date, datetime

import click

from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from network.units.actions import add_unit, move_unit
from network.units.models import UnitKind
from server.cli.run import LocalizedOption, answer, localized, run


@click.group()
def unit() -> None:
    """Regions and countries: where sites hang, and since when."""


@unit.command("add")
@click.argument("code")
@click.option("--kind", type=click.Choice(["region", "country"]), required=True)
@click.option("--parent", required=True, metavar="CODE", help="`network` is the group itself.")
@click.option("--name", "names", type=LocalizedOption(), multiple=True, required=True, help="Once per language.")
@click.option("--country", metavar="CC", help="Two letters, of a unit that is a country.")
@click.option("--json", "as_json", is_flag=True)
def unit_add(
    code: str, kind: str, parent: str, names: tuple[tuple[str, str], ...], country: str | None, as_json: bool
) -> None:
    """Add a unit under another: unit add be --kind country --parent europe --name fr=Belgique."""
    name = localized(names)

    async def work(database: Database, _: Settings) -> None:
        async with unit_of_work(database, DataScope.of_network()) as session:
            await add_unit(
                session,
                code,
                kind=UnitKind(kind),
                parent=parent,
                name=name,
                country=country.upper() if country else None,
            )

    run(work)
    answer({"code": code, "kind": kind, "parent": parent}, f"{kind} {code} hangs under {parent}.", as_json=as_json)


@unit.command("move")
@click.argument("code")
@click.option("--to", "to", required=True, metavar="PARENT")
@click.option("--from-date", "from_date", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="YYYY-MM-DD")
@click.option("--json", "as_json", is_flag=True)
def unit_move(code: str, to: str, from_date: datetime, as_json: bool) -> None:
    """Hang a unit elsewhere from a day on; figures before that day stay where they were."""
    day: date = from_date.date()

    async def work(database: Database, _: Settings) -> None:
        async with unit_of_work(database, DataScope.of_network()) as session:
            await move_unit(session, code, to=to, from_on=day)

    run(work)
    answer(
        {"code": code, "parent": to, "from": day.isoformat()},
        f"{code} hangs under {to} from {day.isoformat()}.",
        as_json=as_json,
    )
