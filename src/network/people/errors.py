"""What can go wrong with accounts, in words."""

from core.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from i18n.messages import lazy


class WrongPassword(Invalid):
    """The same for an unknown address, a wrong password and a disabled account."""

    code = "wrong_password"
    message = lazy("This e-mail address and password do not belong together. Check both and try again.")


class PasswordTooShort(Invalid):
    code = "password_too_short"
    message = lazy("Choose a password of at least %(characters)s characters.")


class PasswordTooCommon(Invalid):
    code = "password_too_common"
    message = lazy(
        "This password is easy to guess. Choose a longer one, such as four words that do not belong together."
    )


class EmailRefused(Invalid):
    code = "email_refused"
    message = lazy("Please enter an e-mail address, such as name@example.org.")


class PersonExists(Conflict):
    code = "person_exists"
    message = lazy("There is already an account for %(email)s.")


class PersonNotFound(NotFound):
    code = "person_not_found"
    message = lazy("There is no account for %(email)s.")


class MayNotGrant(Forbidden):
    code = "may_not_grant"
    message = lazy("You cannot give this role: nobody gives more than they hold themselves.")


class OwnRole(Conflict):
    code = "own_role"
    message = lazy("You cannot take away your own role. Ask a colleague to do it.")


class LinkGone(Gone):
    code = "link_gone"
    message = lazy("This link has been used or has expired. Ask for a new one.")


class UnknownRole(Invalid):
    code = "unknown_role"
    message = lazy("“%(role)s” is not a role.")
