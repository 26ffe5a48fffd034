"""What can keep an event from changing, or a person from a place at it, in words."""

from core.errors import Conflict, Gone, NotFound
from i18n.messages import lazy


class EventNotFound(NotFound):
    """Unknown here, not yet public, or another centre's: one sentence for all."""

    code = "event_not_found"
    message = lazy("This event does not exist at this centre.")


class PlaceNotFound(NotFound):
    code = "event_place_not_found"
    message = lazy("This registration does not exist at this centre.")


class EventCodeTaken(Conflict):
    code = "event_code_taken"
    message = lazy("The code “%(event)s” is already used by another event of your centre.")


class EventIsCancelled(Conflict):
    code = "event_is_cancelled"
    message = lazy("This event has been cancelled, so it can no longer be changed.")


class EventCancelled(Gone):
    code = "event_cancelled"
    message = lazy("This event has been cancelled.")


class EventIsOver(Conflict):
    code = "event_is_over"
    message = lazy("This event is over.")


class TooEarlyToCount(Conflict):
    code = "event_not_begun"
    message = lazy("This can be noted from the day of the event on.")


class NoRegistration(Conflict):
    code = "no_registration"
    message = lazy("No registration is needed for this event: just come.")


class EventFull(Conflict):
    """`left`: how many places there still are, fewer than were asked for."""

    code = "event_full"
    message = lazy("There are not enough free places for this event any more.")


class AlreadyComing(Conflict):
    code = "already_registered"
    message = lazy("This e-mail address is already registered for this event.")
