"""`archipel curriculum`: the shared library."""

import click

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.forms import read_json
from core.settings import Settings
from core.tenancy import DataScope
from network.curricula.actions import NewCurriculum, add_curriculum
from network.curricula.models import Level, Programme
from server.cli.run import LocalizedOption, answer, localized, run


@click.group()
def curriculum() -> None:
    """The shared library of curricula."""


@curriculum.command("add")
@click.argument("code")
@click.option("--title", "titles", type=LocalizedOption(), multiple=True, required=True, help="Once per language.")
@click.option("--programme", type=click.Choice([one.value for one in Programme]), required=True)
@click.option("--level", type=click.Choice([one.value for one in Level]), required=True)
@click.option("--hours", required=True, metavar="N")
@click.option("--publish", "is_published", is_flag=True, help="Publish version 1 at once.")
@click.option("--json", "as_json", is_flag=True)
def curriculum_add(
    code: str,
    titles: tuple[tuple[str, str], ...],
    programme: str,
    level: str,
    hours: str,
    is_published: bool,
    as_json: bool,
) -> None:
    """Add a curriculum to the library."""
    title = localized(titles)

    async def work(database: Database, _: Settings) -> None:
        new = read_json(
            NewCurriculum, {"code": code, "title": dict(title), "programme": programme, "level": level, "hours": hours}
        )
        async with unit_of_work(database, DataScope.of_network()) as session:
            await add_curriculum(session, new, publish_on=utc_now().date() if is_published else None)

    run(work)
    document = {"code": code, "programme": programme, "level": level, "version": 1, "published": is_published}
    answer(
        document,
        f"{code} is in the library, version 1 {'published' if is_published else 'as a draft'}.",
        as_json=as_json,
    )
