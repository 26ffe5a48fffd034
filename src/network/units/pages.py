"""`/hq/units`: the tree as it stands today, what is announced, add a unit, move one from a day on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from pydantic import BaseModel, Field

from core.errors import AppError, Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import FormFields, NetworkDb, Today, texts
from core.web.localized_fields import languages_of, localized
from core.web.pages import Page, see
from i18n.active import current
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import LazyText, lazy
from i18n.sorting import sorted_by_name
from network.units.actions import add_unit, move_unit
from network.units.countries import countries
from network.units.defaults import UnknownCountry, country_defaults
from network.units.errors import CodeRefused, CodeTaken, UnitNotFound
from network.units.models import UnitKind
from network.units.queries import PlacedUnit, placements
from network.units.rules import hangs_beneath, may_hang_under

KINDS: dict[UnitKind, LazyText] = {
    UnitKind.GROUP: lazy("Group"),
    UnitKind.REGION: lazy("Region"),
    UnitKind.COUNTRY: lazy("Country"),
    UnitKind.SITE: lazy("Centre"),
}


class UnitForm(BaseModel):
    """A new region or country. A country may leave its name to be taken from the list of countries."""

    kind: UnitKind
    code: str = Field(min_length=1, max_length=60)
    parent: str = Field(min_length=1, max_length=60)
    country: str | None = Field(default=None, max_length=2)


class MoveForm(BaseModel):
    to: str = Field(min_length=1, max_length=60)
    from_on: date


@dataclass
class Branch:
    """A unit with what hangs beneath it today, and where it is going to."""

    unit: PlacedUnit
    announced: PlacedUnit | None = None
    children: list["Branch"] = field(default_factory=list)


class UnitPages(Controller):
    path = "/hq/units"
    include_in_schema = False

    @get(name="units.tree", **needs(Permission.HEADQUARTERS))
    async def tree_page(self, network: NetworkDb, today: Today) -> Page:
        return await _tree_page(network, today, {}, {})

    @post(name="units.add", **needs(Permission.UNITS_EDIT))
    async def add(self, network: NetworkDb, today: Today, form: FormFields) -> Response[Any]:
        typed = texts(form, *form)
        asked = attempt(UnitForm, texts(form, "kind", "code", "parent", "country"))
        if isinstance(asked, Invalid):
            return await _tree_page(network, today, typed, asked.fields)
        try:
            name = _name(asked, form, today)
            country = asked.country.upper() if asked.country and asked.kind is UnitKind.COUNTRY else None
            await add_unit(network, asked.code, kind=asked.kind, parent=asked.parent, name=name, country=country)
        except (CodeRefused, CodeTaken, UnknownCountry, Invalid) as error:
            return await _tree_page(network, today, typed, _errors(error))
        return see("/hq/units", say=lazy("%(unit)s is added."), unit=str(name))

    @get("/{code:str}", name="units.unit", **needs(Permission.HEADQUARTERS))
    async def unit_page(self, network: NetworkDb, today: Today, code: FromPath[str]) -> Page:
        return await _unit_page(network, today, code, {}, {})

    @get("/{code:str}/move", name="units.move_question", **needs(Permission.UNITS_EDIT))
    async def move_question(
        self,
        network: NetworkDb,
        today: Today,
        code: FromPath[str],
        to: FromQuery[str] = "",
        from_on: FromQuery[str] = "",
    ) -> Page:
        """What would change and what would stay, in words. Changes nothing."""
        typed = {"to": to, "from_on": from_on}
        asked = attempt(MoveForm, typed)
        if isinstance(asked, Invalid):
            return await _unit_page(network, today, code, typed, asked.fields)
        tree = await placements(network)
        moved, now = _find(tree, code), _on(tree, code, asked.from_on)
        above = _find(tree, asked.to)
        if not _may_move(tree, moved, above, asked.from_on):
            refusal = lazy("It hangs there already on that day, has moved later, or cannot hang there. Choose another.")
            return await _unit_page(network, today, code, typed, {"to": str(refusal)})
        parent = _find(tree, now.parent) if now and now.parent else None
        context = {"moved": moved, "above": above, "parent": parent, "from_on": asked.from_on, "kinds": KINDS}
        return Page("units/move.html", context, breadcrumbs=_trail(moved, lazy("Move")))

    @post("/{code:str}/move", name="units.move", **needs(Permission.UNITS_EDIT))
    async def move(self, network: NetworkDb, today: Today, code: FromPath[str], form: FormFields) -> Response[Any]:
        asked = attempt(MoveForm, texts(form, "to", "from_on"))
        if isinstance(asked, Invalid):
            return await _unit_page(network, today, code, texts(form, "to", "from_on"), asked.fields)
        await move_unit(network, code, to=asked.to, from_on=asked.from_on)
        return see(f"/hq/units/{code}", say=lazy("The move is noted. Figures before that day stay where they were."))


def _name(asked: UnitForm, form: dict[str, Any], today: date) -> Localized:
    """Raises UnknownCountry, Invalid."""
    typed = localized(form, "name")
    if asked.kind is not UnitKind.COUNTRY:
        if not typed:
            raise Invalid({f"name.{current().tag}": str(lazy("Please fill this in."))})
        return typed
    if asked.country is None:
        raise Invalid({"country": str(lazy("Please choose one of the list."))})
    return Localized({**country_defaults(asked.country, today).name, **typed})


def _errors(error: AppError) -> dict[str, str]:
    if isinstance(error, Invalid) and error.fields:
        return error.fields
    return {"country" if isinstance(error, UnknownCountry) else "code": error.text}


async def _tree_page(network: NetworkDb, today: date, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    tree = await placements(network)
    now = _today(tree, today)
    parents = [one for one in now if one.kind in (UnitKind.GROUP, UnitKind.REGION)]
    context = {
        "branches": _branches(tree, today),
        "announced": [one for one in tree if one.from_on and one.from_on > today],
        "units": {one.code: one for one in tree},
        "parents": [(one.code, str(one.name)) for one in sorted_by_name(parents, lambda one: one.name)],
        "countries": countries(),
        "names": {tag: typed.get(f"name.{tag}", "") for tag in INTERFACE_LANGUAGES if typed.get(f"name.{tag}")},
        "name_languages": languages_of(first=[current().tag]),
        "kinds": KINDS,
        "typed": typed,
        "errors": errors,
    }
    return Page("units/tree.html", context, status=422 if errors else 200)


async def _unit_page(network: NetworkDb, today: date, code: str, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    tree = await placements(network)
    shown = _find(tree, code)
    now = _today(tree, today)
    candidates = [one for one in now if may_hang_under(shown.kind, one.kind)]
    pairs = _pairs(tree, today)
    options = [one for one in candidates if not hangs_beneath(one.code, shown.code, pairs)]
    context = {
        "unit": shown,
        "places": [one for one in tree if one.code == code and one.from_on],
        "beneath": [one for one in now if one.parent == code],
        "units": {one.code: one for one in tree},
        "options": [(one.code, str(one.name)) for one in sorted_by_name(options, lambda one: one.name)],
        "today": today,
        "kinds": KINDS,
        "typed": typed,
        "errors": errors,
    }
    return Page("units/unit.html", context, status=422 if errors else 200, breadcrumbs=_trail(shown, None))


def _trail(unit: PlacedUnit, last: LazyText | None) -> list[tuple[Any, str | None]]:
    tag = current().tag
    units = (lazy("Units"), f"/{tag}/hq/units")
    if last is None:
        return [units, (unit.name, None)]
    return [units, (unit.name, f"/{tag}/hq/units/{unit.code}"), (last, None)]


def _find(tree: list[PlacedUnit], code: str) -> PlacedUnit:
    """Raises UnitNotFound."""
    for one in tree:
        if one.code == code:
            return one
    raise UnitNotFound(unit=code[:60])


def _on(tree: list[PlacedUnit], code: str, day: date) -> PlacedUnit | None:
    return next((one for one in _today(tree, day) if one.code == code), None)


def _today(tree: list[PlacedUnit], day: date) -> list[PlacedUnit]:
    return [
        one
        for one in tree
        if (one.from_on is None or one.from_on <= day) and (one.until_on is None or one.until_on > day)
    ]


def _pairs(tree: list[PlacedUnit], day: date) -> list[tuple[str, str]]:
    """Child and parent, on that day or later."""
    return [(one.code, one.parent) for one in tree if one.parent and (one.until_on is None or one.until_on > day)]


def _may_move(tree: list[PlacedUnit], moved: PlacedUnit, to: PlacedUnit, day: date) -> bool:
    now = _on(tree, moved.code, day)
    if now is None or now.parent == to.code or now.from_on == day or now.until_on is not None:
        return False
    return may_hang_under(moved.kind, to.kind) and not hangs_beneath(to.code, moved.code, _pairs(tree, day))


def _branches(tree: list[PlacedUnit], today: date) -> list[Branch]:
    announced = {one.code: one for one in reversed(tree) if one.from_on and one.from_on > today}
    branches = {one.code: Branch(one, announced.get(one.code)) for one in _today(tree, today)}
    roots: list[Branch] = []
    for branch in sorted_by_name(branches.values(), lambda one: one.unit.name):
        above = branches.get(branch.unit.parent or "")
        (above.children if above else roots).append(branch)
    return roots
