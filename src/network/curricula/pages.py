"""`/hq/curricula`: the library, one curriculum in any version, write and publish drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import BaseModel, Field

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import FormFields, NetworkDb, Today, texts
from core.web.localized_fields import languages_of, localized
from core.web.pages import Page, see
from i18n import phrases
from i18n.active import current
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from i18n.sorting import sorted_by_name
from network.curricula import actions
from network.curricula.errors import CurriculumExists
from network.curricula.models import Level, Programme
from network.curricula.queries import FullCurriculum, ListedCurriculum, curricula, curriculum

TEXTS: Mapping[str, int] = {"title": 200, "summary": 4000, "audience": 4000, "assessment": 4000}


class CurriculumForm(BaseModel):
    """What a draft says apart from its texts. `code`, `programme` and `level` are given once."""

    hours: Decimal = Field(gt=0, le=10000, max_digits=7, decimal_places=2)
    competences: str = Field(default="", max_length=4000)


class NewCurriculumForm(CurriculumForm):
    code: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$")
    programme: Programme
    level: Level


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a curriculum's texts a language has."""

    language: str
    written: int
    wanted: int


class CurriculumPages(Controller):
    path = "/hq/curricula"
    include_in_schema = False

    @get(name="curricula.list", **needs(Permission.CURRICULA_VIEW))
    async def library_page(
        self,
        network: NetworkDb,
        programme: FromQuery[str] = "",
        level: FromQuery[str] = "",
        state_word: Annotated[str, QueryParameter(name="state")] = "",
    ) -> Page:
        wanted = {"programme": programme, "level": level, "state": state_word}
        found = sorted_by_name(await curricula(network), lambda one: one.title)
        context = {
            "curricula": [one for one in found if _matches(one, wanted)],
            "any": bool(found),
            "wanted": wanted,
            "programmes": _choices(phrases.PROGRAMME),
            "levels": _choices(phrases.LEVEL),
            "states": [(name, str(phrases.PROGRESS[name])) for name in ("published", "draft")],
            "programme_names": phrases.PROGRAMME,
            "level_names": phrases.LEVEL,
        }
        return Page("curricula/library.html", context)

    @get("/new", name="curricula.new", **needs(Permission.CURRICULA_EDIT))
    async def new_page(self) -> Page:
        return _form_page(None, {}, {name: Localized() for name in TEXTS}, {})

    @post(name="curricula.add", **needs(Permission.CURRICULA_EDIT))
    async def add(self, network: NetworkDb, form: FormFields) -> Response[Any]:
        typed = texts(form, *form)
        asked, said = attempt(NewCurriculumForm, texts(form, *NewCurriculumForm.model_fields)), _texts(form)
        errors = _errors(asked, said)
        if isinstance(asked, Invalid) or errors:
            return _form_page(None, typed, _typed_texts(form), errors)
        new = actions.NewCurriculum(
            code=asked.code,
            programme=asked.programme,
            level=asked.level,
            hours=asked.hours,
            competences=_lines(asked.competences),
            **_good(said),
        )
        try:
            await actions.add_curriculum(network, new)
        except CurriculumExists as error:
            return _form_page(None, typed, _typed_texts(form), {"code": error.text})
        return see(f"/hq/curricula/{new.code}", say=lazy("The draft is saved. Centres see it once it is published."))

    @get("/{code:str}", name="curricula.one", **needs(Permission.CURRICULA_VIEW))
    async def curriculum_page(
        self, network: NetworkDb, code: FromPath[str], version: FromQuery[int | None] = None
    ) -> Page:
        shown = await curriculum(network, code, version=version)
        newest, newest_on = shown.versions[-1]
        context = {
            "shown": shown,
            "coverage": _coverage(shown),
            "draft": newest if newest_on is None else None,
            "programme_names": phrases.PROGRAMME,
            "level_names": phrases.LEVEL,
        }
        return Page("curricula/curriculum.html", context, breadcrumbs=_trail(shown.listed.title))

    @get("/{code:str}/edit", name="curricula.edit", **needs(Permission.CURRICULA_EDIT))
    async def edit_page(self, network: NetworkDb, code: FromPath[str]) -> Page:
        shown = await _newest(network, code)
        typed = {"hours": f"{shown.listed.hours.normalize():f}", "competences": "\n".join(shown.competences)}
        return _form_page(shown, typed, _texts_of(shown), {})

    @post("/{code:str}/edit", name="curricula.revise", **needs(Permission.CURRICULA_EDIT))
    async def revise(self, network: NetworkDb, code: FromPath[str], form: FormFields) -> Response[Any]:
        asked, said = attempt(CurriculumForm, texts(form, "hours", "competences")), _texts(form)
        errors = _errors(asked, said)
        if isinstance(asked, Invalid) or errors:
            shown = await _newest(network, code)
            return _form_page(shown, texts(form, *form), _typed_texts(form), errors)
        revision = actions.Revision(hours=asked.hours, competences=_lines(asked.competences), **_good(said))
        number = await actions.revise(network, code, revision)
        return see(
            f"/hq/curricula/{code}?version={number}",
            say=lazy("The draft is saved. Centres see it once it is published."),
        )

    @post("/{code:str}/publish", name="curricula.publish", **needs(Permission.CURRICULA_EDIT))
    async def publish(self, network: NetworkDb, code: FromPath[str], today: Today) -> Response[Any]:
        number = await actions.publish(network, code, on=today)
        return see(f"/hq/curricula/{code}", say=lazy("Version %(version)s is published."), version=number)


def _matches(one: ListedCurriculum, wanted: Mapping[str, str]) -> bool:
    has = {
        "programme": str(one.programme),
        "level": str(one.level),
        "state": "published" if one.is_published else "draft",
    }
    return all(not value or has[name] == value for name, value in wanted.items())


def _choices(names: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in names.items()]


async def _newest(network: NetworkDb, code: str) -> FullCurriculum:
    """The draft where there is one."""
    published = await curriculum(network, code)
    newest = published.versions[-1][0]
    return published if newest == published.listed.version else await curriculum(network, code, version=newest)


def _texts(form: Mapping[str, Any]) -> dict[str, Localized | Invalid]:
    """Each text in the languages it was typed in, or what is wrong with it."""
    said: dict[str, Localized | Invalid] = {}
    for name, longest in TEXTS.items():
        try:
            said[name] = localized(dict(form), name, longest=longest)
        except Invalid as error:
            said[name] = error
    return said


def _typed_texts(form: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {
        name: {tag: str(form[f"{name}.{tag}"]) for tag in INTERFACE_LANGUAGES if form.get(f"{name}.{tag}")}
        for name in TEXTS
    }


def _errors(asked: BaseModel | Invalid, said: Mapping[str, Localized | Invalid]) -> dict[str, str]:
    errors = dict(asked.fields) if isinstance(asked, Invalid) else {}
    for text in said.values():
        if isinstance(text, Invalid):
            errors |= text.fields
    if said["title"] == Localized():
        errors[f"title.{current().tag}"] = str(lazy("A curriculum needs a title in at least one language."))
    return errors


def _good(said: Mapping[str, Localized | Invalid]) -> Any:
    return {name: text for name, text in said.items() if isinstance(text, Localized)}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))[:50]


def _texts_of(shown: FullCurriculum) -> dict[str, Localized]:
    listed = shown.listed
    return {
        "title": listed.title,
        "summary": listed.summary,
        "audience": shown.audience,
        "assessment": shown.assessment,
    }


def _coverage(shown: FullCurriculum) -> list[Coverage]:
    written = [text for text in (*_texts_of(shown).values(), *(one.title for one in shown.modules)) if text]
    languages = languages_of(*written)
    return [Coverage(tag, sum(tag in text for text in written), len(written)) for tag in languages]


def _form_page(
    shown: FullCurriculum | None,
    typed: Mapping[str, Any],
    said: Mapping[str, Mapping[str, str]],
    errors: dict[str, str],
) -> Page:
    written = [tag for text in said.values() for tag in text]
    context = {
        "shown": shown,
        "typed": typed,
        "said": said,
        "text_languages": list(dict.fromkeys([current().tag, *written, *INTERFACE_LANGUAGES])),
        "written": set(written),
        "programmes": _choices(phrases.PROGRAMME),
        "levels": _choices(phrases.LEVEL),
        "errors": errors,
    }
    trail = _trail(shown.listed.title if shown else lazy("New curriculum"))
    return Page("curricula/form.html", context, status=422 if errors else 200, breadcrumbs=trail)


def _trail(title: Any) -> list[tuple[Any, str | None]]:
    return [(lazy("Curricula"), f"/{current().tag}/hq/curricula"), (title, None)]
