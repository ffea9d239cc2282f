"""Trouble with the database is said in one sentence, and nothing half-done stays."""

from pathlib import Path

import pytest
from sqlalchemy import event

from bot.store import Store, StoreProblem, migrate, open_store
from tests.databases import KEY
from tests.store.build import CHAT, agrees, next_update_id, request, turn, write


async def sqlite_store(folder: Path) -> Store:
    url = f"sqlite:///{folder / 'city.db'}"
    await migrate(url)
    return await open_store(url, KEY)


def from_now_on(store: Store, pragma: str) -> None:
    """Every transaction begins with `pragma`."""

    @event.listens_for(store._database.engine.sync_engine, "begin")
    def set_pragma(connection: object) -> None:
        connection.exec_driver_sql(pragma)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [
        ("PRAGMA max_page_count = 1", "The disk that holds the database is full"),
        ("PRAGMA query_only = ON", "The database is read-only"),
    ],
)
async def test_a_file_that_takes_no_more_is_named(tmp_path: Path, pragma: str, sentence: str) -> None:
    store = await sqlite_store(tmp_path)
    await agrees(store)
    update_id = await write(store)
    from_now_on(store, pragma)
    many = [(next_update_id(), CHAT, {"text": "x" * 4000}) for _ in range(200)]
    with pytest.raises(StoreProblem, match=sentence):
        await store.inbox.accept(many)
    with pytest.raises(StoreProblem, match=sentence):
        await answer(store)
    await store.close()
    again = await open_store(f"sqlite:///{tmp_path / 'city.db'}", KEY)
    assert await again.inbox.depth() == 1  # all of the new ones are still Telegram's
    async with again.inbox.claim() as work:
        assert work
        assert (work.update_id, work.attempts) == (update_id, 0)
        await work.done()
    assert (await again.stored_data(CHAT)).requests == ()
    await again.close()


async def answer(store: Store) -> None:
    async with store.inbox.claim() as work:
        assert work
        await (await work.conversation()).apply(turn(request("q1", "x" * 100_000)), [])
