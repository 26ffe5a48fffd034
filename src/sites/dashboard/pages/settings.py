"""`/manage/{site}/settings`: languages, texts and address of a centre."""

from typing import Any

from litestar import Controller, get, post
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, many, texts
from core.web.pages import Page, see
from i18n.languages import INTERFACE_LANGUAGES, endonym
from i18n.messages import lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread, typed_again
from sites.dashboard.actions import SiteSettings, change_settings
from sites.dashboard.queries.settings import SiteTexts, site_texts


class SettingsPages(Controller):
    path = "/manage/{site_code:str}/settings"
    include_in_schema = False

    @get(name="dashboard.settings", **needs(Permission.SITE_EDIT))
    async def settings_page(self, session: Db, site: CurrentSite) -> Page:
        shown = await site_texts(session, site.id)
        return _form(site, shown, _as_typed(shown))

    @post(name="dashboard.change_settings", **needs(Permission.SITE_EDIT))
    async def change(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        shown = await site_texts(session, site.id)
        read = attempt(SiteSettings, _fields(form, shown))
        if isinstance(read, Invalid):
            return _form(site, shown, typed_again(form), errors=read.fields)
        await change_settings(session, site.id, read, code=site.code)
        return see(f"/manage/{site.code}/settings", say=lazy("Saved."))


def _fields(form: dict[str, Any], shown: SiteTexts) -> dict[str, Any]:
    chosen, first = many(form, "languages"), form.get("first_language")
    order = sorted(chosen, key=lambda tag: (tag != first, _rank(tag, shown.languages)))
    return {
        **texts(form, "address", "contact_email"),
        "about": localized(form, "about", shown.languages, shown.about),
        "practical": localized(form, "practical", shown.languages, shown.practical),
        "languages": order,
    }


def _rank(tag: str, languages: list[str]) -> int:
    """The order there was; new languages come last."""
    return languages.index(tag) if tag in languages else len(languages)


def _as_typed(shown: SiteTexts) -> dict[str, Any]:
    return {
        **spread("about", shown.about),
        **spread("practical", shown.practical),
        "languages": shown.languages,
        "first_language": shown.languages[0],
        "address": shown.address,
        "contact_email": shown.contact_email,
    }


def _form(site: SiteContext, shown: SiteTexts, typed: dict[str, Any], *, errors: dict[str, str] | None = None) -> Page:
    offered = dict.fromkeys((*shown.languages, *INTERFACE_LANGUAGES))
    context = {
        "shown": shown,
        "typed": typed,
        "errors": errors or {},
        "language_boxes": [(tag, endonym(tag), None, tag) for tag in offered],
        "language_choices": [(tag, endonym(tag), tag) for tag in offered],
        "chosen_languages": many(typed, "languages"),
    }
    return Page("dashboard/settings.html", context, status=422 if errors else 200)
