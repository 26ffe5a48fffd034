"""Structured log lines. Only named fields get in: no bodies, no headers, no personal data."""

import logging
import re
import sys
from typing import Any

import structlog

# To the end of the line, be it a real one or one that `repr` has written out.
_DETAIL = re.compile(r"DETAIL:.*?(?=\\n|\n|$)")


def configure_log(*, as_json: bool) -> None:
    """Readable lines on a terminal, JSON lines elsewhere; both on stderr, stdout is for answers."""
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _without_values(_logger: Any, _method: str, line: Any) -> Any:
    """PostgreSQL's errors end with the values that broke a rule: "DETAIL: Key (email)=(…)"."""
    return {name: without_values(one) if isinstance(one, str) else one for name, one in line.items()}


def without_values(text: str) -> str:
    return _DETAIL.sub("DETAIL: (left out)", text)


def logger(name: str) -> Any:
    """A bound logger; the first argument of a line is the event's name, the rest are fields."""
    return structlog.get_logger(name)
