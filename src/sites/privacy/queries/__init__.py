"""What can be asked about people's data: everything of one person, open requests, what is due to be forgotten."""

from sites.privacy.queries.everything import Everything, Part, everything_about, what_remains
from sites.privacy.queries.requests import RequestLine, open_request, request_lines, request_of
from sites.privacy.queries.retention import (
    Due,
    Setting,
    due_people,
    due_sensitive,
    past_runs,
    preview,
    settings_of,
)

__all__ = [
    "Due",
    "Everything",
    "Part",
    "RequestLine",
    "Setting",
    "due_people",
    "due_sensitive",
    "everything_about",
    "open_request",
    "past_runs",
    "preview",
    "request_lines",
    "request_of",
    "settings_of",
    "what_remains",
]
