"""What can keep somebody from checking in, in words."""

from core.errors import Conflict, Gone
from i18n.messages import lazy


class CodeExpired(Gone):
    code = "door_code_expired"
    message = lazy("This code has expired. Please scan the one that the screen shows now.")


class DoorClosed(Conflict):
    code = "door_closed"
    message = lazy("You can check in from one hour before the session until its end.")


class SheetDone(Conflict):
    code = "door_sheet_closed"
    message = lazy("The attendance sheet is closed already. Please speak to your trainer.")
