"""Where somebody goes after signing in: what they asked for, else their own work."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.permissions import Permission
from i18n.languages import INTERFACE_LANGUAGES
from network.access.roles import PERMISSIONS
from network.people.queries import workplaces
from network.units.models import UnitKind


async def first_page(session: AsyncSession, person_id: UUID, *, wanted: str, language: str) -> str:
    """A path on this server without language."""
    if asked := _own_path(wanted):
        return asked
    places = await workplaces(session, person_id)
    for place in places:
        if place.kind is UnitKind.SITE and Permission.SITE_ENTER in PERMISSIONS[place.role]:
            return f"/manage/{place.code}"
    held = frozenset[Permission]().union(*(PERMISSIONS[place.role] for place in places))
    if Permission.HEADQUARTERS in held:
        return "/hq"
    return "/rollout" if Permission.ROLLOUT in held else "/account"


def _own_path(wanted: str) -> str:
    """Nothing for addresses elsewhere: `//evil.example` and `/\\evil` lead away."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or any(ord(sign) < 32 for sign in wanted):
        return ""
    first, _, rest = wanted[1:].partition("/")
    return f"/{rest}" if first in INTERFACE_LANGUAGES else wanted
