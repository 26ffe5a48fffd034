"""One transaction per request: committed before the first byte leaves, or not at all."""

import asyncio
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.database import Database, UnitOfWork
from core.log import logger

log = logger("request")


class TransactionMiddleware:
    """Opens the unit of work of a request and ends it when the answer begins.

    Below 400 the work is kept. If the database refuses to keep it, the person is told so: a
    success is never announced for something that was not saved. `failed_answer` in the app's state
    makes that answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        application: Any = scope["litestar_app"]
        database: Database = application.state.database
        work = UnitOfWork(database)
        scope["state"]["unit_of_work"] = work
        failed = False

        async def answer(message: Message) -> None:
            nonlocal failed
            if failed:
                return
            if message["type"] == "http.response.start":
                try:
                    await work.finish(keep=message["status"] < 400)
                except Exception as error:
                    failed = True
                    log.error("commit_failed", error=repr(error), exc_info=True)
                    await application.state.failed_answer(scope, send, busy=is_unavailable(error))
                    return
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            await asyncio.shield(work.close())


def is_unavailable(error: BaseException) -> bool:
    """Whether trying again later may help: no connection, server going down, no free connection."""
    if isinstance(error, PoolTimeout | InterfaceError | ConnectionError | OSError | TimeoutError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")
    return (
        isinstance(error, OperationalError) or state[:2] in {"08", "53", "57"} or state in {"40001", "40P01", "55P03"}
    )
