"""What kinds of events are called."""

from i18n.messages import LazyText, lazy
from sites.events.models import EventKind

KIND_NAMES: dict[EventKind, LazyText] = {
    EventKind.WORKSHOP: lazy("Workshop"),
    EventKind.CONFERENCE: lazy("Conference"),
    EventKind.OPEN_LAB: lazy("Open lab evening"),
}
