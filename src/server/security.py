"""The guard: before a handler runs, it is known who asks, for which site, and whether they may."""

import hmac
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from core.errors import BadRequest, Forbidden, NotFound, PageExpired, SignInNeeded
from core.permissions import Permission, Scope
from i18n.active import adopt_region, current
from i18n.languages import PSEUDO
from i18n.messages import lazy
from i18n.negotiation import COOKIE as LANGUAGE_COOKIE
from i18n.negotiation import negotiate
from network.access.visitors import Visitor
from network.units.current import SiteContext
from server.gate import admit

COOKIE = "archipel_session"
SAFE = {"GET", "HEAD", "OPTIONS"}


class TokenRefused(SignInNeeded):
    code = "token_refused"
    message = lazy("This needs a valid API token: Authorization: Bearer TOKEN.")


class ScopeMissing(Forbidden):
    code = "scope_missing"
    message = lazy("This token lacks the scope %(scope)s.")


class ReadIn(Exception):
    """Not an error: the same page is to be read in `language`."""

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(language)


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Raises SignInNeeded, Forbidden, or NotFound: a site one has no role in looks as if it did not
    exist, to its neighbours' managers as to anybody."""
    state = connection.scope["state"]
    if connection.scope.get("method") == "OPTIONS":
        return  # answered by the framework: which methods an address knows, and nothing else
    site_code = _site_asked_for(connection)
    state["route"], state["site_code"] = _route(connection, handler), site_code
    token = _bearer(connection)
    cookie = None if token else connection.cookies.get(COOKIE)
    admission = await admit(connection.app.state.database, site=site_code, cookie=cookie, token=token)
    if token and admission.visitor is None:
        raise TokenRefused
    state["site"], state["visitor"], state["as_of"] = admission.site, admission.visitor, admission.as_of
    if site_code is not None and admission.site is None:
        raise NotFound
    if admission.site is not None:
        chain = (*admission.site.languages, *current().chain)  # a missing text comes in the site's next language
        adopt_region(territory=admission.site.country, zone=admission.site.zone, chain=chain)
    elif admission.visitor is not None and admission.visitor.zone:
        adopt_region(zone=admission.visitor.zone)
    try:
        if handler.opt.get("public_site"):
            _check_public(connection, admission.site, admission.visitor)
        _authorise(handler, admission.visitor, admission.site, is_api=connection.url.path.startswith("/api/"))
    except NotFound:
        state["site"] = None  # the error page bears a site's name, which would tell that it exists
        raise
    await _refuse_forged(connection, admission.visitor)


def _site_asked_for(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    if "\x00" in connection.scope["path"]:
        raise NotFound  # nothing can be called so: the database refuses the very question
    code: str | None = connection.path_params.get("site_code")
    return code


def _check_public(
    connection: ASGIConnection[Any, Any, Any, Any], site: SiteContext | None, visitor: Visitor | None
) -> None:
    """A site in rollout is seen by its own people and those who open it, as a preview. Raises NotFound, or ReadIn
    with a language that the site offers."""
    previews = (Permission.SITE_ENTER, Permission.ROLLOUT)
    may_preview = (
        site is not None and visitor is not None and any(visitor.may(one, units=site.path) for one in previews)
    )
    if site is None or not (site.is_public or may_preview):
        raise NotFound
    tag = current().tag
    if tag in site.languages or tag in PSEUDO:
        return
    raise ReadIn(
        negotiate(
            site.languages,
            accept_language=connection.headers.get("accept-language", ""),
            cookie=connection.cookies.get(LANGUAGE_COOKIE),
            default=site.languages[0],
        )
    )


def _route(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> str:
    return str(connection.scope.get("path_template") or handler.name or next(iter(sorted(handler.paths)), ""))


def _bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    header = connection.headers.get("authorization")
    if header is None or not connection.scope["path"].startswith("/api/"):
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise TokenRefused
    return token.strip()


def _authorise(handler: BaseRouteHandler, visitor: Visitor | None, site: SiteContext | None, *, is_api: bool) -> None:
    permission: Permission = handler.opt["needs"]
    if permission is Permission.ANYONE:
        return
    if visitor is None:
        raise TokenRefused if is_api else SignInNeeded
    if visitor.scopes is not None:
        _check_scope(handler.opt.get("scopes"), visitor.scopes)
    if permission is Permission.SIGNED_IN:
        return
    units = site.path if site is not None else None
    if visitor.may(permission, units=units):
        return
    if site is not None and not visitor.may(Permission.SITE_ENTER, units=units):
        raise NotFound
    raise Forbidden


def _check_scope(needed: frozenset[Scope] | None, scopes: frozenset[Scope]) -> None:
    if needed is None:
        raise Forbidden
    if not needed & scopes:
        raise ScopeMissing(scope=", ".join(sorted(needed)))


async def _refuse_forged(connection: ASGIConnection[Any, Any, Any, Any], visitor: Visitor | None) -> None:
    """A form of another site must not act in the name of whoever is signed in here."""
    method = connection.scope.get("method", "GET")
    if method in SAFE or (visitor is not None and visitor.scopes is not None):
        return
    if _is_foreign(connection):
        raise PageExpired
    if visitor is None:
        return
    sent = connection.headers.get("x-csrf-token") or await _form_token(connection)
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), visitor.csrf_token.encode()):
        raise PageExpired


def _is_foreign(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Browsers say where a request comes from; older ones only name the page's origin."""
    fetched_from = connection.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from not in {"same-origin", "none"}
    origin = connection.headers.get("origin")
    if origin is None:
        return False
    host = origin.partition("://")[2].lower()
    return host != connection.headers.get("host", "").lower()


async def _form_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    if not isinstance(connection, Request):
        return ""
    try:
        token = (await connection.form()).get("csrf_token", "")
    except (ValueError, UnicodeError, KeyError) as error:
        raise BadRequest from error
    return token if isinstance(token, str) else ""
