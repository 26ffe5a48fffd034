"""What can go wrong with a request about data, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class RequestNotFound(NotFound):
    code = "privacy_request_not_found"
    message = lazy("This request does not exist at this centre.")


class RequestClosed(Conflict):
    code = "privacy_request_closed"
    message = lazy("This request has been answered already.")


class TooLateToTakeBack(Conflict):
    code = "erasure_carried_out"
    message = lazy("It is too late to take this back: the data has been erased.")
