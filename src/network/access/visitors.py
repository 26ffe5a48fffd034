"""Who is asking: the signed-in person, or the person behind an API token."""

from dataclasses import dataclass
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from core.permissions import Permission, Scope
from i18n.content import Localized
from network.access.roles import PERMISSIONS, SITE_ROLES, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on a unit."""

    role: Role
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class Visitor:
    """Read anew for each request, so that a change of role holds at once.

    `zone` is their own choice, else that of the first centre they work in.
    """

    person_id: UUID
    name: str
    email: str
    language: str
    zone: str | None
    grants: tuple[Grant, ...]
    sites: tuple[tuple[str, Localized], ...] = ()  # where they hold a role: code and name
    csrf_token: str = ""
    scopes: frozenset[Scope] | None = None  # None: signed in with a browser
    token_hash: bytes = b""

    def may(self, permission: Permission, *, units: frozenset[UUID] | None = None) -> bool:
        """Whether any of their roles allows it: on one of `units` (a unit and all above it), or,
        without `units`, anywhere."""
        if permission in (Permission.ANYONE, Permission.SIGNED_IN):
            return True
        return any(
            permission in PERMISSIONS[grant.role] for grant in self.grants if units is None or grant.unit_id in units
        )

    def belongs_to(self, units: frozenset[UUID]) -> bool:
        """Whether they hold a site's role there: then the site's own figures are theirs to see."""
        return any(grant.role in SITE_ROLES and grant.unit_id in units for grant in self.grants)


CurrentVisitor = NamedDependency[SkipValidation[Visitor | None]]
SignedIn = NamedDependency[SkipValidation[Visitor]]
