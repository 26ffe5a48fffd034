"""`archipel import`: take a centre's existing records."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from i18n.messages import _, ngettext
from network.units.queries import site_by_code
from server.cli.run import answer, run
from sites.records.actions import ImportReport, import_participations
from sites.records.errors import FileTooLarge
from sites.records.phrases import kept_out, notices, summary
from sites.records.tables import HIGHEST_BYTES

_MOST_LINES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class _Told:
    """A report in the language of the terminal."""

    document: dict[str, Any]
    words: str
    notices: list[str]
    kept_out: str


@click.group("import")
def import_records() -> None:
    """Take records that a centre has already."""


@import_records.command("participations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", "code", required=True, metavar="CODE", help="Whose records these are.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--create-cohorts", is_flag=True, help="Create cohorts that the centre does not have yet.")
@click.option("--skip-bad-rows", is_flag=True, help="Import the good rows, leave the others out.")
@click.option("--json", "as_json", is_flag=True)
def participations(file: Path, code: str, as_json: bool, **options: bool) -> None:
    """Import a CSV file or a workbook: one row per learner and cohort. Safe to repeat."""

    async def work(database: Database, _settings: Settings) -> _Told:
        content = _content_of(file)
        async with unit_of_work(database, DataScope.of_network()) as network:
            site, _unit = await site_by_code(network, code)
        today = utc_now().astimezone(ZoneInfo(site.zone)).date()
        async with unit_of_work(database, DataScope.of_site(site.id)) as session:
            report = await import_participations(
                session, content, language=site.languages[0], country=site.country, today=today, **options
            )
        return _told(report)

    told = run(work)
    for notice in told.notices:
        click.echo(notice, err=True)
    answer(told.document, told.words, as_json=as_json)
    if told.kept_out:
        raise click.ClickException(told.kept_out)


def _content_of(file: Path) -> bytes:
    """Raises FileTooLarge before it is read."""
    if file.stat().st_size > HIGHEST_BYTES:
        raise FileTooLarge(megabytes=HIGHEST_BYTES // 10**6)
    return file.read_bytes()


def _told(report: ImportReport) -> _Told:
    lines = [summary(report)]
    for refusal in report.refused[:_MOST_LINES_SHOWN]:
        place = _("Row %(row)s", row=refusal.row) + (f", {refusal.column}" if refusal.column else "")
        lines.append(f"  {place}: {refusal.message}")
    if more := len(report.refused[_MOST_LINES_SHOWN:]):
        lines.append("  " + ngettext("There is %(n)s more reason.", "There are %(n)s more reasons.", more))
    return _Told(
        document=report.as_json(),
        words="\n".join(lines),
        notices=notices(report),
        kept_out=kept_out(report) if report.is_kept_out else "",
    )
