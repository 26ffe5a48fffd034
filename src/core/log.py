"""Structured log lines. Only named fields get in: no bodies, no headers, no personal data."""

import logging
import sys
from typing import Any

import structlog


def configure_log(*, as_json: bool) -> None:
    """Readable lines on a terminal, JSON lines elsewhere; both on stderr, stdout is for answers."""
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> Any:
    """A bound logger; the first argument of a line is the event's name, the rest are fields."""
    return structlog.get_logger(name)
