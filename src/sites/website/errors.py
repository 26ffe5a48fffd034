"""What can go wrong with what a centre publishes."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class PageNotFound(NotFound):
    code = "page_not_found"


class NothingToPublish(Conflict):
    code = "nothing_to_publish"
    message = lazy("Write a title in at least one language, then publish.")


class NothingToUndo(Conflict):
    code = "nothing_to_undo"
    message = lazy("There is no earlier version to go back to.")


class NewsCodeTaken(Conflict):
    code = "news_code_taken"
    message = lazy("There is already a page with this address. Choose another one.")


class DraftChanged(Conflict):
    code = "draft_changed"
    message = lazy(
        "Somebody else has changed this text meanwhile. Compare what you wrote with what is there, then save again."
    )
