"""The loop that empties the outbox: paced, in order within a chat, side by side across chats."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from bot.observability import Metrics
from bot.outreach.outcomes import Blocked, Failed, NotSent, Outcome, Sent, Throttled, Unknown
from bot.outreach.pacing import Pacer
from bot.store import Delivery, Lane, SenderLock, Store, StoreProblem

log = structlog.get_logger(__name__)

AT_ONCE: Final = 64
HELD_BULK: Final = 2  # few, since a broadcast that is claimed when the process dies is not sent again
SLOW_POLL: Final = 1.0  # seconds; finds what other processes put into the outbox
FIRST_BACKOFF: Final = 1.0
LONGEST_BACKOFF: Final = 60.0
GIVE_UP_AFTER: Final = timedelta(hours=24)
CONFIRM_EVERY: Final = 5.0  # seconds between looks whether the lock is still held
BULK: Final = tuple(lane for lane in Lane if lane is not Lane.REPLY)


class LockLost(Exception):
    """Somebody else may send now."""


class Channel(Protocol):
    """Where deliveries go."""

    async def deliver(self, address: str, payload: dict[str, Any], attempts: int = 0) -> Outcome:
        """Carries out one delivery after `attempts` tries; gives an outcome, whatever happens."""
        ...

    def counts(self, payload: dict[str, Any]) -> bool:
        """Whether the delivery counts towards the channel's limits."""
        ...


class Sender:
    """Sends what waits in the outbox until it is stopped. One at a time per bot, whatever the number of processes."""

    def __init__(
        self,
        store: Store,
        channel: Channel,
        metrics: Metrics,
        *,
        pacer: Pacer | None = None,
        at_once: int = AT_ONCE,
        slow_poll: float = SLOW_POLL,
        first_backoff: float = FIRST_BACKOFF,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = lambda: random.uniform(0.75, 1.25),  # noqa: S311
    ) -> None:
        self._store = store
        self._channel = channel
        self._metrics = metrics
        self._pacer = pacer or Pacer()
        self._at_once = at_once
        self._slow_poll = slow_poll
        self._first_backoff = first_backoff
        self._clock = clock
        self._now = now
        self._jitter = jitter
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._held: list[Delivery] = []
        self._running: set[asyncio.Task[None]] = set()
        self._away = 0
        self._confirmed = float("-inf")
        self._bulk_empty_until = float("-inf")
        self._problem: str | None = None

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._awake.set()

    def stop(self) -> None:
        """Lets `run` end after the calls that are under way; the rest stays in the outbox."""
        self._stopping.set()
        self._awake.set()

    @property
    def under_way(self) -> int:
        """How many calls are being made now."""
        return len(self._running)

    async def health(self) -> str | None:
        """For /readyz. Waiting while another process sends is well."""
        return self._problem

    async def run(self) -> None:
        """Sends until `stop`; waits for its turn where another process sends for the same bot."""
        while not self._stopping.is_set():
            async with AsyncExitStack() as stack:
                lock = await self._gets_its_turn(stack)
                if lock is None:
                    return
                try:
                    await self._loop(lock)
                except BaseException:
                    for task in self._running:
                        task.cancel()
                    raise
                await self._finish()

    async def _gets_its_turn(self, stack: AsyncExitStack) -> SenderLock | None:
        """Waits for the lock, but no longer than until `stop`."""
        waiting = asyncio.create_task(stack.enter_async_context(self._store.sender_lock()))
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({waiting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            if not waiting.done():
                waiting.cancel()
        try:
            return await waiting
        except asyncio.CancelledError:
            return None

    async def _loop(self, lock: SenderLock) -> None:
        recovered = False
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                if not recovered:
                    await self._store.outbox.recover()
                    recovered = True
                await self._confirm(lock)
                await self._claim()
                self._problem = None
            except LockLost:
                log.error("sender lock lost")
                return
            except Exception as error:  # the store is away: what waits there keeps waiting
                self._problem = type(error).__name__
                log.error("outbox not read", error=self._problem)
            await self._rest(self._start_due())

    async def _confirm(self, lock: SenderLock) -> None:
        """Makes sure now and then that nobody else may send."""
        if self._clock() < self._confirmed + CONFIRM_EVERY:
            return
        try:
            await lock.confirm()
        except StoreProblem as problem:
            raise LockLost from problem
        self._confirmed = self._clock()

    async def _claim(self) -> None:
        """Takes from the outbox what can be sent soon: every reply there is room for, of the rest very little."""
        room = self._at_once - len(self._running) - len(self._held)
        if room > 0:
            self._held += await self._store.outbox.claim([Lane.REPLY], room)
        now = self._clock()
        bulk = sum(delivery.lane is not Lane.REPLY for delivery in self._held)
        if room > 0 and bulk < HELD_BULK and now >= self._bulk_empty_until:
            if self._pacer.wait_for_any(Lane.BROADCAST, now) > 0:
                return
            found = await self._store.outbox.claim(BULK, HELD_BULK - bulk)
            self._held += found
            if not found:
                self._bulk_empty_until = now + self._slow_poll

    def _start_due(self) -> float:
        """Starts every call whose time has come, the most urgent first; seconds until the next one's time comes."""
        longest = self._slow_poll
        for delivery in sorted(self._held, key=lambda each: (tuple(Lane).index(each.lane), each.id)):
            now = self._clock()
            counts = self._channel.counts(delivery.payload)
            wait = (
                self._pacer.wait(delivery.address, delivery.lane, now) if counts else self._pacer.paused(now)
            )
            if wait > 0:
                longest = min(longest, wait)
                continue
            if counts:
                self._pacer.take(delivery.address, delivery.lane, now)
            self._held.remove(delivery)
            task = asyncio.create_task(self._send(delivery))
            self._running.add(task)
            task.add_done_callback(self._done)
        return longest

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._awake.set()  # the chat's next delivery may be claimed now

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._awake.wait()

    async def _send(self, delivery: Delivery) -> None:
        try:
            outcome = await self._channel.deliver(delivery.address, delivery.payload, delivery.attempts)
        except Exception as error:  # a mistake in the channel must not hold up the chat for ever
            log.error("channel failed", error=type(error).__name__, kind=delivery.kind)
            outcome = Unknown("channel failed")
        name = type(outcome).__name__.lower()
        self._metrics.deliveries.labels(delivery.lane.value, name).inc()
        if not isinstance(outcome, Sent):
            reason = getattr(outcome, "reason", "")
            log.info(
                "delivery", outcome=name, lane=delivery.lane.value, reason=reason, attempts=delivery.attempts
            )
        await self._write(delivery, outcome)

    async def _write(self, delivery: Delivery, outcome: Outcome) -> None:
        """Keeps the outcome, as often as it takes: until then the chat's next delivery waits."""
        tries = 0
        while True:
            try:
                return await self._settle(delivery, outcome)
            except Exception as error:
                tries += 1
                log.error("outcome not kept", error=type(error).__name__, attempts=tries)
                if self._stopping.is_set():
                    return None
                await self._rest(self._backoff(tries))

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        outbox, now = self._store.outbox, self._now()
        match outcome:
            case Sent(message_id):
                self._away = 0
                await outbox.sent(delivery.id, message_id)
            case Throttled(retry_after):
                self._pacer.pause(retry_after, self._clock())
                await outbox.throttled(delivery.id, now + timedelta(seconds=retry_after))
            case Blocked(reason):
                await outbox.blocked(delivery.id, reason)
            case Failed(reason):
                log.error("delivery failed", reason=reason, lane=delivery.lane.value, kind=delivery.kind)
                await outbox.failed(delivery.id, reason)
            case NotSent() if now - delivery.created > GIVE_UP_AFTER:
                await outbox.failed(delivery.id, "given up")
            case NotSent(unreachable=unreachable):
                if unreachable and not self._pacer.paused(self._clock()):
                    self._away += 1
                    self._pacer.pause(self._backoff(self._away), self._clock())
                await outbox.again(delivery.id, self._later(delivery))
            case Unknown():
                await outbox.unknown(delivery.id, self._later(delivery))

    def _later(self, delivery: Delivery) -> datetime:
        return self._now() + timedelta(seconds=self._backoff(delivery.attempts + 1))

    def _backoff(self, tries: int) -> float:
        return min(LONGEST_BACKOFF, self._first_backoff * 2.0 ** min(tries - 1, 16)) * self._jitter()

    async def _finish(self) -> None:
        """What is under way is finished; what was not begun goes back into the outbox."""
        if self._running:
            await asyncio.wait(self._running)
        for delivery in self._held:
            await self._store.outbox.put_back(delivery.id)
        self._held.clear()
