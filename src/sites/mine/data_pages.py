"""Everything the centre knows about me: read, taken along, corrected, erased."""

import json
from typing import Any

from litestar import Controller, Request, Response, get, post

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.mine.forms import Correction, Wish
from sites.mine.queries import Me, my_courses
from sites.mine.visit import PRIVATE, me_here
from sites.privacy.actions import ask_for_correction, ask_for_erasure, take_back_erasure
from sites.privacy.models import RequestKind
from sites.privacy.queries import everything_about, open_request, what_remains
from sites.privacy.rules import GRACE
from sites.registrations.actions import correct_learner
from sites.registrations.choices import language_options
from sites.registrations.forms import Particulars

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_AT_ONCE = ("given_name", "family_name", "phone", "language")
_BY_THE_CENTRE = ("email", "birth_date")


class MyDataPages(Controller):
    path = "/{site_code:str}/me"
    include_in_schema = False

    @get("/data", name="mine.data", **_PUBLIC)
    async def data_page(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
    ) -> Page:
        me = await me_here(request, session, site, now)
        context = {"me": me, "everything": await everything_about(session, me.id)}
        return Page("mine/data.html", context, headers=PRIVATE, breadcrumbs=_trail(site, _("Everything about you")))

    @get("/data.json", name="mine.data_file", **_PUBLIC)
    async def data_file(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
    ) -> Response[bytes]:
        me = await me_here(request, session, site, now)
        document = {
            "centre": site.code,
            "made_at": now.isoformat(),
            **(await everything_about(session, me.id)).as_document(),
        }
        content = json.dumps(document, ensure_ascii=False, indent=2).encode()
        headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{site.code}-my-data.json"'}
        return Response(content, media_type="application/json", headers=headers)

    @get("/correct", name="mine.correct_page", **_PUBLIC)
    async def correct_page(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
    ) -> Page:
        me = await me_here(request, session, site, now)
        return await _correct_page(session, site, me, {}, {})

    @post("/correct", name="mine.correct", **_PUBLIC)
    async def correct(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        form: FormFields,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        typed = texts(form, *_AT_ONCE)
        correction = attempt(Correction, typed)
        if isinstance(correction, Invalid):
            return await _correct_page(session, site, me, typed, _by_field(correction))
        kept = {"email": me.email, "birth_date": me.birth_date, "birth_year": me.birth_year}
        particulars = attempt(Particulars, {**kept, **correction.model_dump()})
        if isinstance(particulars, Invalid):
            return await _correct_page(session, site, me, typed, _by_field(particulars))
        await correct_learner(session, me.id, particulars, site_language=site.languages[0])
        return see(f"/{site.code}/me", say=lazy("Saved."))

    @post("/wish", name="mine.wish", **_PUBLIC)
    async def wish(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        form: FormFields,
        today: Today,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        typed = texts(form, *_BY_THE_CENTRE)
        wish = attempt(Wish, typed)
        if isinstance(wish, Invalid):
            return await _correct_page(session, site, me, typed, wish.fields)
        wanted = {name: str(value) for name, value in wish if value is not None and value != getattr(me, name)}
        if not wanted:
            nothing = {"email": _("Please change one of these, or leave the page as it is.")}
            return await _correct_page(session, site, me, typed, nothing)
        await ask_for_correction(session, me.id, wanted, today=today, now=now)
        return see(f"/{site.code}/me", say=lazy("The centre has your request and answers within a month."))

    @get("/erase", name="mine.erase_page", **_PUBLIC)
    async def erase_page(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        today: Today,
        now: Now,
    ) -> Page:
        me = await me_here(request, session, site, now)
        courses = await my_courses(session, me.id, today=today)
        return Page(
            "mine/erase.html",
            {
                "me": me,
                "remains": what_remains(),
                "places": [one for one in courses if one.may_cancel],
                "erased_at": now + GRACE,
                "erasure": await open_request(session, me.id, RequestKind.ERASURE),
            },
            headers=PRIVATE,
            breadcrumbs=_trail(site, _("Erase me")),
        )

    @post("/erase", name="mine.erase", **_PUBLIC)
    async def erase(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        form: FormFields,
        today: Today,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        given_back = bool(texts(form, "give_back").get("give_back"))
        await ask_for_erasure(session, me.id, give_back_places=given_back, today=today, now=now)
        return see(f"/{site.code}/me", say=lazy("Your data will be erased. Until then you can take it back here."))

    @post("/erase/undo", name="mine.keep_me", **_PUBLIC)
    async def keep_me(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        await take_back_erasure(session, me.id, now=now)
        return see(f"/{site.code}/me", say=lazy("Nothing is erased. Everything stays as it was."))


def _trail(site: SiteContext, here: str) -> list[tuple[Any, str | None]]:
    return [(_("My page"), f"/{current().tag}/{site.code}/me"), (here, None)]


def _by_field(error: Invalid) -> dict[str, str]:
    return {"given_name" if name == "form" else name: text for name, text in error.fields.items()}


async def _correct_page(session: Db, site: SiteContext, me: Me, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    tags = [*site.languages, *(tag for tag in INTERFACE_LANGUAGES if tag not in site.languages)]
    said = {name: getattr(me, name) for name in (*_AT_ONCE, *_BY_THE_CENTRE)}
    return Page(
        "mine/correct.html",
        {
            "me": me,
            "typed": {**said, **typed},
            "errors": errors,
            "languages_of_mail": language_options(tags),
            "correction": await open_request(session, me.id, RequestKind.CORRECTION),
        },
        status=422 if errors else 200,
        headers=PRIVATE,
        breadcrumbs=_trail(site, _("Correct the record")),
    )
