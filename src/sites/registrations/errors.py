"""What can keep a person from a place, in words."""

from core.errors import Conflict, Gone, NotFound
from i18n.messages import lazy


class CourseNotFound(NotFound):
    """Unknown here, not yet public, or another centre's: one sentence for all."""

    code = "cohort_not_found"
    message = lazy("This course does not exist at this centre.")


class RegistrationNotFound(NotFound):
    code = "registration_not_found"
    message = lazy("This registration does not exist at this centre.")


class LearnerNotFound(NotFound):
    code = "learner_not_found"
    message = lazy("This learner does not exist at this centre.")


class LinkNotFound(NotFound):
    code = "link_not_found"
    message = lazy("This link is not complete or not valid any more. Open it again from the e-mail you received.")


class AlreadyRegistered(Conflict):
    code = "already_registered"
    message = lazy("This e-mail address is already registered for this course.")


class RegistrationClosed(Conflict):
    code = "registration_closed"
    message = lazy("Registration for this course is closed.")


class CourseCancelled(Gone):
    code = "cohort_cancelled"
    message = lazy("This course has been cancelled.")


class CourseFull(Conflict):
    code = "cohort_full"
    message = lazy("All places are taken. Free a place or raise the number of places first.")


class CannotLeave(Conflict):
    code = "cannot_cancel"
    message = lazy("This registration is closed: the course is over for this person.")


class ChangeNotPossible(Conflict):
    code = "change_not_possible"
    message = lazy("This registration cannot be changed in this way any more. Reload the page to see how it stands.")


class TooEarly(Conflict):
    code = "too_early"
    message = lazy("This can be noted from the first day of the course.")


class OfferIsGone(Conflict):
    code = "offer_gone"
    message = lazy("This offer has ended. Reload the page to see how your registration stands.")


class NoSuchPosition(Conflict):
    code = "no_such_position"
    message = lazy("The waiting list has changed. Reload the page and choose the position again.")


class PlacesAreTaken(Conflict):
    code = "places_taken"
    message = lazy("Places given or offered: %(taken)s. There cannot be fewer places than that: free some first.")


class AnswerIsGiven(Conflict):
    code = "answer_given"
    message = lazy("This question has been answered already, or its time has passed.")
