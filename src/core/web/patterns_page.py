"""`/dev/patterns`: what pages are made of, on one living page. Not there in production."""

from litestar import get

from core.errors import NotFound
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings
from core.web.pages import Page
from core.web.patterns import TEMPLATE, sample_context
from i18n.active import current, direction


@get("/dev/patterns", name="dev.patterns", include_in_schema=False, **needs(Permission.ANYONE))
async def patterns_page(app_settings: AppSettings) -> Page:
    """Raises NotFound in production."""
    if app_settings.is_production:
        raise NotFound
    return Page(TEMPLATE, sample_context(rtl=direction(current().tag) == "rtl"))
