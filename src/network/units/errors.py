"""What can go wrong with units and sites, in words."""

from core.errors import BadRequest, Conflict, Invalid, NotFound
from i18n.messages import lazy


class UnitNotFound(NotFound):
    code = "unit_not_found"
    message = lazy("There is no unit “%(unit)s”.")


class CodeTaken(Conflict):
    code = "code_taken"
    message = lazy("The code “%(unit)s” is already used by another unit.")


class CodeRefused(Invalid):
    code = "code_refused"
    message = lazy(
        "“%(unit)s” cannot be a code: use 3 to 40 of a-z, 0-9 and -, not a language and not a reserved word."
    )


class WrongPlace(BadRequest):
    code = "wrong_place"
    message = lazy("A unit of this kind cannot hang there: the order is group, region, country, site.")


class MoveRefused(BadRequest):
    code = "move_refused"
    message = lazy("The unit already hangs there on that day, or has moved later. Choose another day.")


class UnknownZone(Invalid):
    code = "unknown_zone"
    message = lazy("“%(zone)s” is not a time zone. Use a name such as Europe/Brussels.")


class UnknownCurrency(Invalid):
    code = "unknown_currency"
    message = lazy("“%(currency)s” is not a currency. Use three letters, such as EUR.")


class UnknownLanguage(Invalid):
    code = "unknown_language"
    message = lazy("“%(language)s” is not a language of the interface.")
