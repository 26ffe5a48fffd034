"""What stands on a person's path, in words."""

from i18n.messages import LazyText, lazy
from sites.paths.queries import Kind

KIND_NAMES: dict[Kind, LazyText] = {
    Kind.COURSE: lazy("Began a course"),
    Kind.CERTIFICATE: lazy("Received a certificate"),
    Kind.PROJECT: lazy("Joined a project"),
    Kind.PROJECT_FINISHED: lazy("Finished a project"),
    Kind.STARTUP: lazy("Joined a start-up"),
}

# Where each leads, below the centre's address.
PLACES: dict[Kind, str] = {
    Kind.COURSE: "cohorts",
    Kind.CERTIFICATE: "cohorts",
    Kind.PROJECT: "projects",
    Kind.PROJECT_FINISHED: "projects",
    Kind.STARTUP: "startups",
}
