"""Is it alive, is it ready, how is it doing: for supervisors and monitoring."""

from litestar import Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from core.permissions import Permission, needs
from core.web.dependencies import AppDatabase
from server.upgrade import is_current


@get("/healthz", include_in_schema=False, name="health.alive", **needs(Permission.ANYONE))
async def alive() -> Response[dict[str, str]]:
    """The process answers. Touches nothing else."""
    return Response({"status": "ok"})


@get("/readyz", include_in_schema=False, name="health.ready", **needs(Permission.ANYONE))
async def ready(database: AppDatabase, request: Request) -> Response[dict[str, str]]:  # type: ignore[type-arg]  # the three parameters of Request say nothing here
    """The database answers and its tables are today's. 503 otherwise."""
    try:
        async with database.engine("group").connect() as connection:
            await connection.execute(text("select 1"))
        current = request.app.state.get("tables_are_current") or await is_current(database.addresses)
        request.app.state["tables_are_current"] = current
    except Exception:
        return Response({"status": "database unavailable"}, status_code=503)
    if not current:
        return Response({"status": "migrations missing"}, status_code=503)
    return Response({"status": "ok"})


@get("/metrics", include_in_schema=False, name="health.metrics", **needs(Permission.ANYONE))
async def metrics() -> Response[bytes]:
    kind = CONTENT_TYPE_LATEST.partition("; charset")[0]  # the framework names it for every text
    return Response(generate_latest(), media_type=kind)


HEALTH = (alive, ready, metrics)
