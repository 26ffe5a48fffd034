"""What goes wrong, as people and programs read it: a page, a fragment, or problem+json."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.types import Scope, Send
from sqlalchemy.exc import DBAPIError

from core import errors
from core.errors import AppError
from core.log import logger
from core.web.pages import Fragment, Page, is_fragment_request
from core.web.transactions import is_unavailable
from i18n.active import current
from i18n.messages import lazy
from server.security import ReadIn

log = logger("error")


class Unexpected(AppError):
    status = 500
    code = "unexpected"
    message = lazy("Something went wrong on our side. It has been noted under the reference %(reference)s.")


_OF_STATUS: dict[int, type[AppError]] = {
    400: errors.BadRequest,
    401: errors.SignInNeeded,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.TooLarge,
    415: errors.BadRequest,
    429: errors.TooMany,
    503: errors.Unavailable,
}


_HUNG_UP = "client disconnected prematurely"
"""The framework's words, and its only sign, for a body that ends too early: nothing of ours failed."""


def answer_app_error(request: Request[Any, Any, Any], error: AppError) -> Response[Any]:
    """An error a person can understand."""
    if is_api(request.scope):
        return problem(error)
    if isinstance(error, errors.SignInNeeded) and request.method == "GET" and not is_fragment_request(request):
        target = quote(request.scope["path"] + _query(request.scope), safe="/")
        way_in = error.way_in.format(target=target, **request.path_params)
        return Redirect(f"/{current().tag}{way_in}", status_code=303)
    context = {"error": error, "reference": request.scope["state"].get("request_id", "")}
    if is_fragment_request(request):
        headers = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
        return Fragment("layout/_error.html", context, status=error.status, headers=headers)
    return Page("layout/error.html", context, status=error.status)


def answer_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework refuses: unknown addresses, wrong methods, unreadable parameters."""
    if error.detail == _HUNG_UP:
        return answer_app_error(request, errors.BadRequest())
    if error.status_code >= 500 and error.status_code != 503:
        return answer_unexpected(request, error)
    kind = _OF_STATUS.get(error.status_code, errors.BadRequest)
    if error.status_code == 400 and request.scope.get("path_params") and request.method == "GET":
        kind = errors.NotFound if _is_path_problem(error) else kind
    raised = kind(megabytes=request.app.state.settings.upload_limit // 1_000_000) if kind is errors.TooLarge else kind()
    answer = answer_app_error(request, raised)
    if error.headers:
        answer.headers.update(error.headers)
    return answer


def answer_read_in(request: Request[Any, Any, Any], other: ReadIn) -> Response[Any]:
    """The site does not offer this language: the same page in one that it does."""
    path = str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))
    address = quote(f"/{other.language}{path}", safe="/") + _query(request.scope)
    return Redirect(address, status_code=302, headers={"Vary": "Accept-Language, Cookie", "Cache-Control": "private"})


def answer_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A bug, or a database that cannot be reached. Logged with a reference the person can quote."""
    if is_unavailable(error):
        answer = answer_app_error(request, errors.Unavailable())
        answer.headers["Retry-After"] = "5"
        return answer
    if isinstance(error, UnicodeError | RecursionError) or _is_unreadable_text(error):
        return answer_app_error(request, errors.BadRequest())
    reference = request.scope["state"].get("request_id", "")
    log.error("unexpected", error=repr(error), exc_info=error)
    return answer_app_error(request, Unexpected(reference=reference))


def problem(error: AppError) -> Response[Any]:
    """RFC 9457. `type` and `code` are stable; `detail` is in the caller's language."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": error.code.replace("_", " "),
        "status": error.status,
        "code": error.code,
        "detail": error.text,
    }
    if isinstance(error, errors.Invalid) and error.fields:
        body["errors"] = [{"field": field, "detail": sentence} for field, sentence in error.fields.items()]
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    return Response(body, status_code=error.status, media_type="application/problem+json", headers=headers)


async def failed_answer(scope: Scope, send: Send, *, busy: bool) -> None:
    """In place of a success that could not be committed."""
    kind: AppError = errors.Unavailable() if busy else Unexpected(reference=scope["state"].get("request_id", ""))
    request: Request[Any, Any, Any] = Request(scope)
    answer = answer_app_error(request, kind)
    if busy:
        answer.headers["Retry-After"] = "5"

    async def nothing() -> Any:
        return {"type": "http.disconnect"}

    await answer.to_asgi_response(app=None, request=request)(scope, nothing, send)


def is_api(scope: Scope) -> bool:
    return scope["path"].startswith("/api/")


def _is_path_problem(error: HTTPException) -> bool:
    """An address that no page can have. The site's code is never meant: the guard has found the site,
    and Litestar 2.25 names it beside every other fault once it has described the API (writing the
    description adds the code to the handler's own parameters)."""
    extra = error.extra if isinstance(error.extra, list) else []
    return any(isinstance(one, dict) and one.get("source") == "path" and one.get("key") != "site_code" for one in extra)


def _is_unreadable_text(error: Exception) -> bool:
    """A NUL byte that reached the database (character_not_in_repertoire)."""
    return isinstance(error, DBAPIError) and str(getattr(error.orig, "sqlstate", "")) == "22021"


def _query(scope: Scope) -> str:
    text = scope["query_string"].decode("latin-1")
    return f"?{text}" if text else ""


HANDLERS: dict[Any, Any] = {
    AppError: answer_app_error,
    HTTPException: answer_http_exception,
    ReadIn: answer_read_in,
    Exception: answer_unexpected,
}
