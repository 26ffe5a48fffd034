"""Many rows in few statements."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import LargeBinary, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from i18n.content import Localized

_CHUNK = 10_000


async def add_rows(session: AsyncSession, model: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """All rows name the same columns; a column that none names gets NULL or its default.

    Rows travel as JSON, ten thousand to a statement: COPY is not allowed under row-level security,
    and one statement per row would fire the statement triggers once per row.
    """
    table: Table = model.__table__
    binary = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        names = ", ".join(chunk[0])
        given = f"json_populate_recordset(null::{table.fullname}, cast(:rows as json))"
        statement = f"insert into {table.fullname} ({names}) select {names} from {given}"  # noqa: S608 -- names of our own
        await session.execute(text(statement), {"rows": _as_json(chunk, binary)})


def _as_json(rows: list[Mapping[str, Any]], binary: list[str]) -> str:
    """As PostgreSQL reads it back into the columns' types."""
    if any(name in rows[0] for name in binary):
        rows = [{**row, **{name: f"\\x{row[name].hex()}" for name in binary if name in row}} for row in rows]
    return msgspec.json.encode(rows, enc_hook=_texts).decode()


def _texts(value: object) -> object:
    if isinstance(value, Localized):
        return dict(value)
    raise NotImplementedError(f"no JSON for {type(value).__name__}")
