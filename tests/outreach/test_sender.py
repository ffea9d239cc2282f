"""The sender empties the outbox: told with a channel that does as the test says, on both databases."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.observability import Metrics
from bot.outreach.outcomes import Blocked, Failed, NotSent, Outcome, Sent, Throttled, Unknown
from bot.outreach.pacing import Limits, Pacer
from bot.outreach.sender import Sender
from bot.store import Lane, NewDelivery, Store, open_store
from tests.databases import KEY

BRISK = Limits(per_second=1000, burst_per_chat=1000, seconds_per_message=0.001)


class Post:
    """A channel that keeps what it is given. `becomes` holds the next outcomes by text; `hold` stops it midway."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, str]] = []
        self.becomes: dict[str, list[Outcome]] = defaultdict(list)
        self.hold: set[str] = set()
        self.released = asyncio.Event()
        self.at_once = 0
        self.most_at_once = 0
        self._changed = asyncio.Condition()

    async def deliver(self, address: str, payload: dict[str, Any], attempts: int = 0) -> Outcome:
        text = str(payload["text"])
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        async with self._changed:
            self.tried.append((address, text))
            self._changed.notify_all()
        try:
            if text in self.hold:
                await self.released.wait()
            await asyncio.sleep(0)
        finally:
            self.at_once -= 1
        return self.becomes[text].pop(0) if self.becomes[text] else Sent(len(self.tried))

    def counts(self, payload: dict[str, Any]) -> bool:
        return True

    async def until(self, tries: int) -> list[str]:
        """The texts tried, once there are so many."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.tried) >= tries)
        return [text for _, text in self.tried]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = await open_store(database_url, KEY)
    yield opened
    await opened.close()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def make_sender(store: Store, post: Post) -> Callable[..., Sender]:
    def make(limits: Limits = BRISK) -> Sender:
        return Sender(
            store,
            post,
            Metrics(),
            pacer=Pacer(limits),
            slow_poll=0.05,
            first_backoff=0.01,
            jitter=lambda: 1.0,
        )

    return make


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[Sender]:
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        sender.stop()
        async with asyncio.timeout(5):
            await task


def delivery(text: str, lane: Lane = Lane.REPLY) -> NewDelivery:
    return NewDelivery("sendMessage", {"text": text}, lane)


async def emptied(store: Store) -> None:
    async with asyncio.timeout(10):
        while any((await store.outbox.depth()).values()):  # noqa: ASYNC110 -- a database tells nobody
            await asyncio.sleep(0.01)


async def test_a_chat_gets_its_messages_in_order_and_others_do_not_wait(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    for chat in ("1", "2", "3"):
        await store.outbox.put(chat, [delivery(f"{chat}-{number}") for number in range(5)])
    post.hold = {"1-0"}
    async with sending(make_sender()):
        await post.until(11)
        assert [text for chat, text in post.tried if chat == "1"] == ["1-0"]
        post.released.set()
        await emptied(store)
    for chat in ("1", "2", "3"):
        assert [text for other, text in post.tried if other == chat] == [
            f"{chat}-{number}" for number in range(5)
        ]
    assert post.most_at_once <= 3


async def test_replies_come_before_everything_else(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    await store.outbox.put("1", [delivery("digest", Lane.DIGEST)])
    await store.outbox.put("2", [delivery("broadcast", Lane.BROADCAST)])
    await store.outbox.put("3", [delivery("poll", Lane.POLL)])
    await store.outbox.put("4", [delivery("reply")])
    async with sending(make_sender(Limits())):
        assert await post.until(4) == ["reply", "poll", "broadcast", "digest"]


async def test_a_reply_overtakes_a_broadcast_to_many(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    for chat in range(100):
        await store.outbox.put(f"9{chat}", [delivery(f"broadcast {chat}", Lane.BROADCAST)])
    async with sending(make_sender(Limits())) as sender:
        await post.until(5)
        await store.outbox.put("1", [delivery("reply")])
        sender.wake()
        async with asyncio.timeout(10):
            while "reply" not in (texts := await post.until(len(post.tried) + 1)):
                pass
    assert texts.index("reply") < 15


async def test_a_reply_is_tried_until_it_arrives(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    post.becomes["Hallo"] = [NotSent("away", unreachable=True), Unknown("lost"), NotSent("away")]
    await store.outbox.put("1", [delivery("Hallo"), delivery("danach")])
    async with sending(make_sender()):
        assert await post.until(5) == ["Hallo"] * 4 + ["danach"]
        await emptied(store)


async def test_a_broadcast_of_unknown_fate_is_not_sent_again(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    post.becomes["Fest"] = [NotSent("server error"), Unknown("lost")]
    await store.outbox.put("1", [delivery("Fest", Lane.BROADCAST), delivery("danach", Lane.BROADCAST)])
    async with sending(make_sender()):
        assert await post.until(3) == ["Fest", "Fest", "danach"]
        await emptied(store)


async def test_when_the_channel_asks_for_silence_nobody_gets_anything(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    post.becomes["eins"] = [Throttled(0.4)]
    await store.outbox.put("1", [delivery("eins")])
    async with sending(make_sender()) as sender:
        await post.until(1)
        began = asyncio.get_running_loop().time()
        await store.outbox.put("2", [delivery("zwei")])
        sender.wake()
        assert sorted(await post.until(3)) == ["eins", "eins", "zwei"]
        assert asyncio.get_running_loop().time() - began >= 0.3


async def test_who_blocked_the_bot_gets_nothing_more(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    post.becomes["eins"] = [Blocked("resident gone")]
    await store.outbox.put("1", [delivery("eins"), delivery("zwei")])
    async with sending(make_sender()):
        await post.until(1)
        await emptied(store)
    assert post.tried == [("1", "eins")]


async def test_what_can_never_arrive_does_not_hold_up_the_chat(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    post.becomes["kaputt"] = [Failed("entities")]
    await store.outbox.put("1", [delivery("kaputt"), delivery("weiter")])
    async with sending(make_sender()):
        assert await post.until(2) == ["kaputt", "weiter"]


async def test_after_a_crash_replies_come_again_and_broadcasts_do_not(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    await store.outbox.put("1", [delivery("Antwort")])
    await store.outbox.put("2", [delivery("Rundruf", Lane.BROADCAST)])
    post.hold = {"Antwort", "Rundruf"}
    crashing = asyncio.create_task(make_sender().run())
    await post.until(2)
    crashing.cancel()
    await asyncio.gather(crashing, return_exceptions=True)
    post.hold.clear()
    async with sending(make_sender()):
        await post.until(3)
        await emptied(store)
    assert sorted(text for _, text in post.tried) == ["Antwort", "Antwort", "Rundruf"]


async def test_a_clean_stop_finishes_what_it_began_and_leaves_the_rest(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    await store.outbox.put("1", [delivery("eins"), delivery("zwei")])
    post.hold = {"eins"}
    sender = make_sender()
    task = asyncio.create_task(sender.run())
    await post.until(1)
    sender.stop()
    post.released.set()
    async with asyncio.timeout(5):
        await task
    assert (await store.outbox.depth())[Lane.REPLY] == 1
    async with sending(make_sender()):
        assert await post.until(2) == ["eins", "zwei"]


async def test_a_second_sender_waits_until_the_first_is_done(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    post.hold = {"eins"}
    first, second = make_sender(), make_sender()
    async with sending(first):
        await store.outbox.put("1", [delivery("eins")])
        first.wake()
        await post.until(1)
        waiting = asyncio.create_task(second.run())
        await store.outbox.put("2", [delivery("zwei")])
        first.wake()
        await post.until(2)
        assert (second.under_way, await second.health()) == (0, None)
        post.released.set()
    await store.outbox.put("3", [delivery("drei")])
    assert await post.until(3) == ["eins", "zwei", "drei"]
    second.stop()
    async with asyncio.timeout(5):
        await waiting


async def test_a_mistake_in_the_channel_does_not_end_the_sender(
    store: Store, post: Post, make_sender: Callable[..., Sender]
) -> None:
    await store.outbox.put("1", [NewDelivery("odd", {"no text": 1}, Lane.BROADCAST)])
    await store.outbox.put("2", [delivery("Hallo", Lane.BROADCAST)])
    async with sending(make_sender()):
        assert await post.until(1) == ["Hallo"]
        await emptied(store)
