"""`archipel site`: open a centre, list the centres, say how ready one is."""

from typing import Any

import click

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from i18n import phrases
from i18n.messages import ngettext
from network.rollout.queries import Readiness, readiness
from network.rollout.rules import OWNERS
from network.units.actions import NewSite, open_site
from network.units.queries import ListedSite, sites
from server.cli.run import LocalizedOption, answer, localized, run


@click.group()
def site() -> None:
    """Centres of the network."""


@site.command("open")
@click.argument("code")
@click.option("--country", required=True, metavar="CC", help="Two letters: BE, PL, …")
@click.option("--name", "names", type=LocalizedOption(), multiple=True, required=True, help="Once per language.")
@click.option("--parent", metavar="UNIT", help="The unit above; by default the country's, made if it is missing.")
@click.option(
    "--language", "languages", multiple=True, metavar="L", help="Offered to the public; the first is the default."
)
@click.option("--zone", metavar="Z", help="Time zone, such as Europe/Brussels.")
@click.option("--currency", metavar="C", help="Three letters, such as EUR.")
@click.option("--template", metavar="T", help="Name of the template it is opened from.")
@click.option("--live", is_flag=True, help="Open to the public at once, past the go-live gate; noted in the history.")
@click.option("--json", "as_json", is_flag=True)
def site_open(
    code: str, country: str, names: tuple[tuple[str, str], ...], languages: tuple[str, ...], as_json: bool, **more: Any
) -> None:
    """Open a centre. What is not given comes from its country. Safe to repeat."""
    new = NewSite(code=code, country=country, name=localized(names), languages=list(languages), **more)

    async def work(database: Database, _: Settings) -> tuple[dict[str, Any], bool]:
        async with unit_of_work(database, DataScope.of_network()) as session:
            _site, created = await open_site(session, new, today=utc_now().date())
            listed = next(one for one in await sites(session) if one.code == code)
            return _document(listed), created

    document, created = run(work)
    offered = ", ".join(document["languages"])
    state = "open" if created else "there already"
    words = f"{code} is {state}: {document['status']}, {offered}, {document['zone']}, {document['currency']}."
    answer({**document, "created": created}, words, as_json=as_json)


@site.command("list")
@click.option("--json", "as_json", is_flag=True)
def site_list(as_json: bool) -> None:
    """All centres, with status, languages, zone and currency."""

    async def work(database: Database, _: Settings) -> list[dict[str, Any]]:
        async with unit_of_work(database, DataScope.of_network()) as session:
            return [_document(one) for one in await sites(session)]

    found = run(work)
    lines = [
        f"{one['code']:24} {one['status']:8} {one['country']}  {' '.join(one['languages']):16} {one['zone']}"
        for one in found
    ]
    answer(
        {"data": found},
        "\n".join(lines) or "No centre yet: archipel site open CODE --country CC --name LANG=TEXT",
        as_json=as_json,
    )


@site.command("readiness")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def site_readiness(code: str, as_json: bool) -> None:
    """What a centre still lacks before the public may see it, computed from what is there."""

    async def work(database: Database, _: Settings) -> tuple[dict[str, Any], str]:
        async with unit_of_work(database, DataScope.of_network()) as session:
            found = await readiness(session, code, now=utc_now())
            return _readiness_document(found), _readiness_words(found)

    document, words = run(work)
    answer(document, words, as_json=as_json)


def _readiness_document(found: Readiness) -> dict[str, Any]:
    return {
        "site": found.code,
        "status": str(found.status),
        "ready": found.is_ready,
        "readiness": round(found.holding / len(found.checks), 4),
        "checks": [
            {
                "code": str(check.code),
                "title": str(check.title),
                "holds": check.holds,
                "evidence": check.evidence,
                "owner": str(check.owner),
            }
            for check in found.checks
        ],
    }


def _readiness_words(found: Readiness) -> str:
    total = len(found.checks)
    words = ngettext(
        "%(holding)s of %(n)s check holds", "%(holding)s of %(n)s checks hold", total, holding=found.holding
    )
    lines = [f"{found.code}: {words}"]
    for check in found.checks:
        owner = "" if check.holds else f" ({OWNERS[check.owner]})"
        holds = str(phrases.YES if check.holds else phrases.NO)
        lines.append(f"  {holds:5}{check.title}: {check.evidence}{owner}")
    return "\n".join(lines)


def _document(listed: ListedSite) -> dict[str, Any]:
    return {
        "id": str(listed.id),
        "code": listed.code,
        "name": dict(listed.name),
        "country": listed.country,
        "parent": listed.parent,
        "languages": listed.languages,
        "zone": listed.zone,
        "currency": listed.currency,
        "status": str(listed.status),
        "opened_on": listed.opened_on.isoformat() if listed.opened_on else None,
    }
