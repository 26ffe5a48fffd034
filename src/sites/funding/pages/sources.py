"""One funding source: what it gives, what it carries, how it is spent."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, texts
from core.web.pages import Page, see
from i18n.messages import lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread
from sites.funding.actions.sources import (
    add_share,
    add_source,
    change_source,
    remove_share,
    source_code_is_taken,
)
from sites.funding.errors import SourceCodeTaken
from sites.funding.forms import NewShare, TypedSource, TypedTerms, in_percent
from sites.funding.pages.choices import (
    WORDS,
    cohort_choices,
    kind_choices,
    programme_choices,
    target_choices,
    typed_text,
)
from sites.funding.pictures import pace_chart
from sites.funding.queries.balance import accounts
from sites.funding.queries.sources import Source, purposes, share_id, source

_FIELDS = (
    "name",
    "kind",
    "from_on",
    "until_on",
    "amount",
    "currency",
    "rate",
    "target_indicator",
    "target_percent",
)


class SourcePages(Controller):
    path = "/manage/{site_code:str}/money/sources"
    include_in_schema = False

    @get("/new", name="funding.new_source", **needs(Permission.MONEY_EDIT))
    async def new_page(self, site: CurrentSite) -> Page:
        return _form(None, {"currency": site.currency})

    @post("/new", name="funding.add_source", **needs(Permission.MONEY_EDIT))
    async def add(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        read = attempt(TypedSource, _fields(form, site, "code"))
        if isinstance(read, Invalid):
            return _form(None, typed_text(form), read.fields)
        if await source_code_is_taken(session, read.code):
            taken = str(SourceCodeTaken.message.filled(source=read.code))
            return _form(None, typed_text(form), {"code": taken})
        await add_source(session, read)
        return see(f"/manage/{site.code}/money/sources/{read.code}", say=lazy("The funding source has been added."))

    @get("/{source_code:str}", name="funding.source", **needs(Permission.MONEY_VIEW))
    async def source_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, source_code: FromPath[str]
    ) -> Page:
        shown = await source(session, source_code)
        may_edit = visitor.may(Permission.MONEY_EDIT, units=site.path)
        return await _source_page(session, shown, today, may_edit=may_edit)

    @get("/{source_code:str}/edit", name="funding.edit_source", **needs(Permission.MONEY_EDIT))
    async def edit_page(self, session: Db, source_code: FromPath[str]) -> Page:
        shown = await source(session, source_code)
        return _form(shown, _as_typed(shown))

    @post("/{source_code:str}/edit", name="funding.change_source", **needs(Permission.MONEY_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, form: FormFields, source_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await source(session, source_code)
        read = attempt(TypedTerms, _fields(form, site, kept=shown))
        if isinstance(read, Invalid):
            return _form(shown, typed_text(form), read.fields)
        await change_source(session, shown.code, read)
        return see(f"/manage/{site.code}/money/sources/{shown.code}", say=lazy("Saved."))

    @post("/{source_code:str}/shares", name="funding.share", **needs(Permission.MONEY_EDIT))
    async def share(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, source_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await source(session, source_code)
        typed = texts(form, "percent", "programme", "cohort")
        read = attempt(NewShare, typed)
        if isinstance(read, Invalid):
            return await _source_page(session, shown, today, may_edit=True, typed=typed, errors=_named(read.fields))
        await add_share(session, shown.code, read)
        return see(f"/manage/{site.code}/money/sources/{shown.code}", say=lazy("Saved."))

    @post("/{source_code:str}/shares/{share:str}/remove", name="funding.unshare", **needs(Permission.MONEY_EDIT))
    async def unshare(
        self, session: Db, site: CurrentSite, source_code: FromPath[str], share: FromPath[str]
    ) -> Redirect:
        await remove_share(session, source_code, share_id(share))
        return see(f"/manage/{site.code}/money/sources/{source_code}", say=lazy("Saved."))


def _named(errors: dict[str, str]) -> dict[str, str]:
    return {"programme" if name == "form" else name: sentence for name, sentence in errors.items()}


def _fields(form: dict[str, Any], site: SiteContext, *names: str, kept: Source | None = None) -> dict[str, Any]:
    conditions = localized(form, "conditions", site.languages, kept.conditions if kept else None)
    return {**texts(form, *_FIELDS, *names), "conditions": conditions}


def _as_typed(shown: Source) -> dict[str, Any]:
    return {
        **{name: getattr(shown, name) for name in _FIELDS if name != "target_percent"},
        **spread("conditions", shown.conditions),
        "target_percent": in_percent(shown.target_share),
    }


def _form(shown: Source | None, typed: dict[str, Any], errors: dict[str, str] | None = None) -> Page:
    named = {"until_on" if name == "form" else name: sentence for name, sentence in (errors or {}).items()}
    return Page(
        "funding/source_form.html",
        {
            "source": shown,
            "typed": typed,
            "errors": named,
            "kind_choices": kind_choices(),
            "target_choices": target_choices(),
        },
        status=422 if named else 200,
    )


async def _source_page(
    session: Db,
    shown: Source,
    today: Today,
    *,
    may_edit: bool,
    typed: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> Page:
    known = await accounts(session, today=today)
    balance = known.balance(shown)
    cohorts = await purposes(session)
    return Page(
        "funding/source.html",
        {
            **WORDS,
            "source": shown,
            "balance": balance,
            "currency": known.currency,
            "chart": pace_chart(balance, known.pace(shown), known.currency),
            "titles": {one.id: one.title for one in cohorts},
            "programme_choices": programme_choices(),
            "cohort_choices": cohort_choices(cohorts),
            "typed": typed or {},
            "errors": errors or {},
            "may_edit": may_edit,
            "in_percent": in_percent,
        },
        status=422 if errors else 200,
    )
