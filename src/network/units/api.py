"""Units and sites over the API."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromQuery
from pydantic import BaseModel, ConfigDict, Field

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import checked_limit, decode, page_of
from core.permissions import ANY_SCOPE, Permission, Scope, needs
from core.web.dependencies import NetworkDb, Today
from core.web.json_body import json_body
from i18n.content import Localized
from network.access.visitors import SignedIn
from network.units.actions import NewSite, open_site
from network.units.current import CurrentSite
from network.units.queries import ListedSite, PlacedUnit, placements, sites


class NewSiteBody(BaseModel):
    """What is not given comes from the country."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=60)
    country: str = Field(min_length=2, max_length=2)
    name: Localized
    parent: str | None = Field(default=None, max_length=60)
    languages: list[str] = Field(default_factory=list, max_length=20)
    zone: str | None = Field(default=None, max_length=60)
    currency: str | None = Field(default=None, max_length=3)
    template: str | None = Field(default=None, max_length=60)


class UnitsApi(Controller):
    path = "/api/v1"
    tags = ["Units and sites"]

    @get("/units", operation_id="listUnits", name="api.units", **needs(Permission.SIGNED_IN, ANY_SCOPE))
    async def list_units(self, network: NetworkDb) -> dict[str, Any]:
        """The tree: every unit with every place it has hung at, and since when."""
        found: dict[str, dict[str, Any]] = {}
        for placed in await placements(network):
            shown = found.setdefault(placed.code, _unit(placed))
            if placed.from_on is not None:
                shown["placements"].append(
                    {"parent": placed.parent, "from": str(placed.from_on), "until": _day(placed.until_on)}
                )
                shown["parent"] = placed.parent if placed.until_on is None else shown["parent"]
        return {"data": list(found.values()), "next": None}

    @get("/sites", operation_id="listSites", name="api.sites", **needs(Permission.SIGNED_IN, ANY_SCOPE))
    async def list_sites(
        self, network: NetworkDb, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """The centres of the network, by code. Nothing here is about a person."""
        most = checked_limit(limit)
        found = await sites(network, after=decode(after), limit=most + 1)
        return page_of(found, limit=most, show=shown_site, cursor=lambda one: one.code)

    @post("/sites", operation_id="openSite", name="api.open_site", **needs(Permission.SITES_OPEN, Scope.NETWORK_ADMIN))
    async def open(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        network: NetworkDb,
        visitor: SignedIn,
        today: Today,
    ) -> Response[dict[str, Any]]:
        """Open a centre in rollout. The same request again changes nothing and answers 200."""
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(network, key, caller=visitor.person_id, request=raw)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        body = read_json(NewSiteBody, document)
        _site, created = await open_site(network, NewSite(**body.model_dump()), today=today)
        answer = shown_site(next(one for one in await sites(network) if one.code == body.code))
        status = 201 if created else 200
        if kept is not None:
            kept.answer, kept.status = answer, status
        return Response(answer, status_code=status)

    @get(
        "/sites/{site_code:str}",
        operation_id="getSite",
        name="api.site",
        **needs(Permission.SIGNED_IN, ANY_SCOPE),
    )
    async def get_site(self, network: NetworkDb, site: CurrentSite) -> dict[str, Any]:
        """One centre."""
        return shown_site(next(one for one in await sites(network) if one.code == site.code))


def shown_site(one: ListedSite) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "name": dict(one.name),
        "country": one.country,
        "parent": one.parent,
        "languages": one.languages,
        "zone": one.zone,
        "currency": one.currency,
        "status": str(one.status),
        "opened_on": _day(one.opened_on),
    }


def _unit(placed: PlacedUnit) -> dict[str, Any]:
    return {
        "code": placed.code,
        "kind": str(placed.kind),
        "name": dict(placed.name),
        "country": placed.country,
        "parent": placed.parent,
        "placements": [],
    }


def _day(day: Any) -> str | None:
    return None if day is None else str(day)
