"""How fast messages may leave. Pure: every function takes the time, in seconds of any steady clock."""

from collections import deque
from dataclasses import dataclass

from bot.store import Lane

FORGET_EVERY = 1024


@dataclass(frozen=True)
class Limits:
    """Telegram's limits for bots, see https://core.telegram.org/bots/faq#broadcasting-to-users.

    `margin` stretches every span, since messages reach the server with uneven delays.
    """

    per_second: int = 30
    burst_per_chat: int = 20
    seconds_per_message: float = 1.0
    group_per_minute: int = 20
    margin: float = 1.05


class Window:
    """At most `limit` messages in any span of `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=limit)

    def wait(self, now: float) -> float:
        """Seconds until one more fits."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self._seconds - now)

    def take(self, now: float) -> None:
        self._times.append(now)

    def since_last(self, now: float) -> float:
        return now - self._times[-1] if self._times else float("inf")

    def is_idle(self, now: float) -> bool:
        return self.since_last(now) >= self._seconds


class Bucket:
    """A burst of `size` messages, and one more every `seconds`: who talks fast is not kept waiting."""

    def __init__(self, size: int, seconds: float) -> None:
        self._size = size
        self._seconds = seconds
        self._empty_until = float(
            "-inf"
        )  # when the last message's place is free again, were they sent evenly
        self._last = float("-inf")

    def wait(self, now: float) -> float:
        """Seconds until one more fits."""
        return max(0.0, self._empty_until - (self._size - 1) * self._seconds - now)

    def take(self, now: float) -> None:
        self._empty_until = max(self._empty_until, now) + self._seconds
        self._last = now

    def since_last(self, now: float) -> float:
        return now - self._last

    def is_idle(self, now: float) -> bool:
        return now >= self._empty_until


class Pacer:
    """When the next message of a lane may go to a chat.

    Bulk lanes are spread evenly over the second, so that a reply never waits long for its place.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._span = self.limits.margin
        self._all = Window(self.limits.per_second, self._span)
        self._chats: dict[str, Window | Bucket] = {}
        self._last_bulk = float("-inf")
        self._paused_until = float("-inf")
        self._taken = 0

    def pause(self, seconds: float, now: float) -> None:
        """Nobody gets anything for so long: the channel asked for silence, or is away."""
        self._paused_until = max(self._paused_until, now + seconds)

    def paused(self, now: float) -> float:
        """Seconds until the pause ends."""
        return max(0.0, self._paused_until - now)

    def wait(self, chat: str, lane: Lane, now: float) -> float:
        """Seconds until a message of `lane` may go to `chat`; 0 means now."""
        waits = [self.wait_for_any(lane, now)]
        if window := self._chats.get(chat):
            waits.append(window.wait(now))
            if lane is not Lane.REPLY:
                waits.append(self.limits.seconds_per_message * self._span - window.since_last(now))
        return max(waits)

    def wait_for_any(self, lane: Lane, now: float) -> float:
        """Seconds until a message of `lane` may go to a chat that got nothing lately."""
        wait = max(self.paused(now), self._all.wait(now))
        if lane is not Lane.REPLY:
            wait = max(wait, self._last_bulk + self._span / self.limits.per_second - now)
        return wait

    def take(self, chat: str, lane: Lane, now: float) -> None:
        """A message of `lane` goes to `chat` now."""
        self._all.take(now)
        if lane is not Lane.REPLY:
            self._last_bulk = now
        if chat not in self._chats:
            self._chats[chat] = self._window_for(chat)
        self._chats[chat].take(now)
        self._taken += 1
        if self._taken % FORGET_EVERY == 0:
            self._chats = {key: each for key, each in self._chats.items() if not each.is_idle(now)}

    def _window_for(self, chat: str) -> Window | Bucket:
        if chat.startswith("-"):  # Telegram's groups have negative ids
            return Window(self.limits.group_per_minute, 60 * self._span)
        return Bucket(self.limits.burst_per_chat, self.limits.seconds_per_message * self._span)
