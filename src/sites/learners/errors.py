"""Why two records cannot be made one, or cannot be two again, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class CannotMerge(Conflict):
    code = "cannot_merge"
    message = lazy("These two records cannot be made one. Reload the page to see how they stand.")


class BothAreRegistered(Conflict):
    code = "both_registered"
    message = lazy(
        "Both records are registered for %(cohort)s. Cancel the registration that is not needed, "
        "and keep the other record."
    )


class CannotUndo(Conflict):
    code = "cannot_undo"
    message = lazy("This cannot be undone any more: one of the records has been merged again or erased.")


class MergeNotFound(NotFound):
    code = "merge_not_found"
    message = lazy("This does not exist at this centre.")
