"""A process that handles updates until it is killed: `python -m tests.store.crashing_worker URL`."""

import asyncio
import sys

from bot.store import Store, open_store
from tests.databases import KEY
from tests.store.build import AGREES, reply, request, turn


async def main(url: str) -> None:
    store = await open_store(url, KEY)
    print("ready", flush=True)
    async with store.sender_lock():
        await store.outbox.recover()
        await asyncio.gather(*(handle(store) for _ in range(3)), send(store))


async def handle(store: Store) -> None:
    """Each update makes one request, named after it, and two replies."""
    while True:
        async with store.inbox.claim() as work:
            if work is None:
                await asyncio.sleep(0.01)
                continue
            conversation = await work.conversation()
            facts = () if conversation.resident else AGREES
            name = str(work.payload["n"])
            replies = [reply(f"{name} one"), reply(f"{name} two")]
            await conversation.apply(turn(*facts, request(name, name)), replies)


async def send(store: Store) -> None:
    """Says aloud what it sends."""
    while True:
        for delivery in await store.outbox.claim(limit=3):
            print(delivery.address, delivery.payload["text"], flush=True)
            await store.outbox.sent(delivery.id, delivery.id)
        await asyncio.sleep(0.001)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
