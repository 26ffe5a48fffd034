"""The library over the API."""

from typing import Any

from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from core.pagination import checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import NetworkDb
from network.curricula.queries import FullCurriculum, ListedCurriculum, curricula, curriculum


class CurriculaApi(Controller):
    path = "/api/v1/curricula"
    tags = ["Curricula"]

    @get(operation_id="listCurricula", name="api.curricula", **needs(Permission.CURRICULA_VIEW, Scope.CURRICULA_READ))
    async def list_curricula(
        self, network: NetworkDb, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """The library, by code."""
        most = checked_limit(limit)
        found = await curricula(network, after=decode(after), limit=most + 1)
        return page_of(found, limit=most, show=_listed, cursor=lambda one: one.code)

    @get(
        "/{code:str}",
        operation_id="getCurriculum",
        name="api.curriculum",
        **needs(Permission.CURRICULA_VIEW, Scope.CURRICULA_READ),
    )
    async def get_curriculum(self, network: NetworkDb, code: FromPath[str]) -> dict[str, Any]:
        """One curriculum with its modules, in its newest published version."""
        return _full(await curriculum(network, code))


def _listed(one: ListedCurriculum) -> dict[str, Any]:
    return {
        "code": one.code,
        "programme": str(one.programme),
        "level": str(one.level),
        "title": dict(one.title),
        "summary": dict(one.summary),
        "hours": float(one.hours),
        "version": one.version,
        "published_on": one.published_on.isoformat() if one.published_on else None,
    }


def _full(one: FullCurriculum) -> dict[str, Any]:
    return {
        **_listed(one.listed),
        "audience": dict(one.audience),
        "assessment": dict(one.assessment),
        "competences": one.competences,
        "modules": [
            {
                "position": module.position,
                "title": dict(module.title),
                "hours": float(module.hours),
                "competences": module.competences,
            }
            for module in one.modules
        ],
        "versions": [
            {"number": number, "published_on": day.isoformat() if day else None} for number, day in one.versions
        ],
    }
