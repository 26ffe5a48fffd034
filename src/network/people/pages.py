"""Sign in and out, choose a password, accept an invitation."""

from datetime import timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from pydantic import BaseModel, Field

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.throttle import count_attempt, forgive_attempt
from core.web.dependencies import AppDatabase, AppSettings, FormFields, NetworkDb, Now, client_address, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from i18n.negotiation import COOKIE as LANGUAGE_COOKIE
from network.access.visitors import CurrentVisitor, SignedIn
from network.people import actions
from network.people.errors import PasswordTooCommon, PasswordTooShort, WrongPassword
from network.people.landing import first_page
from network.people.queries import person_by_email
from network.people.rules import normalised_email

SESSION_COOKIE = "archipel_session"
_WINDOW = timedelta(minutes=15)


class SignInForm(BaseModel):
    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=200)
    next: str = ""


class PasswordForm(BaseModel):
    password: str = Field(min_length=1, max_length=200)


class InvitationForm(BaseModel):
    name: str = Field(default="", max_length=200)
    password: str = Field(default="", max_length=200)


class SignInPages(Controller):
    include_in_schema = False

    @get("/sign-in", name="people.sign_in", **needs(Permission.ANYONE))
    async def sign_in_page(self, visitor: CurrentVisitor, next: FromQuery[str] = "") -> Response[Any]:
        if visitor is not None:
            return see("/account")
        return _sign_in_page({"next": next}, {})

    @post("/sign-in", name="people.sign_in_now", **needs(Permission.ANYONE))
    async def sign_in(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        network: NetworkDb,
        database: AppDatabase,
        app_settings: AppSettings,
        form: FormFields,
    ) -> Response[Any]:
        typed = texts(form, "email", "password", "next")
        asked = attempt(SignInForm, typed)
        if isinstance(asked, Invalid):
            return _sign_in_page(typed, asked.fields)
        counted = {"sign-in from": (client_address(request), 100), "sign-in as": (asked.email.lower(), 15)}
        for kind, (who, limit) in counted.items():
            await count_attempt(database, kind=kind, who=who, limit=limit, window=_WINDOW)
        try:
            new = await actions.sign_in(
                network, asked.email, asked.password, agent=request.headers.get("user-agent", "")
            )
        except WrongPassword as error:
            return _sign_in_page(typed, error.fields)
        for kind, (who, _limit) in counted.items():
            await forgive_attempt(database, kind=kind, who=who, window=_WINDOW)
        language = _language(new.person.language)
        answer = see(await first_page(network, new.person.id, wanted=asked.next, language=language), language=language)
        return _with_cookies(answer, new.token, language, app_settings.base_url)

    @post("/sign-out", name="people.sign_out", **needs(Permission.SIGNED_IN))
    async def sign_out(self, network: NetworkDb, visitor: SignedIn) -> Response[Any]:
        await actions.sign_out(network, visitor.token_hash)
        answer = see("/", say=lazy("You are signed out."))
        answer.delete_cookie(SESSION_COOKIE)
        return answer


class LinkPages(Controller):
    """Pages behind links in mails. Looking changes nothing: scanners look too."""

    include_in_schema = False

    @get("/password", name="people.forgotten", **needs(Permission.ANYONE))
    async def forgotten_page(self) -> Page:
        return Page("people/forgotten.html", {"typed": {}, "errors": {}})

    @post("/password", name="people.forgotten_now", **needs(Permission.ANYONE))
    async def forgotten(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        network: NetworkDb,
        database: AppDatabase,
        app_settings: AppSettings,
        form: FormFields,
        now: Now,
    ) -> Response[Any]:
        typed = texts(form, "email")
        email = normalised_email(str(typed.get("email", "")))
        if email is None:
            errors = {"email": str(lazy("Please enter an e-mail address, such as name@example.org."))}
            return Page("people/forgotten.html", {"typed": typed, "errors": errors}, status=422)
        await count_attempt(database, kind="password link", who=client_address(request), limit=20, window=_WINDOW)
        await actions.ask_for_password_link(network, email, secret=app_settings.secret(), now=now)
        return see(
            "/sign-in",
            kind="info",
            say=lazy(
                "If there is an account with this address, a mail with a link is on its way. It works for 30 minutes."
            ),
        )

    @get("/password/{token:str}", name="people.new_password", **needs(Permission.ANYONE))
    async def new_password_page(self, token: FromPath[str]) -> Page:
        return Page("people/new_password.html", {"token": token, "errors": {}})

    @post("/password/{token:str}", name="people.new_password_now", **needs(Permission.ANYONE))
    async def new_password(self, network: NetworkDb, token: FromPath[str], form: FormFields, now: Now) -> Response[Any]:
        asked = attempt(PasswordForm, texts(form, "password"))
        if isinstance(asked, Invalid):
            return Page("people/new_password.html", {"token": token, "errors": asked.fields}, status=422)
        try:
            await actions.use_password_link(network, token, password=asked.password, now=now)
        except (PasswordTooShort, PasswordTooCommon) as error:
            return Page("people/new_password.html", {"token": token, "errors": error.fields}, status=422)
        return see("/sign-in", say=lazy("Your new password is set. You can sign in with it now."))

    @get("/invitation/{token:str}", name="people.invitation", **needs(Permission.ANYONE))
    async def invitation_page(self, network: NetworkDb, token: FromPath[str], now: Now) -> Page:
        return await _invitation_page(network, token, {}, {}, now)

    @post("/invitation/{token:str}", name="people.accept", **needs(Permission.ANYONE))
    async def accept(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        network: NetworkDb,
        app_settings: AppSettings,
        token: FromPath[str],
        form: FormFields,
        now: Now,
    ) -> Response[Any]:
        typed = texts(form, "name", "password")
        asked = attempt(InvitationForm, typed)
        if isinstance(asked, Invalid):
            return await _invitation_page(network, token, typed, asked.fields, now)
        try:
            person = await actions.accept_invitation(network, token, name=asked.name, password=asked.password, now=now)
        except (PasswordTooShort, PasswordTooCommon) as error:
            return await _invitation_page(network, token, typed, error.fields, now)
        if not asked.password:
            return see("/sign-in", say=lazy("You have the new role. Sign in with the password you already have."))
        new = await actions.begin_sign_in(network, person, agent=request.headers.get("user-agent", ""))
        language = _language(person.language)
        answer = see(
            await first_page(network, person.id, wanted="", language=language),
            language=language,
            say=lazy("Welcome, %(name)s."),
            name=person.name,
        )
        return _with_cookies(answer, new.token, language, app_settings.base_url)


def _sign_in_page(typed: dict[str, Any], errors: dict[str, str]) -> Page:
    shown = {"email": typed.get("email", ""), "next": typed.get("next", "")}
    return Page("people/sign_in.html", {"typed": shown, "errors": errors}, status=422 if errors else 200)


async def _invitation_page(
    network: NetworkDb, token: str, typed: dict[str, Any], errors: dict[str, str], now: Now
) -> Page:
    invitation = await actions.open_invitation(network, token, now=now)
    known = await person_by_email(network, invitation.email)
    context = {"invitation": invitation, "known": known is not None, "token": token, "errors": errors}
    name = typed.get("name", invitation.name)
    return Page("people/invitation.html", {**context, "name": name}, status=422 if errors else 200)


def _language(tag: str) -> str:
    return tag if tag in INTERFACE_LANGUAGES else current().tag


def _with_cookies(answer: Redirect, token: str, language: str, base_url: str) -> Redirect:
    secure = base_url.startswith("https://")
    answer.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="lax", secure=secure, max_age=12 * 3600)
    answer.set_cookie(LANGUAGE_COOKIE, language, samesite="lax", secure=secure, max_age=365 * 24 * 3600)
    return answer
