"""Updates in: committed to the inbox first, acknowledged afterwards."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import structlog

from bot.observability import Metrics
from bot.telegram.updates import NotAnUpdate, RawUpdate, raw_update

log = structlog.get_logger(__name__)

MAX_BYTES: Final = 1_000_000

Accept = Callable[[Sequence[RawUpdate]], Awaitable[int]]
"""Commits updates to the inbox in one transaction, and tells how many of them are new."""


class Intake:
    """What long polling and the webhook share."""

    def __init__(self, accept: Accept, wake: Callable[[], None], metrics: Metrics) -> None:
        self._accept = accept
        self._wake = wake
        self._metrics = metrics

    async def take(self, found: Sequence[Any]) -> int | None:
        """Commits parsed updates; the largest update_id among them, or None. Not-updates are dropped and counted."""
        updates = []
        for data in found:
            try:
                updates.append(raw_update(data))
            except NotAnUpdate:
                self._metrics.updates.labels("not an update").inc()
                log.warning("not an update")
        if not updates:
            return None
        new = await self._accept(updates)
        for update in updates:
            self._metrics.updates.labels(update.kind).inc()
        if new:
            self._wake()
        return max(update.update_id for update in updates)


def parse(body: bytes) -> Any:
    """JSON from outside. Raises NotAnUpdate."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAnUpdate("the body is not JSON") from error
