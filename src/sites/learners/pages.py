"""The list of learners, and one learner's record."""

from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from pydantic import BaseModel, ConfigDict

from core.errors import Invalid
from core.forms import attempt, clean, read_form
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import _, lazy
from i18n.texts import proper
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.attendance.queries.absences import flags_of_learner
from sites.learners.actions import merge_learners, tell_apart, undo_merge
from sites.learners.errors import MergeNotFound
from sites.learners.queries import (
    LONGEST_SEARCH,
    LearnerRecord,
    last_merges,
    learner_list,
    learner_record,
    pair_of,
    possible_duplicates,
)
from sites.paths.queries import path_of_learner
from sites.paths.words import KIND_NAMES, PLACES
from sites.registrations.actions import correct_learner
from sites.registrations.choices import STATUS_NAMES, language_options
from sites.registrations.errors import LearnerNotFound
from sites.registrations.forms import Particulars

_PER_PAGE = 50
Side = Literal["first", "second"]
_FIELDS = ("given_name", "family_name", "email", "language", "birth_date", "birth_year", "phone")


class LearnerPages(Controller):
    path = "/manage/{site_code:str}/learners"
    include_in_schema = False

    @get("/", name="learners.list", **needs(Permission.LEARNERS_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        q: FromQuery[str] = "",
        after: FromQuery[str] = "",
    ) -> Page:
        search = str(clean(q))[:LONGEST_SEARCH]
        found = await learner_list(session, search=search, after=after, limit=_PER_PAGE)
        here = f"/{current().tag}/manage/{site.code}/learners"
        further = {"q": search, "after": found.next} if search else {"after": found.next}
        return Page(
            "learners/list.html",
            {
                "found": found,
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
                "search": search,
                "first_page": f"{here}?{urlencode({'q': search})}" if search else here,
                "is_first": not after,
                "next_page": f"{here}?{urlencode(further)}" if found.next else None,
            },
        )

    @get("/duplicates", name="learners.duplicates", **needs(Permission.LEARNERS_EDIT))
    async def duplicates_page(self, session: Db, site: CurrentSite) -> Page:
        return Page(
            "learners/duplicates.html",
            {"pairs": await possible_duplicates(session), "merges": await last_merges(session)},
            breadcrumbs=_trail_to_pairs(site, is_last=True),
        )

    @get("/duplicates/{first:str}/{second:str}", name="learners.pair", **needs(Permission.LEARNERS_EDIT))
    async def pair_page(self, session: Db, site: CurrentSite, first: FromPath[str], second: FromPath[str]) -> Page:
        one, other = await pair_of(session, _id(first), _id(second))
        return Page(
            "learners/pair.html",
            {"one": one, "other": other, "fields": _differences(one, other), "status_names": STATUS_NAMES},
            breadcrumbs=[*_trail_to_pairs(site, is_last=False), (_("Two records side by side"), None)],
        )

    @post("/duplicates/{first:str}/{second:str}", name="learners.merge", **needs(Permission.LEARNERS_EDIT))
    async def merge(
        self, session: Db, site: CurrentSite, form: FormFields, first: FromPath[str], second: FromPath[str]
    ) -> Response[Any]:
        """`keep` is one of the two; a field named after a particular says from which record it is taken."""
        one, other = await pair_of(session, _id(first), _id(second))
        asked = read_form(PairDecision, texts(form, "keep", *_FIELDS))
        path = f"/manage/{site.code}/learners/duplicates"
        if asked.keep == "both":
            await tell_apart(session, one.id, other.id)
            return see(path, say=lazy("Noted: these are two people."))
        kept, merged = (one, other) if asked.keep == "first" else (other, one)
        taken = frozenset(name for name in _FIELDS if getattr(asked, name) not in (None, asked.keep))
        await merge_learners(session, kept.id, merged.id, from_merged=taken, site_language=site.languages[0])
        return see(f"/manage/{site.code}/learners/{kept.id}", say=lazy("The two records are one now."))

    @post("/merges/{merge:str}/undo", name="learners.undo_merge", **needs(Permission.LEARNERS_EDIT))
    async def undo(self, session: Db, site: CurrentSite, now: Now, merge: FromPath[str]) -> Response[Any]:
        await undo_merge(session, merge_id(merge), now=now, site_language=site.languages[0])
        return see(f"/manage/{site.code}/learners/duplicates", say=lazy("They are two records again."))

    @get("/{learner:str}", name="learners.one", **needs(Permission.LEARNERS_VIEW))
    async def record_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, learner: FromPath[str]
    ) -> Page | Redirect:
        record = await learner_record(session, _id(learner))
        if record.merged_into is not None:
            return see(f"/manage/{site.code}/learners/{record.merged_into}")
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


class PairDecision(BaseModel):
    """Which record stays, and which of them is right about what."""

    model_config = ConfigDict(extra="forbid")

    keep: Literal["first", "second", "both"]
    given_name: Side | None = None
    family_name: Side | None = None
    email: Side | None = None
    language: Side | None = None
    birth_date: Side | None = None
    birth_year: Side | None = None
    phone: Side | None = None


def _differences(one: LearnerRecord, other: LearnerRecord) -> list[tuple[str, Any, Any]]:
    """Where both know something, and something else."""
    found = [(name, getattr(one, name), getattr(other, name)) for name in _FIELDS]
    return [(name, first, second) for name, first, second in found if first and second and first != second]


def _trail_to_pairs(site: SiteContext, *, is_last: bool) -> list[tuple[Any, str | None]]:
    base = f"/{current().tag}/manage/{site.code}/learners"
    return [(_("Learners"), base), (_("Possible duplicates"), None if is_last else f"{base}/duplicates")]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise LearnerNotFound from error


def merge_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise MergeNotFound from error


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
