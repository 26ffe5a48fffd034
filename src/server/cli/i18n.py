"""`archipel i18n`: how complete each language is."""

from typing import Any

import click

from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from i18n.languages import INTERFACE_LANGUAGES
from i18n.status import catalogue_status
from network.curricula.queries import curricula
from network.units.queries import ListedSite, sites
from server.cli.run import answer, run


@click.group()
def i18n() -> None:
    """Languages of the interface and of the contents."""


@i18n.command()
@click.option("--json", "as_json", is_flag=True)
def status(as_json: bool) -> None:
    """Messages translated, fuzzy, missing per language; texts in the languages of each centre."""

    async def work(database: Database, _: Settings) -> list[dict[str, Any]]:
        async with unit_of_work(database, DataScope.of_network()) as session:
            library = await curricula(session, only_published=True)
            listed = await sites(session)
            return [
                _contents(site, [one.title for one in library] + [one.summary for one in library]) for site in listed
            ]

    contents = run(work)
    messages = {
        one.language: {
            "messages": one.messages,
            "translated": one.translated,
            "fuzzy": one.fuzzy,
            "missing": one.missing,
        }
        for one in catalogue_status()
    }
    document = {"languages": {tag: messages[tag] for tag in INTERFACE_LANGUAGES if tag in messages}, "sites": contents}
    lines = [
        f"{tag}: {one['translated']} of {one['messages']} translated, {one['missing']} missing, {one['fuzzy']} fuzzy"
        for tag, one in messages.items()
    ]
    lines += [
        f"{site['site']} in {tag}: {count['current']} shared texts there, {count['missing']} missing"
        for site in contents
        for tag, count in site["languages"].items()
    ]
    answer(document, "\n".join(lines), as_json=as_json)


def _contents(site: ListedSite, texts: list[Any]) -> dict[str, Any]:
    """Shared texts have no translation history yet, so a text that is there counts as current."""
    written = [one for one in texts if one]
    counts = {
        tag: {
            "current": sum(tag in one for one in written),
            "stale": 0,
            "missing": sum(tag not in one for one in written),
        }
        for tag in site.languages
    }
    return {"site": site.code, "languages": counts}
