"""What happened, for the chat page: a bounded log that many can follow live."""

from collections import deque
from dataclasses import dataclass

from bot.simulator.jsontypes import Json
from bot.simulator.waiting import Signal


@dataclass(frozen=True)
class Event:
    """Something that happened; `name` and `data` are described in the README."""

    id: int
    name: str
    data: Json


class EventLog:
    """The newest events, numbered from 1."""

    def __init__(self, kept: int) -> None:
        self._events: deque[Event] = deque(maxlen=kept)
        self.last_id = 0
        self.changed = Signal()

    def add(self, name: str, bot_id: int | None, **data: object) -> None:
        """Tell all who follow."""
        self.last_id += 1
        self._events.append(Event(self.last_id, name, {"bot_id": bot_id, **data}))
        self.changed.fire()

    def has_after(self, event_id: int) -> bool:
        """Whether anything happened after that event."""
        return self.last_id > event_id

    def after(self, event_id: int) -> list[Event] | None:
        """All events after that one; None if some of them are no longer kept (or never were)."""
        if not 0 <= event_id <= self.last_id:
            return None
        missed = self.last_id - event_id
        if missed > len(self._events):
            return None
        return list(self._events)[len(self._events) - missed :] if missed else []
