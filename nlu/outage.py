"""Leaving a server that failed alone for a while, so that not every message waits for it."""

import threading
from collections.abc import Callable
from time import monotonic


class Outage:
    """Whether a server may be asked. Safe to use from several threads.

    After a failure it is left alone for `rest` seconds; then one message tries it while the others still go
    without, until it answers. `clock` gives seconds that never run backwards.
    """

    def __init__(self, rest: float, clock: Callable[[], float] = monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._until: float | None = None  # None: no outage

    def may_ask(self) -> bool:
        """Whether to ask now; during an outage this gives the one try after each rest to whoever comes first."""
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._rest
            return True

    def failed(self) -> bool:
        """Notes a failure; True where an outage begins with it."""
        with self._lock:
            begins = self._until is None
            self._until = self._clock() + self._rest
            return begins

    def answered(self) -> bool:
        """Notes an answer; True where it ends an outage."""
        with self._lock:
            ends = self._until is not None
            self._until = None
            return ends
