"""Events for everybody, and for those who plan them."""

from sites.events.pages.public import EventPages
from sites.events.pages.staff import EventDeskPages, EventPlanningPages

__all__ = ["EventDeskPages", "EventPages", "EventPlanningPages"]
