"""What can go wrong while a centre plans its courses, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class CohortNotFound(NotFound):
    """Missing, or another centre's: one sentence for both."""

    code = "cohort_not_found"
    message = lazy("This cohort does not exist in your centre.")


class SessionNotFound(NotFound):
    code = "session_not_found"
    message = lazy("This session does not exist in your centre.")


class VenueNotFound(NotFound):
    code = "venue_not_found"
    message = lazy("This venue does not exist in your centre.")


class CohortCodeTaken(Conflict):
    code = "cohort_code_taken"
    message = lazy("The code “%(cohort)s” is already used by another cohort of your centre.")


class VenueCodeTaken(Conflict):
    code = "venue_code_taken"
    message = lazy("The code “%(venue)s” is already used by another venue of your centre.")


class CohortIsCancelled(Conflict):
    code = "cohort_is_cancelled"
    message = lazy("This cohort has been cancelled, so it can no longer be changed.")


class CohortIsOver(Conflict):
    code = "cohort_is_over"
    message = lazy("This cohort is over, so it can no longer be cancelled or opened for registration.")


class SessionIsCancelled(Conflict):
    code = "session_is_cancelled"
    message = lazy("This session has been cancelled, so it can no longer be changed.")


class SessionHasMarks(Conflict):
    code = "session_has_marks"
    message = lazy("Attendance is already marked for this session, so it took place and cannot be moved or cancelled.")


class RoomNotFound(NotFound):
    code = "room_not_found"
    message = lazy("This room does not exist in your centre.")


class RoomCodeTaken(Conflict):
    code = "room_code_taken"
    message = lazy("The code “%(room)s” is already used by another room of your centre.")


class RoomIsTaken(Conflict):
    code = "room_is_taken"
    message = lazy("%(room)s is taken: %(course)s is there, %(when)s.")


class TrainerIsTaken(Conflict):
    code = "trainer_is_taken"
    message = lazy("%(trainer)s is taken: teaches %(course)s, %(when)s.")


class RoomIsUsed(Conflict):
    code = "room_is_used"
    message = lazy("Sessions are planned in this room, so it cannot be removed.")
