"""The list of learners, and one learner's record."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery

from core.errors import Invalid
from core.forms import attempt, clean
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import _, lazy
from i18n.texts import proper
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.attendance.queries.absences import flags_of_learner
from sites.learners.queries import LONGEST_SEARCH, LearnerRecord, learner_list, learner_record
from sites.paths.queries import path_of_learner
from sites.paths.words import KIND_NAMES, PLACES
from sites.registrations.actions import correct_learner
from sites.registrations.choices import STATUS_NAMES, language_options
from sites.registrations.errors import LearnerNotFound
from sites.registrations.forms import Particulars

_PER_PAGE = 50

_FIELDS = ("given_name", "family_name", "email", "language", "birth_date", "birth_year", "phone")


class LearnerPages(Controller):
    path = "/manage/{site_code:str}/learners"
    include_in_schema = False

    @get("/", name="learners.list", **needs(Permission.LEARNERS_VIEW))
    async def list_page(
        self, session: Db, site: CurrentSite, q: FromQuery[str] = "", after: FromQuery[str] = ""
    ) -> Page:
        search = str(clean(q))[:LONGEST_SEARCH]
        found = await learner_list(session, search=search, after=after, limit=_PER_PAGE)
        here = f"/{current().tag}/manage/{site.code}/learners"
        further = {"q": search, "after": found.next} if search else {"after": found.next}
        return Page(
            "learners/list.html",
            {
                "found": found,
                "search": search,
                "first_page": f"{here}?{urlencode({'q': search})}" if search else here,
                "is_first": not after,
                "next_page": f"{here}?{urlencode(further)}" if found.next else None,
            },
        )

    @get("/{learner:str}", name="learners.one", **needs(Permission.LEARNERS_VIEW))
    async def record_page(self, session: Db, site: CurrentSite, visitor: SignedIn, learner: FromPath[str]) -> Page:
        record = await learner_record(session, _id(learner))
        return Page(
            "learners/record.html",
            {
                "record": record,
                "absences": await flags_of_learner(session, record.id),
                "status_names": STATUS_NAMES,
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path) and not record.is_erased,
                "landmarks": await path_of_learner(session, record.id),
                "path_names": KIND_NAMES,
                "path_places": PLACES,
            },
            breadcrumbs=_trail(site, record, is_last=True),
        )

    @get("/{learner:str}/edit", name="learners.edit", **needs(Permission.LEARNERS_EDIT))
    async def edit_page(self, session: Db, site: CurrentSite, learner: FromPath[str]) -> Page:
        record = await learner_record(session, _id(learner))
        return _form(site, record, {name: getattr(record, name) for name in _FIELDS}, {})

    @post("/{learner:str}/edit", name="learners.correct", **needs(Permission.LEARNERS_EDIT))
    async def correct(self, session: Db, site: CurrentSite, form: FormFields, learner: FromPath[str]) -> Response[Any]:
        record = await learner_record(session, _id(learner))
        typed = texts(form, *_FIELDS)
        particulars = attempt(Particulars, typed)
        if isinstance(particulars, Invalid):
            errors = {"given_name" if name == "form" else name: text for name, text in particulars.fields.items()}
            return _form(site, record, typed, errors)
        await correct_learner(session, record.id, particulars, site_language=site.languages[0])
        return see(f"/manage/{site.code}/learners/{record.id}", say=lazy("Saved."))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise LearnerNotFound from error


def _trail(site: SiteContext, record: LearnerRecord, *, is_last: bool) -> list[tuple[Any, str | None]]:
    base = f"/{current().tag}/manage/{site.code}/learners"
    return [(_("Learners"), base), (proper(record.name), None if is_last else f"{base}/{record.id}")]


def _form(site: SiteContext, record: LearnerRecord, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    return Page(
        "learners/edit.html",
        {
            "record": record,
            "typed": {**dict.fromkeys(_FIELDS, ""), **typed},
            "errors": errors,
            "languages_of_mail": language_options(
                [*site.languages, *(tag for tag in INTERFACE_LANGUAGES if tag not in site.languages)]
            ),
        },
        status=422 if errors else 200,
        breadcrumbs=_trail(site, record, is_last=False),
    )
