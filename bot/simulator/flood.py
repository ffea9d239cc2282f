"""Telegram's flood limits: who sends too fast is told when to come again."""

import math
from collections import deque
from dataclasses import dataclass, field

from bot.simulator.errors import too_many_requests
from bot.simulator.settings import FloodLimits


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


@dataclass
class Flood:
    """What one bot has sent lately."""

    sent: deque[float] = field(default_factory=deque)
    buckets: dict[int, _Bucket] = field(default_factory=dict)
    groups: dict[int, deque[float]] = field(default_factory=dict)

    def check(self, limits: FloodLimits, chat_id: int, now: float) -> None:
        """Count a message to a chat. Raises ApiError 429 if it is one too many; that one does not count.

        Limits: `per_second` messages in any second, `per_chat_burst` at once to a chat and then
        `per_chat_per_second`, `per_group_per_minute` in any minute to a group.
        """
        if not limits.enabled:
            return
        waits = [_window(self.sent, limits.per_second, 1.0, now)]
        group = None
        if chat_id < 0:
            group = self.groups.setdefault(chat_id, deque())
            waits.append(_window(group, limits.per_group_per_minute, 60.0, now))
        bucket = self.buckets.setdefault(chat_id, _Bucket(limits.per_chat_burst, now))
        earned = (now - bucket.filled_at) * limits.per_chat_per_second
        bucket.tokens = min(limits.per_chat_burst, bucket.tokens + earned)
        bucket.filled_at = now
        if bucket.tokens < 1:
            waits.append((1 - bucket.tokens) / limits.per_chat_per_second)
        if (longest := max(waits)) > 0:
            raise too_many_requests(max(1, math.ceil(longest)))
        bucket.tokens -= 1
        self.sent.append(now)
        if group is not None:
            group.append(now)


def _window(times: deque[float], most: int, seconds: float, now: float) -> float:
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[0] + seconds - now if len(times) >= most else 0.0
