"""Results over the API."""

from collections.abc import Sequence
from typing import Any

from litestar import Controller, get
from litestar.params import FromQuery

from core.permissions import Permission, Scope, needs
from core.web.dependencies import AppDatabase, NetworkDb, Today
from network.access.visitors import CurrentVisitor
from network.results.figures import results
from network.results.indicators import INDICATORS, Breakdown, Indicator


class ResultsApi(Controller):
    path = "/api/v1"
    tags = ["Results"]

    @get(
        "/indicators",
        operation_id="listIndicators",
        name="api.indicators",
        **needs(Permission.RESULTS_VIEW, Scope.RESULTS_READ),
    )
    async def list_indicators(self) -> dict[str, Any]:
        """What is counted, how it is defined and how it may be broken down."""
        return {"data": [_described(indicator) for indicator in INDICATORS.values()], "next": None}

    @get(
        "/results",
        operation_id="getResults",
        name="api.results",
        **needs(Permission.RESULTS_VIEW, Scope.RESULTS_READ),
    )
    async def get_results(
        self,
        network: NetworkDb,
        database: AppDatabase,
        visitor: CurrentVisitor,
        today: Today,
        indicator: FromQuery[list[str] | None] = None,
        unit: FromQuery[list[str] | None] = None,
        period: FromQuery[str] = "",
        children_of: FromQuery[str | None] = None,
        breakdown: FromQuery[str | None] = None,
        curriculum: FromQuery[str | None] = None,
        programme: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """Figures of units (`unit=a,b`), or of a unit and the next level down (`children_of=a`).

        A centre's own people see its own figures as they are; all others are protected.
        """
        found = await results(
            network,
            database,
            indicators=_listed(indicator),
            units=_listed(unit),
            children_of=children_of,
            period=period,
            breakdown=breakdown,
            curriculum=curriculum,
            programme=programme,
            belongs_to=visitor.belongs_to if visitor else None,
            today=today,
        )
        return found.as_json()


def _listed(given: Sequence[str] | None) -> list[str]:
    """`a,b` and the repeated parameter are the same."""
    return [code.strip() for one in given or () for code in one.split(",") if code.strip()]


def _described(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "name": str(indicator.name),
        "definition": str(indicator.definition),
        "unit": str(indicator.unit),
        "direction": str(indicator.direction),
        "additive": indicator.additive,
        "breakdowns": [str(one) for one in Breakdown if one in indicator.breakdowns],
    }
