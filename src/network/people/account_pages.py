"""One's own account: name, language, time zone, password, where one is signed in, API tokens."""

from typing import Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field, field_validator

from core import audit
from core.errors import Invalid
from core.forms import Unacceptable, attempt
from core.permissions import Permission, needs
from core.web.dependencies import FormFields, NetworkDb, Now, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from i18n.negotiation import COOKIE as LANGUAGE_COOKIE
from network.access.roles import NAMES
from network.access.visitors import SignedIn
from network.people import actions
from network.people.errors import PasswordTooCommon, PasswordTooShort, WrongPassword
from network.people.models import Person
from network.people.queries import api_tokens, sign_ins, workplaces


class AccountForm(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    language: Literal[INTERFACE_LANGUAGES]  # type: ignore[valid-type]  # a list known when this is imported
    zone: str | None = None

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str | None) -> str | None:
        if zone is not None and zone not in available_timezones():
            raise Unacceptable(lazy("Please choose a time zone of the list, such as Europe/Brussels."))
        return zone


class ChangePasswordForm(BaseModel):
    old: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=200)


class AccountPages(Controller):
    path = "/account"
    include_in_schema = False

    @get(name="account", **needs(Permission.SIGNED_IN))
    async def account_page(self, network: NetworkDb, visitor: SignedIn) -> Page:
        return await _account_page(network, visitor, {}, {})

    @post(name="account.change", **needs(Permission.SIGNED_IN))
    async def change(self, network: NetworkDb, visitor: SignedIn, form: FormFields) -> Response[Any]:
        typed = texts(form, "name", "language", "zone")
        asked = attempt(AccountForm, typed)
        if isinstance(asked, Invalid):
            return await _account_page(network, visitor, typed, asked.fields)
        person = await network.get_one(Person, visitor.person_id)
        before = {"name": person.name, "language": person.language, "zone": person.zone}
        person.name, person.language, person.zone = asked.name, asked.language, asked.zone
        audit.record(
            network, action="person.change", subject=("person", person.id), before=before, after=asked.model_dump()
        )
        answer = see("/account", language=asked.language, say=lazy("Your account is changed."))
        answer.set_cookie(LANGUAGE_COOKIE, asked.language, samesite="lax", max_age=365 * 24 * 3600)
        return answer

    @post("/password", name="account.password", **needs(Permission.SIGNED_IN))
    async def change_password(self, network: NetworkDb, visitor: SignedIn, form: FormFields) -> Response[Any]:
        asked = attempt(ChangePasswordForm, texts(form, "old", "password"))
        if isinstance(asked, Invalid):
            return await _account_page(network, visitor, {}, asked.fields)
        try:
            await actions.change_password(
                network, visitor.person_id, old=asked.old, new=asked.password, keep=visitor.token_hash
            )
        except (WrongPassword, PasswordTooShort, PasswordTooCommon) as error:
            return await _account_page(network, visitor, {}, error.fields)
        return see("/account", say=lazy("Your password is changed. You are signed out everywhere else."))

    @post("/sign-out-elsewhere", name="account.sign_out_elsewhere", **needs(Permission.SIGNED_IN))
    async def sign_out_elsewhere(self, network: NetworkDb, visitor: SignedIn) -> Response[Any]:
        await actions.sign_out_elsewhere(network, visitor.person_id, keep=visitor.token_hash)
        return see("/account", say=lazy("You are signed out everywhere else."))

    @post("/tokens/{token_id:uuid}/revoke", name="account.revoke_token", **needs(Permission.SIGNED_IN))
    async def revoke_token(
        self, network: NetworkDb, visitor: SignedIn, token_id: FromPath[UUID], now: Now
    ) -> Response[Any]:
        await actions.revoke_token(network, token_id, person_id=visitor.person_id, now=now)
        return see("/account", say=lazy("The token no longer works."))


async def _account_page(network: NetworkDb, visitor: SignedIn, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    person = await network.get_one(Person, visitor.person_id)
    shown = {"name": person.name, "language": person.language, "zone": person.zone, **typed}
    context = {
        "person": person,
        "typed": shown,
        "errors": errors,
        "places": await workplaces(network, visitor.person_id),
        "role_names": NAMES,
        "sign_ins": await sign_ins(network, visitor.person_id),
        "here": visitor.token_hash,
        "tokens": await api_tokens(network, visitor.person_id),
        "zones": sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
        "spoken": INTERFACE_LANGUAGES,
        "page_language": current().tag,
    }
    return Page("people/account.html", context, status=422 if errors else 200)
