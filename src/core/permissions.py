"""What a handler needs, declared on the handler. A handler that declares nothing fails a test."""

from enum import StrEnum
from typing import Any


class Permission(StrEnum):
    ANYONE = "anyone"  # public page
    SIGNED_IN = "signed-in"  # any account
    # a site's work
    SITE_ENTER = "site.enter"
    SITE_EDIT = "site.edit"
    COHORTS_VIEW = "cohorts.view"
    COHORTS_EDIT = "cohorts.edit"
    ATTENDANCE_MARK = "attendance.mark"
    LEARNERS_NAMES = "learners.names"  # names on a sheet, nothing else
    LEARNERS_VIEW = "learners.view"
    LEARNERS_EDIT = "learners.edit"
    RECORDS_IMPORT = "records.import"
    AUDIT_VIEW = "audit.view"
    MONEY_VIEW = "money.view"
    MONEY_EDIT = "money.edit"
    # the network
    HEADQUARTERS = "headquarters"
    RESULTS_VIEW = "results.view"
    CURRICULA_VIEW = "curricula.view"
    CURRICULA_EDIT = "curricula.edit"
    UNITS_EDIT = "units.edit"
    SITES_OPEN = "sites.open"
    ROLLOUT = "rollout"
    PEOPLE_EDIT = "people.edit"
    NETWORK_AUDIT = "network.audit"


class Scope(StrEnum):
    """What an API token may be used for, on top of what its person may do."""

    RESULTS_READ = "results:read"
    SITE_READ = "site:read"
    SITE_WRITE = "site:write"
    CURRICULA_READ = "curricula:read"
    CURRICULA_WRITE = "curricula:write"
    NETWORK_ADMIN = "network:admin"


ANY_SCOPE = frozenset(Scope)


def needs(
    permission: Permission,
    scope: Scope | frozenset[Scope] | None = None,
    *,
    public_site: bool = False,
    kept: bool = False,
) -> dict[str, Any]:
    """Keyword arguments of a route handler: `@get("/", **needs(Permission.COHORTS_VIEW))`.

    On a route with a `{site}` segment the permission must be held for that site, elsewhere for
    any unit. `scope` is what a token needs (one of them, where there are several); without one
    the route cannot be reached by token.
    `public_site`: a page of an open site for everybody, in one of the site's languages.
    `kept`: a page that is the same for everybody who is not signed in, while no data change (core.web.kept_pages).
    """
    scopes = frozenset({scope}) if isinstance(scope, Scope) else scope
    return {"opt": {"needs": permission, "scopes": scopes, "public_site": public_site, "kept": kept}}
