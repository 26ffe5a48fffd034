"""What can go wrong with a project, in words."""

from core.errors import Conflict, NotFound
from i18n.messages import lazy


class ProjectNotFound(NotFound):
    code = "project_not_found"
    message = lazy("This project does not exist at this centre.")


class ProjectPartNotFound(NotFound):
    """A member, a line or a photo that is gone."""

    code = "project_part_not_found"
    message = lazy("This is not part of the project any more.")


class ProjectCodeTaken(Conflict):
    code = "project_code_taken"
    message = lazy("The code “%(project)s” is already used by another project of your centre.")


class AlreadyInTeam(Conflict):
    code = "already_in_team"
    message = lazy("This person is already in the team.")


class TooManyPhotos(Conflict):
    code = "too_many_photos"
    message = lazy("A project has at most six photos. Remove one first.")
