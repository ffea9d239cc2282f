"""A process that is killed again and again loses nothing and does nothing twice."""

import asyncio
import random
import sys
from pathlib import Path

from sqlalchemy import select

from bot.store import Store, open_store
from bot.store.tables import RequestRow
from tests.databases import KEY
from tests.store.build import next_update_id

ROOT = Path(__file__).parents[2]
UPDATES = 60
CHATS = 6


async def test_no_update_is_lost_or_handled_twice_and_no_reply_is_missing(database_url: str) -> None:
    store = await open_store(database_url, KEY)
    updates = [(next_update_id(), str(n % CHATS), {"n": f"q{n}"}) for n in range(UPDATES)]
    await store.inbox.accept(updates)
    await store.close()
    chance = random.Random(7)
    heard: list[str] = []
    for _ in range(3):
        heard += await run_and_kill(database_url, after=chance.randint(4, 25))
    store = await open_store(database_url, KEY)
    heard += await run_and_kill(database_url, after=None, store=store)
    async with store._database.reading() as db:
        made = sorted(await db.scalars(select(RequestRow.id)))
    await store.close()
    assert made == sorted(payload["n"] for _, _, payload in updates)  # each once: the ids are unique
    for chat in range(CHATS):
        mine = [line.split(maxsplit=1)[1] for line in heard if line.startswith(f"{chat} ")]
        wanted = [f"q{n} {word}" for n in range(chat, UPDATES, CHATS) for word in ("one", "two")]
        assert list(dict.fromkeys(mine)) == wanted  # in order; one of unknown fate may come twice


async def run_and_kill(url: str, after: int | None, store: Store | None = None) -> list[str]:
    """What a worker sends until it is killed: after so many lines, or when nothing is left to do."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.store.crashing_worker", url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    lines: list[str] = []
    async with asyncio.timeout(60):
        assert await process.stdout.readline() == b"ready\n"
        if store is None:
            for _ in range(after or 0):
                lines.append((await process.stdout.readline()).decode().strip())
        else:
            while await store.inbox.depth() or sum((await store.outbox.depth()).values()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        process.kill()
        lines += (await process.stdout.read()).decode().splitlines()
        await process.wait()
    return [line.strip() for line in lines if line.strip()]
