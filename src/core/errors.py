"""What a person can understand and mend. Anything else that is raised is a bug, and a 500."""

from collections.abc import Mapping
from typing import Any, ClassVar

from i18n.messages import LazyText, lazy


class AppError(Exception):
    """`code` is for programs and never changes; `message` is a sentence in the person's language."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    message: ClassVar[LazyText] = lazy("The request could not be understood.")

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(f"{self.code} {details}" if details else self.code)

    @property
    def text(self) -> str:
        return str(self.message.filled(**self.details)) if self.details else str(self.message)


class BadRequest(AppError):
    pass


class SignInNeeded(AppError):
    status = 401
    code = "sign_in_needed"
    message = lazy("Please sign in to see this.")
    way_in: ClassVar[str] = "/sign-in?next={target}"
    """Where a browser is sent instead. May name parts of the address asked for."""


class Forbidden(AppError):
    status = 403
    code = "forbidden"
    message = lazy("Your role does not allow this. Ask your centre manager if you need it.")


class PageExpired(Forbidden):
    code = "page_expired"
    message = lazy("This page had been open for too long or came from elsewhere. Go back, reload it and try again.")


class NotFound(AppError):
    """Missing, or somebody else's: one answer, so that nothing can be guessed from it."""

    status = 404
    code = "not_found"
    message = lazy("This page does not exist, or you have no access to it.")


class MethodNotAllowed(AppError):
    status = 405
    code = "method_not_allowed"
    message = lazy("This address cannot be used in that way.")


class Conflict(AppError):
    status = 409
    code = "conflict"
    message = lazy("Somebody else changed this at the same time. Reload the page and try again.")


class Gone(AppError):
    status = 410
    code = "gone"
    message = lazy("This link has been used or has expired.")


class TooLarge(AppError):
    status = 413
    code = "too_large"
    message = lazy("This is too large. Send at most %(megabytes)s MB.")


class Invalid(AppError):
    """Something typed is missing or wrong. `fields` maps a field's name to its sentence."""

    status = 422
    code = "invalid"
    message = lazy("Some answers are missing or wrong. Please correct them.")

    def __init__(self, fields: Mapping[str, str] | None = None, **details: Any) -> None:
        self.fields = dict(fields or {})
        super().__init__(**details)


class TooMany(AppError):
    status = 429
    code = "too_many"
    message = lazy("Too many attempts. Please wait a few minutes and try again.")


class Unavailable(AppError):
    status = 503
    code = "unavailable"
    message = lazy("The service is busy or being started. Please try again in a moment.")
