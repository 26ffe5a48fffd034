"""What can be wrong with an attendance sheet, in words."""

from core.errors import Conflict, Invalid
from i18n.messages import lazy


class SheetRefused(Invalid):
    """One wrong mark keeps the whole sheet out: `fields` says which and why."""

    code = "sheet_refused"
    message = lazy("Nothing was saved, because some marks are wrong. Please correct them.")


class SessionNotHeld(Conflict):
    code = "session_cancelled"
    message = lazy("This session has been cancelled, so nobody can be marked.")
