"""The Jinja environment, and what every page knows."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import Request

from core.permissions import Permission
from core.settings import Settings
from core.web.asset_manifest import asset
from core.web.flashes import COOKIE, from_cookie
from core.web.form_token import carry, form_token
from core.web.navigation import Shown, shown
from i18n import messages
from i18n.active import current, direction
from i18n.languages import INTERFACE_LANGUAGES, LANGUAGES, Language
from i18n.messages import lazy
from network.access.visitors import Visitor
from network.navigation import HEADQUARTERS, ROLLOUT
from network.units.current import SiteContext
from sites.navigation import PUBLIC, WORK

SOURCE = Path(__file__).parent.parent
_THEMES = {"light", "dark", "auto"}


@cache
def make_environment() -> Environment:
    """Each feature carries its own `templates` folder. Text by default, HTML on purpose; a name
    that is not there is an error and not a blank. One for the process: compiling takes seconds."""
    environment = Environment(
        loader=FileSystemLoader(sorted(SOURCE.rglob("templates"))),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    messages.install(environment)
    environment.globals.update(asset=asset, form_token=form_token, url=url, LANGUAGES=LANGUAGES)
    return environment


def url(path: str) -> str:
    """`/brussels/courses` in the reader's language: `/fr/brussels/courses`."""
    return f"/{current().tag}{path}"


@dataclass(frozen=True, slots=True)
class ShownVisitor:
    """The signed-in person as templates see them. `areas` are (label, address, is current)."""

    person_id: Any
    name: str
    email: str
    areas: list[tuple[Any, str, bool]]
    may: Any


class PageContext:
    """Makes the context that every page shares."""

    def __init__(self, settings: Settings, *, demo: bool) -> None:
        self.settings = settings
        self.demo = demo

    def __call__(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        state = request.scope["state"]
        site, visitor = state.get("site"), state.get("visitor")
        path = _path_without_language(request)
        query = request.scope["query_string"].decode("latin-1")
        theme = request.cookies.get("archipel_theme", "auto")
        carry(visitor.csrf_token if visitor else "")

        def url_in(tag: str) -> str:
            return f"/{tag}{quote(path, safe='/')}" + (f"?{query}" if query else "")

        return {
            "language": current().tag,
            "direction": direction(current().tag),
            "languages": _offered(site, path),
            "url_in": url_in,
            "base_url": self.settings.base_url,
            "visitor": None if visitor is None else _shown_visitor(visitor, state, path),
            "demo": self.demo,
            "path": path,
            "site": site,
            "navigation": _navigation(site, visitor, path),
            "flashes": from_cookie(request.cookies.get(COOKIE), self.settings.secret()),
            "theme": theme if theme in _THEMES else "auto",
            "reference": state.get("request_id", ""),
        }


def _path_without_language(request: Request[Any, Any, Any]) -> str:
    return str(request.scope["path"]).removeprefix(request.scope.get("root_path", "")) or "/"


def _offered(site: SiteContext | None, path: str) -> list[Language]:
    """The public reads a site in the site's languages; people who work here in their own."""
    is_public_site = site is not None and path.startswith(f"/{site.code}")
    tags = site.languages if site is not None and is_public_site else INTERFACE_LANGUAGES
    return [LANGUAGES[tag] for tag in tags]


def _navigation(site: SiteContext | None, visitor: Visitor | None, path: str) -> list[Shown]:
    if path.startswith("/manage/") and site is not None and visitor is not None:
        allowed = [entry for entry in WORK if visitor.may(entry.needs, units=site.path)]
        return shown(allowed, base=url(f"/manage/{site.code}"), here=path)
    for area, entries in (("/hq", HEADQUARTERS), ("/rollout", ROLLOUT)):
        if (path == area or path.startswith(f"{area}/")) and visitor is not None:
            return shown([entry for entry in entries if visitor.may(entry.needs)], base=url(area), here=path)
    if site is not None:
        return shown(PUBLIC, base=url(f"/{site.code}"), here=path)
    return []


def _shown_visitor(visitor: Visitor, state: dict[str, Any], path: str) -> ShownVisitor:
    areas: list[tuple[Any, str, bool]] = []
    site: SiteContext | None = state.get("site")
    places = dict(visitor.sites)
    if site is not None and visitor.may(Permission.SITE_ENTER, units=site.path):
        places[site.code] = site.name
    for code, name in places.items():
        here = site is not None and site.code == code and path.startswith("/manage/")
        areas.append((name, url(f"/manage/{code}"), here))
    if visitor.may(Permission.HEADQUARTERS):
        areas.append((lazy("Headquarters"), url("/hq"), path.startswith("/hq")))
    if visitor.may(Permission.ROLLOUT):
        areas.append((lazy("Rollout"), url("/rollout"), path.startswith("/rollout")))
    return ShownVisitor(visitor.person_id, visitor.name, visitor.email, areas, visitor.may)
