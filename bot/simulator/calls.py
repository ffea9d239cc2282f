"""The log of a bot's calls, for tests."""

from collections import deque

from bot.simulator.jsontypes import Json
from bot.simulator.waiting import Signal


class CallLog:
    """The newest calls, numbered from 1 in the order they ended."""

    def __init__(self, kept: int) -> None:
        self._calls: deque[Json] = deque(maxlen=kept)
        self._last_id = 0
        self.changed = Signal()

    def add(self, call: Json) -> None:
        """Write a call down; its fields are described in the README."""
        self._last_id += 1
        self._calls.append({"id": self._last_id, **call})
        self.changed.fire()

    def after(self, call_id: int, method: str | None = None) -> list[Json]:
        """All calls kept with a higher id, of one method or of all."""
        wanted = method.lower() if method else None
        return [
            call
            for call in self._calls
            if call["id"] > call_id and (wanted is None or call["method"].lower() == wanted)
        ]
