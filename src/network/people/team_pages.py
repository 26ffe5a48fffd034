"""Who works where: a centre's team, the network's people; invite, give and take roles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, FormFields, NetworkDb, Now, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from network.access.roles import MAY_GRANT, NAMES, SITE_ROLES, Role
from network.access.visitors import SignedIn, Visitor
from network.people import actions
from network.people.errors import EmailRefused
from network.people.queries import held_roles, open_invitations
from network.units.current import CurrentSite
from network.units.queries import placements_on, unit

_FIELDS = ("email", "name", "role", "language", "unit")


class TeamPages(Controller):
    """`/manage/{site}/team`."""

    path = "/manage/{site_code:str}/team"
    include_in_schema = False

    @get(name="team.page", **needs(Permission.PEOPLE_EDIT))
    async def team_page(self, network: NetworkDb, site: CurrentSite, visitor: SignedIn, now: Now) -> Page:
        return await _team(network, site, visitor, now, {}, {})

    @post(name="team.invite", **needs(Permission.PEOPLE_EDIT))
    async def invite(
        self,
        network: NetworkDb,
        site: CurrentSite,
        visitor: SignedIn,
        form: FormFields,
        app_settings: AppSettings,
        now: Now,
    ) -> Response[Any]:
        typed = texts(form, "email", "name", "role", "language")
        asked = attempt(actions.NewInvitation, typed)
        if isinstance(asked, Invalid):
            return await _team(network, site, visitor, now, typed, asked.fields)
        try:
            await actions.invite(
                network,
                asked,
                unit_id=site.id,
                by=visitor.person_id,
                held=_held(visitor, site.path),
                secret=app_settings.secret(),
                now=now,
            )
        except EmailRefused as error:
            return await _team(network, site, visitor, now, typed, error.fields)
        return see(
            f"/manage/{site.code}/team", say=lazy("The invitation to %(email)s is on its way."), email=asked.email
        )

    @post("/{grant_id:uuid}/end", name="team.end", **needs(Permission.PEOPLE_EDIT))
    async def end(
        self, network: NetworkDb, site: CurrentSite, visitor: SignedIn, grant_id: FromPath[UUID]
    ) -> Response[Any]:
        held = _held(visitor, site.path)
        await actions.take_role(network, grant_id, by=visitor.person_id, held=held, units=[site.id])
        return see(f"/manage/{site.code}/team", say=lazy("The role is taken away."))


class PeoplePages(Controller):
    """`/hq/people`: everybody, on every unit."""

    path = "/hq/people"
    include_in_schema = False

    @get(name="people.list", **needs(Permission.PEOPLE_EDIT))
    async def people_page(self, network: NetworkDb, visitor: SignedIn, now: Now) -> Page:
        return await _people(network, visitor, now, {}, {})

    @post(name="people.invite", **needs(Permission.PEOPLE_EDIT))
    async def invite(
        self, network: NetworkDb, visitor: SignedIn, form: FormFields, app_settings: AppSettings, now: Now
    ) -> Response[Any]:
        typed = texts(form, *_FIELDS)
        asked = attempt(actions.NewInvitation, {name: value for name, value in typed.items() if name != "unit"})
        if isinstance(asked, Invalid):
            return await _people(network, visitor, now, typed, asked.fields)
        place = await unit(network, str(typed.get("unit", "")))
        reach = await _reach(network, visitor, now)
        held = frozenset(role for role, units in reach.items() if place.id in units)
        try:
            await actions.invite(
                network,
                asked,
                unit_id=place.id,
                by=visitor.person_id,
                held=held,
                secret=app_settings.secret(),
                now=now,
            )
        except EmailRefused as error:
            return await _people(network, visitor, now, typed, error.fields)
        return see("/hq/people", say=lazy("The invitation to %(email)s is on its way."), email=asked.email)

    @post("/{grant_id:uuid}/end", name="people.end", **needs(Permission.PEOPLE_EDIT))
    async def end(self, network: NetworkDb, visitor: SignedIn, grant_id: FromPath[UUID], now: Now) -> Response[Any]:
        reach = await _reach(network, visitor, now)
        units = sorted({unit_id for units in reach.values() for unit_id in units})
        await actions.take_role(network, grant_id, by=visitor.person_id, held=frozenset(reach), units=units)
        return see("/hq/people", say=lazy("The role is taken away."))


def _held(visitor: Visitor, units: frozenset[UUID]) -> frozenset[Role]:
    return frozenset(grant.role for grant in visitor.grants if grant.unit_id in units)


async def _reach(network: NetworkDb, visitor: Visitor, now: Now) -> dict[Role, set[UUID]]:
    """For each role the visitor may grant with: the units at and beneath the ones they hold it on."""
    tree = await placements_on(network, now.date())
    by_code = {placed.code: placed for placed in tree}
    reach: dict[Role, set[UUID]] = {}
    for grant in visitor.grants:
        if grant.role not in MAY_GRANT:
            continue
        for placed in tree:
            above = placed
            while above.id != grant.unit_id and above.parent is not None:
                above = by_code[above.parent]
            if above.id == grant.unit_id:
                reach.setdefault(grant.role, set()).add(placed.id)
    return reach


def _grantable(held: Sequence[Role]) -> list[tuple[str, str]]:
    allowed = frozenset[Role]().union(*(MAY_GRANT.get(role, frozenset()) for role in held))
    return [(role.value, str(NAMES[role])) for role in Role if role in allowed]


async def _team(
    network: NetworkDb, site: CurrentSite, visitor: Visitor, now: Now, typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    context = {
        "people": await held_roles(network, units=[site.id]),
        "invitations": await open_invitations(network, units=[site.id], now=now),
        "roles": [choice for choice in _grantable(sorted(_held(visitor, site.path))) if Role(choice[0]) in SITE_ROLES],
        "role_names": NAMES,
        "spoken": INTERFACE_LANGUAGES,
        "typed": {"language": current().tag, **typed},
        "errors": errors,
        "action": f"/manage/{site.code}/team",
        "units": [],
    }
    return Page("people/team.html", context, status=422 if errors else 200)


async def _people(
    network: NetworkDb, visitor: Visitor, now: Now, typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    reach = await _reach(network, visitor, now)
    reachable = {unit_id for units in reach.values() for unit_id in units}
    tree = [placed for placed in await placements_on(network, now.date()) if placed.id in reachable]
    context = {
        "people": await held_roles(network, units=sorted(reachable)),
        "invitations": await open_invitations(network, units=sorted(reachable), now=now),
        "roles": _grantable(sorted(reach)),
        "role_names": NAMES,
        "spoken": INTERFACE_LANGUAGES,
        "typed": {"language": current().tag, **typed},
        "errors": errors,
        "action": "/hq/people",
        "units": [(placed.code, str(placed.name)) for placed in tree],
    }
    return Page("people/team.html", context, status=422 if errors else 200)
