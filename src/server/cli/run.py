"""What commands share: settings, a database, errors in words, JSON on stdout."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from core.database import Database
from core.errors import AppError, Invalid
from core.log import configure_log
from core.settings import Settings, settings
from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES, SOURCE_LANGUAGE
from server import wiring  # noqa: F401 -- registers every feature's measures and jobs
from server.backing import open_database
from server.embedded import EmbeddedUnavailable

Result = TypeVar("Result")


def configured() -> Settings:
    """The settings, or a refusal in words."""
    try:
        found = settings()
        configure_log(as_json=found.is_production)
        return found
    except (ValidationError, ValueError) as error:
        raise click.ClickException(f"The configuration is wrong: {error}") from error


def run(work: Callable[[Database, Settings], Awaitable[Result]], *, migrate: bool = True) -> Result:
    """Run `work` with the database. What a person can understand ends in exit status 1 and a
    sentence on stderr, in the language of the terminal."""
    found = configured()

    async def inside() -> Result:
        async with open_database(found, migrate=migrate) as database:
            return await work(database, found)

    try:
        with use_locale(make_state(terminal_language())):
            return asyncio.run(inside())
    except Invalid as error:
        raise click.ClickException(
            "\n".join([error.text, *(f"  {field}: {text}" for field, text in error.fields.items())])
        ) from error
    except AppError as error:
        raise click.ClickException(error.text) from error
    except EmbeddedUnavailable as error:
        raise click.ClickException(str(error)) from error
    except (OSError, DBAPIError) as error:
        raise click.ClickException(f"The database cannot be used: {error.__cause__ or error}") from error


def terminal_language() -> str:
    """From LC_ALL, LC_MESSAGES or LANG; English where that is not a language of the interface."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            tag = value.split(".")[0].split("_")[0].lower()
            return tag if tag in INTERFACE_LANGUAGES else SOURCE_LANGUAGE
    return SOURCE_LANGUAGE


def answer(document: Any, text: str, *, as_json: bool) -> None:
    """One JSON document and nothing else, or words."""
    click.echo(json.dumps(document, ensure_ascii=False, default=str) if as_json else text)


class LocalizedOption(click.ParamType[tuple[str, str]]):
    """`fr=Bruxelles`: one text in one language. Repeat the option for more languages."""

    name = "LANG=TEXT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        tag, equals, text = str(value).partition("=")
        if not equals or not text.strip():
            self.fail(f"{value!r} is not LANG=TEXT, such as fr=Bruxelles", param, ctx)
        return tag, text


def localized(pairs: tuple[tuple[str, str], ...]) -> Localized:
    """The texts of a repeated option. Raises ClickException for a language that does not exist."""
    try:
        return Localized(dict(pairs))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
