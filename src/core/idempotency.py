"""A write that is sent twice is done once: answers kept by `Idempotency-Key`."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from core.clock import new_id, utc_now
from core.errors import AppError, BadRequest
from core.tenancy import DataScope
from i18n.messages import lazy


class IdempotencyKey(SQLModel, table=True):
    """An answer already given. Unique per caller and key; belongs to a site where one was written."""

    __tablename__ = "idempotency_keys"
    __table_args__ = ({"schema": "core"},)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now, index=True)
    site_id: UUID | None = None
    key_hash: str = Field(unique=True, description="of caller, site and key")
    request_hash: str
    status: int = 0
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class KeyReused(AppError):
    status = 422
    code = "idempotency_key_reused"
    message = lazy("This Idempotency-Key was used for another request. Use a new one.")


class KeyTooLong(BadRequest):
    code = "idempotency_key_invalid"
    message = lazy("An Idempotency-Key has 1 to 200 characters.")


async def earlier_answer(
    session: AsyncSession, key: str | None, *, caller: UUID, request: bytes
) -> IdempotencyKey | None:
    """The answer given before to this key, or a fresh row (`answer` is None) to be filled in.

    None without a key. The row is inserted first: a twin that arrives meanwhile waits for this
    transaction and then finds the answer. Raises KeyReused when the request differs.
    """
    if key is None:
        return None
    if not 1 <= len(key) <= 200:
        raise KeyTooLong
    scope: DataScope = session.info["scope"]
    key_hash = hashlib.sha256(f"{caller}|{scope.site_id}|{key}".encode()).hexdigest()
    request_hash = hashlib.sha256(request).hexdigest()
    row = {
        "id": new_id(),
        "created_at": utc_now(),
        "site_id": scope.site_id,
        "key_hash": key_hash,
        "request_hash": request_hash,
        "status": 0,
    }
    await session.execute(insert(IdempotencyKey).values(**row).on_conflict_do_nothing(index_elements=["key_hash"]))
    found = await session.execute(select(IdempotencyKey).where(IdempotencyKey.key_hash == key_hash))  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
    kept = found.scalar_one()
    if kept.request_hash != request_hash:
        raise KeyReused
    return kept
