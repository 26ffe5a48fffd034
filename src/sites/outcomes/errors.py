"""What can go wrong when people are asked, in words."""

from core.errors import Conflict, Gone, NotFound
from i18n.messages import lazy


class QuestionNotFound(NotFound):
    code = "outcome_not_found"
    message = lazy("This question does not exist at this centre.")


class QuestionLinkNotFound(NotFound):
    code = "link_not_found"
    message = lazy("This link is not complete or not valid any more. Open it again from the e-mail you received.")


class LinkExpired(Gone):
    code = "link_expired"
    message = lazy(
        "The time to answer is over. Thank you for looking. Your answer, if you gave one, is kept as it was."
    )


class AnsweredMeanwhile(Conflict):
    code = "answered_meanwhile"
    message = lazy("There is an answer already: the person or a colleague was quicker. Reload the page to see it.")


class QuestionClosed(Conflict):
    code = "question_closed"
    message = lazy("The time to answer this question is over, so nothing can be noted any more.")
