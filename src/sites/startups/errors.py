"""What can go wrong with a start-up's record, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class StartupNotFound(NotFound):
    code = "startup_not_found"
    message = lazy("This start-up does not exist at this centre.")


class StartupPartNotFound(NotFound):
    """A founder, a milestone, a mentor or a line that is gone."""

    code = "startup_part_not_found"
    message = lazy("This is not part of the start-up's record any more.")


class StartupCodeTaken(Conflict):
    code = "startup_code_taken"
    message = lazy("The code “%(startup)s” is already used by another start-up of your centre.")


class AlreadyFounder(Conflict):
    code = "already_founder"
    message = lazy("This person is already one of the founders.")


class NotInAccelerator(Conflict):
    code = "not_in_accelerator"
    message = lazy("This start-up is not in the accelerator at the moment.")


class StillInAccelerator(Conflict):
    code = "still_in_accelerator"
    message = lazy("This start-up is in the accelerator already.")
