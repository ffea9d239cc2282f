"""What operators see: logs without anybody's words, and figures."""

import logging
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from structlog.typing import EventDict, Processor

ALLOWED_KEYS: Final = frozenset(
    {
        "event", "level", "timestamp", "logger", "error", "method", "kind", "lane", "outcome", "reason", "status",
        "seconds", "count", "attempts", "address", "port", "version", "url", "setting", "language", "survey", "check",
        "file",
    }
)  # fmt: skip
"""The only keys that reach a log. `url` and `address` are the operator's own hosts, never a resident's;
`file` is one that a form names."""

MAX_VALUE: Final = 200
_OWN: Final = ("bot", "nlu")
_SPEAKING: Final = ("uvicorn", "alembic")  # libraries whose messages hold nothing of residents
_SCALARS: Final = (str, int, float, bool)
_LATENCY: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True)
class Metrics:
    """The figures of one process, in a registry of its own; labels are fixed words, never a resident's."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    updates: Counter = field(init=False)
    turns: Counter = field(init=False)
    turn_seconds: Histogram = field(init=False)
    parked: Counter = field(init=False)
    deliveries: Counter = field(init=False)
    outbox: Gauge = field(init=False)
    inbox: Gauge = field(init=False)
    parked_now: Gauge = field(init=False)

    def __post_init__(self) -> None:
        r = self.registry
        for name, metric in {
            "updates": Counter("quartier_updates", "Updates that came in, by kind", ["kind"], registry=r),
            "turns": Counter("quartier_turns", "Turns of conversations, by outcome", ["outcome"], registry=r),
            "turn_seconds": Histogram(
                "quartier_turn_seconds",
                "From claiming an update to its turn being stored",
                buckets=_LATENCY,
                registry=r,
            ),
            "parked": Counter(
                "quartier_parked", "Updates set aside, by class of error", ["error"], registry=r
            ),
            "deliveries": Counter(
                "quartier_deliveries",
                "Deliveries tried, by lane and outcome",
                ["lane", "outcome"],
                registry=r,
            ),
            "outbox": Gauge("quartier_outbox_depth", "Deliveries waiting, by lane", ["lane"], registry=r),
            "inbox": Gauge("quartier_inbox_depth", "Updates waiting", registry=r),
            "parked_now": Gauge("quartier_parked_updates", "Updates that are set aside now", registry=r),
        }.items():
            object.__setattr__(self, name, metric)


def allow_listed(_: Any, __: str, event: EventDict) -> EventDict:
    """Drops what no log may hold: every key that is not allowed, and every value that is not short and plain."""
    return {
        key: value[:MAX_VALUE] if isinstance(value, str) else value
        for key, value in event.items()
        if key in ALLOWED_KEYS and isinstance(value, _SCALARS)
    }


def name_error(_: Any, __: str, event: EventDict) -> EventDict:
    """An exception as its class alone: its words may quote what somebody wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    kind = type(info) if isinstance(info, BaseException) else info[0] if isinstance(info, tuple) else None
    if kind is not None:
        event.setdefault("error", kind.__name__)
    return event


def quiet_libraries(_: Any, __: str, event: EventDict) -> EventDict:
    """A library's message is kept only where nothing of residents can be in it."""
    name = str(event.get("logger", ""))
    if name.split(".")[0] not in (*_OWN, *_SPEAKING):
        event["event"] = "library message"
    return event


def configure_logging(*, as_json: bool, level: str = "INFO") -> None:
    """Sends all logs of this process to stderr, one line each, through the allow-list."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_error,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, quiet_libraries],
            processors=[_without_internals, allow_listed, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in (
        "httpx",
        "httpcore",
        "telegram",
        "asyncio",
        "sqlalchemy",
        "aiosqlite",
        "psycopg",
        "alembic",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # below that they quote requests


def _without_internals(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    return event
