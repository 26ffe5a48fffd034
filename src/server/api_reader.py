"""The API's description and its reader, served from here: nothing is loaded from elsewhere."""

from typing import Any

from litestar import Request, Response, get
from litestar.connection import Request as AnyRequest
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.serialization import encode_json

from core.permissions import Permission, needs


class ReaderPlugin(OpenAPIRenderPlugin):
    """`/api/docs`: a page of ours around the reader that the assets bring along."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: AnyRequest[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        state = request.app.state
        template = state.environment.get_template("layout/api_reader.html")
        return template.render(state.page_context(request)).encode()  # type: ignore[no-any-return]  # untyped in the library


@get("/api/v1/openapi.json", include_in_schema=False, name="api.description", **needs(Permission.ANYONE))
async def description(request: Request) -> Response[bytes]:  # type: ignore[type-arg]  # the three parameters of Request say nothing here
    """OpenAPI 3.1."""
    schema = request.app.openapi_schema.to_schema()
    return Response(encode_json(schema), media_type="application/json")
