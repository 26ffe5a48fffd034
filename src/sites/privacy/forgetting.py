"""What somebody asked for stays as a number and a date, without what it said."""

from i18n import phrases
from i18n.messages import lazy
from sites.forgetting import keeps, of_learner
from sites.privacy.models import PrivacyRequest
from sites.privacy.words import REQUEST_KINDS, REQUEST_STATUS

keeps(
    PrivacyRequest,
    title=lazy("What you asked the centre about your data"),
    of=of_learner(PrivacyRequest),
    shown={
        "kind": lazy("Kind"),
        "status": phrases.STATUS,
        "received_at": lazy("Received at"),
        "due_on": lazy("To be answered by"),
        "wanted": lazy("What it should say"),
        "answered_at": lazy("Answered at"),
    },
    forgets={"wanted": {}},
    stays={
        "kind",
        "status",
        "received_at",
        "due_on",
        "give_back_places",
        "carried_out_after",
        "answered_at",
        "answered_by",
    },
    why=lazy("That somebody asked, and when it was answered: the centre must be able to show that it answered in time."),
    words={
        "kind": {str(kind): name for kind, name in REQUEST_KINDS.items()},
        "status": {str(status): name for status, name in REQUEST_STATUS.items()},
    },
)
