"""The command `archipel`. Each command's module is imported only when it is called: starting is quick."""

import importlib
from typing import Any

import click

_COMMANDS = {
    "serve": "server.cli.serve:serve",
    "worker": "server.cli.serve:worker",
    "doctor": "server.cli.doctor:doctor",
    "db": "server.cli.db:db",
    "unit": "server.cli.units:unit",
    "site": "server.cli.sites:site",
    "curriculum": "server.cli.curricula:curriculum",
    "import": "server.cli.imports:import_records",
    "results": "server.cli.results:results",
    "rollup": "server.cli.results:rollup",
    "user": "server.cli.people:user",
    "token": "server.cli.people:token",
    "i18n": "server.cli.i18n:i18n",
}


class LazyCommands(click.Group):
    """A group that knows its commands by name and loads them late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: Any = getattr(importlib.import_module(module), name)
        return command  # type: ignore[no-any-return]  # untyped in the library


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="archipel")
def main() -> None:
    """Run a network of digital-skills centres."""
