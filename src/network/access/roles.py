"""Which role may do what. A role is held on a unit and reaches everything beneath it."""

from enum import StrEnum

from core.permissions import Permission as May
from i18n.messages import LazyText, lazy


class Role(StrEnum):
    NETWORK_ADMIN = "network-admin"
    NETWORK_ANALYST = "network-analyst"
    ROLLOUT_LEAD = "rollout-lead"
    COUNTRY_MANAGER = "country-manager"
    SITE_MANAGER = "site-manager"
    TRAINER = "trainer"
    SITE_ANALYST = "site-analyst"


_TRAINER = frozenset({May.SITE_ENTER, May.COHORTS_VIEW, May.ATTENDANCE_MARK, May.RESULTS_VIEW, May.LEARNERS_NAMES})
_SITE_ANALYST = frozenset({May.SITE_ENTER, May.COHORTS_VIEW, May.RESULTS_VIEW, May.AUDIT_VIEW, May.MONEY_VIEW})

PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.NETWORK_ADMIN: frozenset(
        {
            May.HEADQUARTERS,
            May.RESULTS_VIEW,
            May.CURRICULA_EDIT,
            May.CURRICULA_VIEW,
            May.UNITS_EDIT,
            May.SITES_OPEN,
            May.ROLLOUT,
            May.PEOPLE_EDIT,
            May.NETWORK_AUDIT,
        }
    ),
    Role.NETWORK_ANALYST: frozenset({May.HEADQUARTERS, May.RESULTS_VIEW, May.CURRICULA_VIEW}),
    Role.ROLLOUT_LEAD: frozenset({May.ROLLOUT, May.SITES_OPEN, May.RESULTS_VIEW, May.CURRICULA_VIEW, May.PEOPLE_EDIT}),
    Role.COUNTRY_MANAGER: frozenset(
        {May.HEADQUARTERS, May.RESULTS_VIEW, May.CURRICULA_VIEW, May.PEOPLE_EDIT, May.ROLLOUT}
    ),
    Role.SITE_MANAGER: _TRAINER
    | _SITE_ANALYST
    | frozenset(
        {
            May.COHORTS_EDIT,
            May.LEARNERS_VIEW,
            May.LEARNERS_EDIT,
            May.RECORDS_IMPORT,
            May.MONEY_EDIT,
            May.SITE_EDIT,
            May.PEOPLE_EDIT,
            May.CURRICULA_VIEW,
        }
    ),
    Role.TRAINER: _TRAINER,
    Role.SITE_ANALYST: _SITE_ANALYST,
}

SITE_ROLES = frozenset({Role.SITE_MANAGER, Role.TRAINER, Role.SITE_ANALYST})

# Nobody grants more than they hold: the roles that a holder may give, on the same unit or beneath.
MAY_GRANT: dict[Role, frozenset[Role]] = {
    Role.NETWORK_ADMIN: frozenset(Role),
    Role.ROLLOUT_LEAD: SITE_ROLES,
    Role.COUNTRY_MANAGER: SITE_ROLES,
    Role.SITE_MANAGER: SITE_ROLES,
}

NAMES: dict[Role, LazyText] = {
    Role.NETWORK_ADMIN: lazy("Network administrator"),
    Role.NETWORK_ANALYST: lazy("Network analyst"),
    Role.ROLLOUT_LEAD: lazy("Rollout lead"),
    Role.COUNTRY_MANAGER: lazy("Country manager"),
    Role.SITE_MANAGER: lazy("Centre manager"),
    Role.TRAINER: lazy("Trainer"),
    Role.SITE_ANALYST: lazy("Centre analyst"),
}
