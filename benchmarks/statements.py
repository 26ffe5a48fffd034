"""How many statements a page sends to PostgreSQL, counted in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import event
from sqlalchemy.engine import Engine

from benchmarks.program import sign_in_form
from core.database import Database
from core.settings import Settings
from server.app import create_app


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile, by all engines."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def statements_of(database: Database, settings: Settings, pages: dict[str, str | None]) -> dict[str, int]:
    """For each path (with the account that reads it), once its figures have been counted before."""
    found: dict[str, int] = {}
    for path, account in pages.items():
        transport = httpx.ASGITransport(app=create_app(database, settings))  # type: ignore[arg-type]  # Litestar and the others type ASGI differently
        async with httpx.AsyncClient(transport=transport, base_url=settings.base_url) as client:
            if account:
                await client.post("/en/sign-in", data=sign_in_form(account))
            (await client.get(path)).raise_for_status()
            with counted() as sent:
                (await client.get(path)).raise_for_status()
            found[path] = len(sent)
    return found
