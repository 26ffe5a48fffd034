"""What kinds of events are called, and how people register for them."""

from i18n.messages import LazyText, lazy
from sites.events.models import EventKind, EventRegistration

KIND_NAMES: dict[EventKind, LazyText] = {
    EventKind.WORKSHOP: lazy("Workshop"),
    EventKind.CONFERENCE: lazy("Conference"),
    EventKind.OPEN_LAB: lazy("Open lab evening"),
}

REGISTRATION_NAMES: dict[EventRegistration, LazyText] = {
    EventRegistration.NONE: lazy("No registration needed: just come"),
    EventRegistration.NAMED: lazy("With name and e-mail address"),
    EventRegistration.COUNT: lazy("Only with the number of people"),
}
