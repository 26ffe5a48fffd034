"""Somebody who came to an event, found by the address they gave."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from i18n import phrases
from i18n.messages import lazy
from sites.events.models import EventPlace
from sites.forgetting import Whose, keeps


def _with_the_address(whose: Whose) -> ColumnElement[bool]:
    return col(EventPlace.email).in_(whose.emails)


keeps(
    EventPlace,
    title=lazy("Events"),
    of=_with_the_address,
    shown={
        "event_id": lazy("Event"),
        "name": phrases.NAME,
        "email": phrases.EMAIL,
        "language": phrases.LANGUAGE,
        "places": lazy("Places"),
        "status": phrases.STATUS,
        "came": lazy("Came"),
        "created_at": lazy("Registered on"),
    },
    forgets={"name": "", "email": None, "link_hash": None},
    stays={"language", "places", "status", "came"},
    why=lazy("That places at an event were taken, and how many came."),
)
