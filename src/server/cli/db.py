"""`archipel db`: the database's tables, its copy and its return."""

import click

from core.database import Database
from core.settings import Settings
from server.backup import backup, restore
from server.cli.run import answer, run
from server.upgrade import applied, is_current


@click.group()
def db() -> None:
    """Migrate, inspect, back up and restore the database."""


@db.command()
def upgrade() -> None:
    """Make roles and tables what this version needs. Safe to repeat."""

    async def work(database: Database, _: Settings) -> str | None:
        return await applied(database.addresses)

    click.echo(f"The database is at migration {run(work)}.")


@db.command()
@click.option("--json", "as_json", is_flag=True)
def status(as_json: bool) -> None:
    """Which migration the database is at. Exit status 1 when it is behind."""

    async def work(database: Database, _: Settings) -> tuple[str | None, bool]:
        return await applied(database.addresses), await is_current(database.addresses)

    revision, current = run(work, migrate=False)
    text = f"At migration {revision}: " + ("up to date." if current else "behind, run `archipel db upgrade`.")
    answer({"revision": revision, "current": current}, text, as_json=as_json)
    if not current:
        raise SystemExit(1)


@db.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, writable=True))
def backup_command(file: str) -> None:
    """Copy the whole database into FILE (PostgreSQL custom format), as the role that may read all."""

    async def work(database: Database, settings: Settings) -> int:
        return await backup(database, file)

    rows = run(work)
    click.echo(f"{rows} rows are in {file}.")


@db.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore_command(file: str, yes: bool) -> None:
    """Replace everything in the database by what FILE holds. Cannot be undone."""
    if not yes:
        click.confirm("This replaces every row of the database. Continue?", abort=True)

    async def work(database: Database, settings: Settings) -> int:
        return await restore(database, settings, file)

    rows = run(work)
    click.echo(f"{rows} rows are back.")
