"""The whole way of a message: simulator, intake, inbox, turns, outbox, sender; with the kernel or a small stand-in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot

from bot.conversation import Session, Turn, World
from bot.conversation.events import CommandGiven, Event, TextSent
from bot.conversation.replies import Message, Reply
from bot.observability import Metrics
from bot.outreach.pacing import Limits, Pacer
from bot.outreach.sender import Sender
from bot.simulator.client import SimulatorClient
from bot.store import Store
from bot.telegram.bot import introduce
from bot.telegram.channel import TelegramChannel
from bot.telegram.handling import Turns, Worker
from bot.telegram.inbox import inbox_of
from bot.telegram.intake import Intake
from bot.telegram.polling import Polling
from nlu.understanding import Understanding
from tests.conversation.resident import the_world

BRISK = Limits(per_second=1000, burst_per_chat=1000, seconds_per_message=0.001)


async def understand_nothing(text: str, language: str | None) -> Understanding | None:
    return None


def echo(session: Session, event: Event, world: World) -> Turn:
    """Says back what it heard."""
    if isinstance(event, CommandGiven):
        heard = f"/{event.name} {event.argument}".strip()
    else:
        heard = event.text if isinstance(event, TextSent) else type(event).__name__
    return answer(session, Message(heard))


def answer(session: Session, *replies: Reply) -> Turn:
    return Turn(session, replies, ())


def nothing_needed(session: Session, event: Event) -> frozenset[Any]:
    return frozenset()


def small_turns(advance: Callable[[Session, Event, World], Turn] = echo, **more: Any) -> Turns:
    parts: dict[str, Any] = {"understand": understand_nothing, "needs": nothing_needed, **more}
    return Turns(the_world, advance=advance, **parts)


@dataclass
class House:
    """All that runs; `crash` ends everything without a goodbye."""

    sim: SimulatorClient
    store: Store
    intake: Intake
    polling: Polling
    worker: Worker
    sender: Sender
    metrics: Metrics
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    def start(self) -> None:
        self.tasks = [asyncio.create_task(part.run()) for part in (self.polling, self.worker, self.sender)]

    async def stop(self) -> None:
        for part in (self.polling, self.worker, self.sender):
            part.stop()
        async with asyncio.timeout(10):
            await asyncio.gather(*self.tasks)

    async def crash(self) -> None:
        for task in self.tasks:
            task.cancel()
        for task in self.tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def texts(self, chat: int, count: int, wait: float = 15) -> list[str]:
        """What the bot said in a chat, once it said so many things."""
        async with asyncio.timeout(wait):
            while True:
                said = [m for m in await self.sim.messages(chat) if m["from"]["is_bot"]]
                if len(said) >= count:
                    return [m.get("text") or m.get("caption") or "" for m in said]
                await self.sim.messages(chat, after=10**9, wait=0.2)

    async def handled(self, outcome: str, count: int = 1, wait: float = 15) -> None:
        """Waits until so many updates came to that outcome."""
        async with asyncio.timeout(wait):
            while (
                self.metrics.registry.get_sample_value("quartier_turns_total", {"outcome": outcome}) or 0
            ) < count:
                await self.sim.calls(after=10**9, wait=0.05)

    async def settled(self, wait: float = 15) -> None:
        """Waits until nothing is left in inbox and outbox."""
        async with asyncio.timeout(wait):
            while await self.store.inbox.depth() or any((await self.store.outbox.depth()).values()):
                await self.sim.calls(after=10**9, wait=0.05)


async def build_house(
    sim: SimulatorClient,
    bot: Bot,
    store: Store,
    turns: Turns | None = None,
    *,
    limits: Limits = BRISK,
    workers: int = 8,
) -> House:
    me = await introduce(bot)
    metrics = Metrics()
    channel = TelegramChannel(bot)
    sender = Sender(
        store, channel, metrics, pacer=Pacer(limits), slow_poll=0.1, first_backoff=0.02, jitter=lambda: 1.0
    )
    worker = Worker(store, me, turns or small_turns(), sender.wake, metrics, workers=workers, slow_poll=0.1)
    intake = Intake(inbox_of(store, me), worker.wake, metrics)
    polling = Polling(bot, intake, poll_seconds=5, first_pause=0.01)
    return House(sim, store, intake, polling, worker, sender, metrics)


@asynccontextmanager
async def living(house: House) -> AsyncIterator[House]:
    house.start()
    try:
        yield house
    finally:
        await house.stop()
