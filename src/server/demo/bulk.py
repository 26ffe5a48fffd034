"""Many rows in few statements."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from i18n.content import Localized

_CHUNK = 10_000


async def add_rows(session: AsyncSession, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """All rows name the same columns; a column that none names gets NULL or its default.

    Rows travel as JSON, ten thousand to a statement: COPY is not allowed under row-level security,
    and one statement per row would fire the statement triggers once per row.
    """
    table: Table = model.__table__
    for start in range(0, len(rows), _CHUNK):
        names = ", ".join(rows[0])
        statement = f"insert into {table.fullname} ({names}) select {names} from json_populate_recordset(null::{table.fullname}, cast(:rows as json))"  # noqa: E501, S608 -- names of our own tables and columns
        chunk = json.dumps(list(rows[start : start + _CHUNK]), default=_as_json)
        await session.execute(text(statement), {"rows": chunk})


def _as_json(value: object) -> object:
    """As PostgreSQL reads it back into the column's type."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Localized):
        return dict(value)
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"no JSON for {type(value).__name__}")
