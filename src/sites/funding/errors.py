"""What can keep money from being booked, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class SourceNotFound(NotFound):
    code = "funding_source_not_found"
    message = lazy("This funding source does not exist at this centre.")


class SourceCodeTaken(Conflict):
    code = "funding_source_code_taken"
    message = lazy("There is a funding source %(source)s already.")


class LineNotFound(NotFound):
    code = "spending_line_not_found"
    message = lazy("This line does not exist at this centre.")


class ShareNotFound(NotFound):
    code = "funding_share_not_found"
    message = lazy("This share does not exist at this centre.")


class AlreadyReversed(Conflict):
    code = "already_reversed"
    message = lazy("This line has been taken back already.")
