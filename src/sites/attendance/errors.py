"""What can be wrong with an attendance sheet, in words."""

from core.errors import Conflict, Gone, Invalid, NotFound
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


class CodeExpired(Gone):
    code = "door_code_expired"
    message = lazy("This code has expired. Please scan the one that the screen shows now.")


class DoorClosed(Conflict):
    code = "door_closed"
    message = lazy("You can check in from one hour before the session until its end.")
