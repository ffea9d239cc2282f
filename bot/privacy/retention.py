"""How long what is kept, and sweeping out what is past its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

_MONTH = timedelta(days=365.25 / 12)


@dataclass(frozen=True)
class Retention:
    """The time after which things go. Raw payloads go at once when an update is handled or a delivery settled.

    `handled` updates are remembered by number alone, so that one that comes twice is known; Telegram repeats for
    at most a day. `words` are the texts of requests and open answers; what was counted of them stays.
    """

    handled: timedelta = timedelta(days=3)
    parked: timedelta = timedelta(days=14)
    deliveries: timedelta = timedelta(days=7)
    words: timedelta = 24 * _MONTH
    audit: timedelta = 24 * _MONTH


@dataclass(frozen=True)
class Swept:
    """How much went: rows, or texts."""

    handled: int
    parked: int
    deliveries: int
    words: int
    audit: int


class Sweepable(Protocol):
    """What can be swept: the store."""

    async def sweep(self, now: datetime, retention: Retention) -> Swept: ...


async def sweep(store: Sweepable, now: datetime, retention: Retention = Retention()) -> Swept:
    """Sweep out of the store what at `now` (UTC) is past its time; safe to run at any time and twice."""
    return await store.sweep(now, retention)
