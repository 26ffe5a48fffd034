"""The program's own database roles: made, given their passwords and limits, and their addresses."""

import hashlib
import hmac

import asyncpg
from sqlalchemy import URL, make_url

from core.database import Addresses
from core.settings import Settings

ROLES = ("owner", "app", "group", "worker", "backup")
_LIMITS = {
    "app": {"statement_timeout": "15s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"},
    "group": {"statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"},
    "worker": {"statement_timeout": "10min", "idle_in_transaction_session_timeout": "10min"},
    "owner": {},
    "backup": {"default_transaction_read_only": "on"},
}


def role_name(settings: Settings, role: str) -> str:
    return f"{settings.role_prefix}_{role}"


def addresses(settings: Settings, admin: str) -> Addresses:
    """Where each role logs in: an address of its own if one is configured, else the admin's
    address with the role's name and its derived password."""
    own = settings.database
    given = {
        "owner": own.owner_url,
        "app": own.app_url,
        "group": own.group_url,
        "worker": own.worker_url,
        "backup": own.backup_url,
    }
    urls: dict[str, URL] = {}
    for role in ROLES:
        configured = given[role]
        if configured is not None:
            urls[role] = _asyncpg(make_url(configured.get_secret_value()))
        else:
            base = _asyncpg(make_url(admin))
            urls[role] = base.set(username=role_name(settings, role), password=_password(settings, base, role))
    return Addresses(**urls)


def _asyncpg(url: URL) -> URL:
    return url.set(drivername="postgresql+asyncpg")


def _password(settings: Settings, admin: URL, role: str) -> str:
    """Derived, so that every process of an installation knows it and none has to store it. From
    the admin's password where there is one: two installations in one server then agree."""
    key = str(admin.password).encode() if admin.password else settings.secret()
    return hmac.new(key, f"archipel database role {role}".encode(), hashlib.sha256).hexdigest()


async def connect(url: URL | str) -> asyncpg.Connection:
    """A plain connection. Raises OSError or asyncpg's errors when the server does not answer."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return await asyncpg.connect(dsn, timeout=10)


async def make_roles(settings: Settings, admin: str, urls: Addresses) -> None:
    """Create what is missing and set passwords and limits again. Safe to run at any time and by
    several processes at once: they take turns."""
    connection = await connect(admin)
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock(721001)")
            database = await connection.fetchval("select current_database()")
            for role in ROLES:
                await _make_role(connection, settings, urls, role)
            owner = role_name(settings, "owner")
            await connection.execute(f'revoke all on database "{database}" from public')
            names = ", ".join(f'"{role_name(settings, role)}"' for role in ROLES)
            await connection.execute(f'grant connect on database "{database}" to {names}')
            await connection.execute(f'grant create on database "{database}" to "{owner}"')
            await connection.execute("revoke create on schema public from public")
    finally:
        await connection.close()


async def _make_role(connection: asyncpg.Connection, settings: Settings, urls: Addresses, role: str) -> None:
    name = role_name(settings, role)
    password = str(getattr(urls, role).password or "")
    bypass = "bypassrls" if role == "backup" else "nobypassrls"
    exists = await connection.fetchval("select true from pg_roles where rolname = $1", name)
    if not exists:
        await connection.execute(f'create role "{name}" login {bypass} nosuperuser nocreatedb nocreaterole')
    own_address = getattr(settings.database, f"{role}_url")
    if own_address is None:
        literal = await connection.fetchval("select quote_literal($1::text)", password)
        await connection.execute(f'alter role "{name}" password {literal}')
    for option, value in {"jit": "off", **_LIMITS[role]}.items():
        await connection.execute(f"alter role \"{name}\" set {option} = '{value}'")
