"""The web application: routes, guard, errors, templates, and the layers around them."""

from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig
from litestar.types import ASGIApp

from core.database import Database
from core.permissions import Permission, needs
from core.settings import Settings
from core.web import dependencies
from core.web.kept_pages import KeptPages, kept_answer
from core.web.outer import OuterLayer
from core.web.transactions import TransactionMiddleware
from i18n.asgi import LocaleASGI
from i18n.messages import LazyText
from server import errors, wiring
from server.api_reader import ReaderPlugin
from server.security import guard
from server.templating import PageContext, make_environment


def create_litestar(database: Database, settings: Settings, *, demo: bool = False) -> Litestar:
    """The framework's application, without the outer layers: routes and state."""
    environment = make_environment()
    return Litestar(
        route_handlers=list(wiring.ROUTES),
        guards=[guard],
        before_request=kept_answer,
        middleware=[TransactionMiddleware],
        dependencies=_dependencies(),
        exception_handlers=errors.HANDLERS,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment)),
        type_encoders={LazyText: str},
        request_max_body_size=settings.upload_limit,
        openapi_config=OpenAPIConfig(
            title="Archipel",
            version="1",
            render_plugins=[ReaderPlugin()],
            openapi_router=Router("/api/docs", route_handlers=[], **needs(Permission.ANYONE)),
            use_handler_docstrings=True,
        ),
        state=State(
            {
                "database": database,
                "kept_pages": KeptPages(),
                "settings": settings,
                "environment": environment,
                "page_context": PageContext(settings, demo=demo),
                "failed_answer": errors.failed_answer,
                "demo": demo,
            }
        ),
        pdb_on_exception=False,
        debug=False,
        logging_config=None,
    )


def create_app(database: Database, settings: Settings, *, demo: bool = False) -> ASGIApp:
    """What a server runs: language and everyday duties around the framework's application."""
    application: Any = create_litestar(database, settings, demo=demo)
    speaking = LocaleASGI(application, pseudo=not settings.is_production)
    return OuterLayer(speaking, https=settings.base_url.startswith("https://"))  # type: ignore[arg-type]  # Litestar and the others type ASGI differently


def _dependencies() -> dict[str, Provide]:
    def quick(provider: Any) -> Provide:
        return Provide(provider, sync_to_thread=False)

    return {
        "session": quick(dependencies.provide_session),
        "network": quick(dependencies.provide_network),
        "today": quick(dependencies.provide_today),
        "now": quick(dependencies.provide_now),
        "database": quick(dependencies.provide_database),
        "app_settings": quick(dependencies.provide_settings),
        "form": Provide(dependencies.provide_form),
        "visitor": quick(_visitor),
        "site": quick(_site),
    }


def _visitor(request: Request[Any, Any, Any]) -> Any:
    return request.scope["state"].get("visitor")


def _site(request: Request[Any, Any, Any]) -> Any:
    return request.scope["state"].get("site")
