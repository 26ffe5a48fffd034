"""The centre as issuer of Open Badges: who it is, its keys, what is revoked. For everybody and without a token: it is
what a badge is checked with, by programs that know nothing of us."""

import json
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Today
from sites.certificates.actions import signed_status_list
from sites.certificates.errors import KeyNotFound
from sites.certificates.queries import issuer_of, published_key, published_keys

_SHARED = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
_MOST_LISTS = 10_000


class IssuerApi(Controller):
    path = "/api/v1/sites/{site_code:str}/issuer"
    tags = ["Badges"]

    @get("/", operation_id="getIssuer", name="api.issuer", **needs(Permission.ANYONE))
    async def issuer(self, session: Db, app_settings: AppSettings) -> Response[Any]:
        """The issuer's profile, as the badges name it."""
        await _keys(session)
        found = await issuer_of(session, base_url=app_settings.base_url)
        return _shared({**found.profile(), "jwksUrl": f"{found.address}/keys"})

    @get("/keys", operation_id="listIssuerKeys", name="api.issuer_keys", **needs(Permission.ANYONE))
    async def keys(self, session: Db) -> Response[Any]:
        """All keys there ever were, as a JSON Web Key Set."""
        return _shared({"keys": await _keys(session)}, kind="application/jwk-set+json")

    @get("/keys/{kid:str}", operation_id="getIssuerKey", name="api.issuer_key", **needs(Permission.ANYONE))
    async def key(self, session: Db, kid: FromPath[str]) -> Response[Any]:
        """One key: what `kid` in the head of a badge leads to."""
        found = await published_key(session, kid)
        if found is None:
            raise KeyNotFound
        return _shared(found, kind="application/jwk+json")

    @get("/status/{number:int}", operation_id="getStatusList", name="api.status_list", **needs(Permission.ANYONE))
    async def status_list(
        self, session: Db, app_settings: AppSettings, today: Today, number: FromPath[int]
    ) -> Response[Any]:
        """One list of revoked badges (Bitstring Status List), signed."""
        await _keys(session)
        if not 0 <= number <= _MOST_LISTS:
            raise KeyNotFound
        made = await signed_status_list(
            session, number, base_url=app_settings.base_url, secret=app_settings.secret(), today=today
        )
        return Response(made.encode(), media_type="application/vc+jwt", headers=_SHARED)


async def _keys(session: AsyncSession) -> list[dict[str, Any]]:
    """Raises KeyNotFound for a site that has never signed anything, open or not: there is nothing to tell."""
    found = await published_keys(session)
    if not found:
        raise KeyNotFound
    return found


def _shared(document: dict[str, Any], *, kind: str = "application/json") -> Response[Any]:
    return Response(json.dumps(document, ensure_ascii=False).encode(), media_type=kind, headers=_SHARED)
