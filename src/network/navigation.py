"""The menus of headquarters and of the rollout team. Add an entry here for a new page."""

from core.permissions import Permission as May
from core.web.navigation import Entry
from i18n.messages import lazy

HEADQUARTERS = [
    Entry(lazy("Compare centres"), "", "bar-chart", May.HEADQUARTERS),
    Entry(lazy("Indicators"), "/indicators", "list-check", May.HEADQUARTERS),
    Entry(lazy("Curricula"), "/curricula", "journal-text", May.CURRICULA_VIEW),
    Entry(lazy("Units"), "/units", "diagram-3", May.HEADQUARTERS),
    Entry(lazy("People"), "/people", "person-badge", May.PEOPLE_EDIT),
    Entry(lazy("History"), "/history", "clock-history", May.NETWORK_AUDIT),
]

ROLLOUT = [
    Entry(lazy("Centres"), "", "rocket-takeoff", May.ROLLOUT),
    Entry(lazy("Open a centre"), "/open", "plus-lg", May.SITES_OPEN),
]
