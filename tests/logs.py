"""Logs in tests, as an operator configures them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.observability import configure_logging


@contextmanager
def json_logs() -> Iterator[None]:
    """The process's logs as an operator configures them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging(as_json=True)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
