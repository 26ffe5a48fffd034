"""What can go wrong in the library, in words."""

from core.errors import Conflict, Invalid, NotFound
from i18n.messages import lazy


class CurriculumNotFound(NotFound):
    code = "curriculum_not_found"
    message = lazy("There is no curriculum “%(curriculum)s” in the library.")


class CurriculumExists(Conflict):
    code = "curriculum_exists"
    message = lazy("The code “%(curriculum)s” is already used by another curriculum.")


class TitleMissing(Invalid):
    code = "title_missing"
    message = lazy("A curriculum needs a title in at least one language.")


class NothingToPublish(Conflict):
    code = "nothing_to_publish"
    message = lazy("There is no draft to publish.")
