"""Read a JSON body: raw for `Idempotency-Key`, parsed for the model."""

from typing import Any

import msgspec
from litestar import Request

from core.errors import BadRequest
from i18n.messages import lazy


class NotJson(BadRequest):
    code = "not_json"
    message = lazy("The request must be a JSON document in UTF-8.")


async def json_body(request: Request[Any, Any, Any]) -> tuple[bytes, Any]:
    """Raises NotJson, also for nesting nobody needs."""
    raw = await request.body()
    try:
        raw.decode("utf-8")
        return raw, msgspec.json.decode(raw)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise NotJson from error
