"""What can be wrong with a question about results, in words."""

from core.errors import BadRequest, NotFound
from i18n.messages import lazy


class UnknownIndicator(BadRequest):
    code = "unknown_indicator"
    message = lazy("There is no indicator “%(indicator)s”.")


class UnknownUnit(NotFound):
    code = "unknown_unit"
    message = lazy("There is no unit “%(unit)s” in the network.")


class UnknownPeriod(BadRequest):
    code = "unknown_period"
    message = lazy("“%(period)s” is not a period. Write 2014, 2014-H1, 2014-Q3 or 2014-09.")


class UnknownBreakdown(BadRequest):
    code = "unknown_breakdown"
    message = lazy("There is no breakdown “%(breakdown)s”.")


class BreakdownNotOffered(BadRequest):
    code = "breakdown_not_offered"
    message = lazy("“%(indicator)s” is not broken down by %(breakdown)s.")


class UnknownCurriculum(NotFound):
    code = "unknown_curriculum"
    message = lazy("There is no curriculum “%(curriculum)s” in the library.")


class UnknownProgramme(BadRequest):
    code = "unknown_programme"
    message = lazy("There is no programme “%(programme)s”.")


class NothingAsked(BadRequest):
    code = "nothing_asked"
    message = lazy("Name at least one indicator and one unit.")


class UnitAndChildren(BadRequest):
    code = "unit_and_children"
    message = lazy("Give either units or children_of, not both.")
