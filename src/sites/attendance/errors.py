"""What can be wrong with an attendance sheet, in words."""

from core.errors import Conflict, Invalid, NotFound
from i18n.messages import lazy


class SheetRefused(Invalid):
    """One wrong mark keeps the whole sheet out: `fields` says which and why."""

    code = "sheet_refused"
    message = lazy("Nothing was saved, because some marks are wrong. Please correct them.")


class SessionNotHeld(Conflict):
    code = "session_cancelled"
    message = lazy("This session has been cancelled, so nobody can be marked.")


class SheetClosed(Conflict):
    code = "sheet_closed"
    message = lazy("This sheet is closed. Please give a reason to correct a mark.")


class SessionNotBegun(Conflict):
    code = "session_not_begun"
    message = lazy("The session has not begun yet, so its sheet cannot be closed.")


class FlagNotFound(NotFound):
    pass
