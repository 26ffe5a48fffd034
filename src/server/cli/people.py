"""`archipel user` and `archipel token`: accounts and keys for programs."""

import sys

import click

from core.database import Database, unit_of_work
from core.permissions import Scope
from core.settings import Settings
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from network.people.actions import add_person, add_token, give_role
from network.people.queries import person_by_email
from network.people.rules import normalised_email
from network.units.actions import ensure_group
from network.units.queries import ROOT, unit
from server.cli.run import answer, run


@click.group()
def user() -> None:
    """Accounts of people who work in the network."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--unit", "unit_code", required=True, metavar="CODE", help="`network` for the whole network.")
@click.option("--language", default="en", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True)
def user_add(
    email: str, name: str, role: str, unit_code: str, language: str, password_stdin: bool, as_json: bool
) -> None:
    """Add an account, or give an existing one another role. Without a password it is set by mail."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None

    async def work(database: Database, _: Settings) -> tuple[str, bool]:
        async with unit_of_work(database, DataScope.of_network()) as session:
            if unit_code == ROOT:
                await ensure_group(session, name=Localized(en="Network"))
            place = await unit(session, unit_code)
            known = await person_by_email(session, normalised_email(email) or "")
            if known is not None and password is None:
                await give_role(session, known, Role(role), place.id)
                return known.email, False
            person = await add_person(
                session, email, name=name, role=Role(role), unit_id=place.id, password=password, language=language
            )
            return person.email, True

    address, created = run(work)
    words = f"{address} is {role} of {unit_code}."
    answer({"email": address, "role": role, "unit": unit_code, "created": created}, words, as_json=as_json)


@click.group()
def token() -> None:
    """Keys with which programs use the API."""


@token.command("add")
@click.option("--user", "email", required=True, metavar="EMAIL")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="Repeat for more.",
)
@click.option("--name", default="", help="To recognise it later.")
@click.option("--json", "as_json", is_flag=True)
def token_add(email: str, scopes: tuple[str, ...], name: str, as_json: bool) -> None:
    """Make a token. It is printed once and cannot be shown again."""

    async def work(database: Database, _: Settings) -> str:
        async with unit_of_work(database, DataScope.of_network()) as session:
            return await add_token(session, email, scopes=[Scope(scope) for scope in scopes], name=name)

    made = run(work)
    answer({"token": made}, made, as_json=as_json)
