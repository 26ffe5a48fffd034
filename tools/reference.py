"""Writes the tables of docs/reference that can be read from the code: `python -m tools.reference`.

A test compares them with the code, so that what is documented is what is there.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
sys.path.insert(0, str(ROOT / "src"))

import click  # noqa: E402 -- the path comes first
from litestar.routes import HTTPRoute  # noqa: E402 -- as above
from pydantic_settings import BaseSettings  # noqa: E402 -- as above
from sqlalchemy import make_url  # noqa: E402 -- as above

from core.database import Addresses, Database  # noqa: E402 -- as above
from core.permissions import Permission  # noqa: E402 -- as above
from core.settings import DatabaseSettings, MailSettings, Settings  # noqa: E402 -- as above
from network.access.roles import MAY_GRANT, PERMISSIONS, Role  # noqa: E402 -- as above
from server.app import create_litestar  # noqa: E402 -- as above
from server.cli import main  # noqa: E402 -- as above

NOT_FOR_ROLES = {Permission.ANYONE, Permission.SIGNED_IN}


def commands() -> str:
    """Every command, its arguments and options, and what it does."""
    lines = ["| Command | Does |", "|---|---|"]
    lines += [f"| `archipel {usage}` | {text} |" for usage, text in _commands(main, ())]
    return "\n".join(lines)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=" ".join(path))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name  # noqa: S101 -- the list and the commands are one table
            yield from _commands(inner, (*path, name))
        return
    parameters = [_parameter(one, context) for one in command.params]
    yield " ".join([*path, *parameters]), command.get_short_help_str(200)


def _parameter(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(context)
    assert isinstance(parameter, click.Option)  # noqa: S101 -- click has no third kind
    text = max(parameter.opts, key=len)
    if not parameter.is_flag:
        text += f" {parameter.make_metavar(context).replace('|', '/')}"
    return text if parameter.required else f"[{text}]"


def settings() -> str:
    """Every variable, with its default and what it means."""
    lines = ["| Variable | Default | Means |", "|---|---|---|"]
    for kind in (Settings, DatabaseSettings, MailSettings):
        lines += list(_settings_of(kind))
    return "\n".join(lines)


def _settings_of(kind: type[BaseSettings]) -> Iterator[str]:
    prefix = kind.model_config.get("env_prefix", "")
    for name, field in kind.model_fields.items():
        if name in {"database", "mail"}:
            continue
        default = "" if field.default is None else f"`{field.default}`"
        yield f"| `{prefix}{name.upper()}` | {default} | {field.description} |"


def roles() -> str:
    """Which role holds which permission."""
    names = list(Role)
    lines = ["| Permission | " + " | ".join(f"`{name}`" for name in names) + " |", "|---" * (len(names) + 1) + "|"]
    for permission in Permission:
        if permission in NOT_FOR_ROLES:
            continue
        held = ["●" if permission in PERMISSIONS[name] else "" for name in names]
        lines.append(f"| `{permission}` | " + " | ".join(held) + " |")
    given = [
        ", ".join(f"`{given}`" for given in Role if given in MAY_GRANT.get(name, frozenset())) or "nobody"
        for name in names
    ]
    lines += ["", "| Role | may give the roles |", "|---|---|"]
    lines += [f"| `{name}` | {may_give} |" for name, may_give in zip(names, given, strict=True)]
    return "\n".join(lines)


def api() -> str:
    """Every address of the API, with what its caller needs."""
    nowhere = make_url("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    application = create_litestar(
        Database(Addresses(nowhere, nowhere, nowhere, nowhere, nowhere)), Settings(environment="test")
    )
    rows = [
        (_without_types(route.path), method, handler)
        for route in application.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/v1/")
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    ]
    lines = ["| | Address | Scope | Permission | |", "|---|---|---|---|---|"]
    lines += [_api_row(*row) for row in sorted(rows, key=lambda row: row[:2])]
    return "\n".join(lines)


def _without_types(path: str) -> str:
    return re.sub(r":[a-z]+}", "}", path).replace("_code}", "}").replace("_id}", "}")


def _api_row(path: str, method: str, handler: Any) -> str:
    scopes = " or ".join(f"`{scope}`" for scope in sorted(handler.opt.get("scopes") or ()))
    if len(handler.opt.get("scopes") or ()) > 3:
        scopes = "any"
    text = (handler.fn.__doc__ or "").strip().partition("\n")[0]
    return f"| {method} | `{path}` | {scopes} | `{handler.opt['needs']}` | {text} |"


TABLES: dict[str, Callable[[], str]] = {"commands": commands, "settings": settings, "roles": roles, "api": api}
_BETWEEN = re.compile(r"(<!-- from the code -->\n).*?(\n<!-- until here -->)", re.DOTALL)


def written(name: str, document: str) -> str:
    """The document with its table as the code has it now."""
    return _BETWEEN.sub(lambda found: found[1] + TABLES[name]() + found[2], document)


if __name__ == "__main__":
    for page in TABLES:
        path = REFERENCE / f"{page}.md"
        path.write_text(written(page, path.read_text(encoding="utf-8")), encoding="utf-8")
        print(path.relative_to(ROOT))
