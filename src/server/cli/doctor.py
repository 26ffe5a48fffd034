"""`archipel doctor`: what is wrong, and how to mend it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import click
from sqlalchemy import text

from core.database import Database
from core.settings import Settings
from core.web.asset_manifest import AssetsMissing, asset
from i18n.status import catalogue_status
from server.cli.run import answer, run
from server.roles import ROLES
from server.upgrade import applied, is_current


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mend` says what to do where it is not in order."""

    subject: str
    is_good: bool
    said: str
    mend: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Look at configuration, database, roles, catalogues, assets and mail. Exit status 1 if anything is wrong."""
    findings = run(_examine, migrate=False)
    lines = [f"{'ok   ' if one.is_good else 'WRONG'} {one.subject}: {one.said}{_mend(one)}" for one in findings]
    document = {
        "ok": all(one.is_good for one in findings),
        "checks": [{"check": one.subject, "ok": one.is_good, "detail": one.said, "mend": one.mend} for one in findings],
    }
    answer(document, "\n".join(lines), as_json=as_json)
    if not document["ok"]:
        raise SystemExit(1)


def _mend(one: Finding) -> str:
    return "" if one.is_good or not one.mend else f"\n      {one.mend}"


async def _examine(database: Database, settings: Settings) -> list[Finding]:
    logins = [await _login(database, role) for role in ROLES]
    first = [_secret(settings), await _version(database), await _migrations(database)]
    return [*first, *logins, await _wall(database), _catalogues(), _assets(), await _mail(settings)]


def _secret(settings: Settings) -> Finding:
    try:
        settings.secret()
    except ValueError as error:
        return Finding("secret key", False, str(error), "Set ARCHIPEL_SECRET_KEY to 32 random characters or more.")
    return Finding("secret key", True, "present")


async def _version(database: Database) -> Finding:
    async def read() -> str:
        async with database.engine("group").connect() as connection:
            return str((await connection.execute(text("show server_version_num"))).scalar())

    said, good = await _tried(read)
    if not good:
        return Finding("PostgreSQL", False, said, "Check DATABASE_URL, then run `archipel db upgrade`.")
    number = int(said) // 10_000
    return Finding("PostgreSQL", number >= 15, f"version {number}", "Version 15 or newer is needed.")


async def _migrations(database: Database) -> Finding:
    async def read() -> str:
        return str(await applied(database.addresses))

    said, good = await _tried(read)
    current = good and await is_current(database.addresses)
    return Finding("migrations", current, f"at {said}", "Run `archipel db upgrade`.")


async def _login(database: Database, role: str) -> Finding:
    async def read() -> str:
        async with database.engine(role).connect() as connection:
            return str((await connection.execute(text("select current_user"))).scalar())

    said, good = await _tried(read)
    return Finding(
        f"role {role}", good, said, "Run `archipel db upgrade` with DATABASE_URL of a role that may create roles."
    )


async def _wall(database: Database) -> Finding:
    """The network's role must not even see the sites' schema."""

    async def read() -> str:
        async with database.engine("group").connect() as connection:
            allowed = (await connection.execute(text("select has_schema_privilege('sites', 'usage')"))).scalar()
            return "open" if allowed else "closed"

    said, good = await _tried(read)
    mend = "Revoke every privilege of the group role on schema sites, then run `archipel db upgrade`."
    return Finding("wall around the sites", good and said == "closed", said, mend)


def _catalogues() -> Finding:
    missing = [f"{one.language} {one.missing}" for one in catalogue_status() if one.missing or one.fuzzy]
    said = "complete" if not missing else f"missing messages: {', '.join(missing)}"
    return Finding("catalogues", not missing, said, "Translate what `archipel i18n status` lists.")


def _assets() -> Finding:
    try:
        return Finding("styles and scripts", True, asset("app.css"))
    except AssetsMissing as error:
        return Finding("styles and scripts", False, "not built", str(error))


async def _mail(settings: Settings) -> Finding:
    smtp = settings.mail.smtp_url
    if smtp is None:
        where = settings.home / "outbox"
        return Finding("mail", not settings.is_production, f"no server: written to {where}", "Set MAIL_SMTP_URL.")
    server = urlsplit(smtp.get_secret_value())

    async def read() -> str:
        _reader, writer = await asyncio.wait_for(asyncio.open_connection(server.hostname, server.port or 25), 5)
        writer.close()
        return f"{server.hostname} answers"

    said, good = await _tried(read)
    return Finding("mail", good, said, "Check MAIL_SMTP_URL.")


async def _tried(read: Callable[[], Awaitable[str]]) -> tuple[str, bool]:
    try:
        return await read(), True
    except Exception as error:
        return str(error).splitlines()[0] if str(error) else type(error).__name__, False
