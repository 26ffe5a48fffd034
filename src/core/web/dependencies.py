"""What a handler may ask for by name. `session: Db` is all it writes."""

from datetime import date, datetime
from typing import Any
from urllib.parse import unquote_to_bytes

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import utc_now
from core.database import Database, UnitOfWork
from core.errors import BadRequest
from core.settings import Settings
from core.tenancy import DataScope
from i18n.active import current

# The site's session on /{site}/ routes (role app), the network's elsewhere (role group).
Db = NamedDependency[SkipValidation[AsyncSession]]
# The network's session, wherever one is.
NetworkDb = NamedDependency[SkipValidation[AsyncSession]]
Today = NamedDependency[SkipValidation[date]]
Now = NamedDependency[SkipValidation[datetime]]
FormFields = NamedDependency[SkipValidation[dict[str, Any]]]
AppDatabase = NamedDependency[SkipValidation[Database]]


AppSettings = NamedDependency[SkipValidation[Settings]]


def unit_of_work_of(request: Request[Any, Any, Any]) -> UnitOfWork:
    work: UnitOfWork = request.scope["state"]["unit_of_work"]
    return work


def provide_session(request: Request[Any, Any, Any]) -> AsyncSession:
    state = request.scope["state"]
    site, visitor = state.get("site"), state.get("visitor")
    actor_id = visitor.person_id if visitor else None
    scope = DataScope.of_site(site.id, actor_id=actor_id) if site else DataScope.of_network(actor_id=actor_id)
    return unit_of_work_of(request).session(scope)


def provide_network(request: Request[Any, Any, Any]) -> AsyncSession:
    visitor = request.scope["state"].get("visitor")
    return unit_of_work_of(request).session(DataScope.of_network(actor_id=visitor.person_id if visitor else None))


def provide_now() -> datetime:
    return utc_now()


def provide_today() -> date:
    """The day it is in the site's zone (or the reader's, away from a site)."""
    return utc_now().astimezone(current().zone_info).date()


def provide_database(request: Request[Any, Any, Any]) -> Database:
    return unit_of_work_of(request).database


def provide_settings(request: Request[Any, Any, Any]) -> Settings:
    found: Settings = request.app.state.settings
    return found


def client_address(request: Request[Any, Any, Any]) -> str:
    """Where the request comes from; through a proxy only where the settings trust one."""
    if request.app.state.settings.trust_proxy and (forwarded := request.headers.get("x-forwarded-for")):
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return request.client.host if request.client else "unknown"


async def provide_form(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The fields of a form: texts, lists where a name occurs more than once, uploads as
    `UploadFile`. Raises BadRequest for a body that cannot be read as a form."""
    try:
        await _check_letters(request)
        fields = await request.form()
    except (ValueError, UnicodeError, KeyError) as error:
        raise BadRequest from error
    read: dict[str, Any] = {}
    for name in fields:
        values = fields.getall(name)
        read[name] = values if len(values) > 1 else values[0]
    read.pop("csrf_token", None)
    return read


async def _check_letters(request: Request[Any, Any, Any]) -> None:
    """Percent-encoded UTF-8, as browsers send it: anything else would be kept as other letters than
    were meant. Raises UnicodeDecodeError."""
    if request.content_type[0] == "application/x-www-form-urlencoded":
        body = await request.body()
        unquote_to_bytes(body.decode("ascii")).decode("utf-8")


def texts(form: dict[str, Any], *names: str) -> dict[str, Any]:
    """Only these fields, and never an upload where text is expected."""
    return {name: value for name, value in form.items() if name in names and not isinstance(value, UploadFile)}


def many(form: dict[str, Any], name: str) -> list[str]:
    """All values of a field that may be given several times (check boxes, languages)."""
    value = form.get(name, [])
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
