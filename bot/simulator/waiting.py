"""Waiting for something to change, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes everybody who waits for a change; once closed, nobody waits any more."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False

    def fire(self) -> None:
        """Let all who wait look again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def close(self) -> None:
        """End all waiting, now and later: the server stops."""
        self.closed = True
        self.fire()

    async def until(self, ready: Callable[[], T], seconds: float) -> T:
        """Return what `ready` gives as soon as that is true, or its last answer after `seconds`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (found := ready()) and not self.closed and (left := deadline - loop.time()) > 0:
            future = loop.create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait([future], timeout=left)
            finally:
                self._waiting.discard(future)
        return found
