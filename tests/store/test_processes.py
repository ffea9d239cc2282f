"""Several processes on one database, and one after another."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.store import NewDelivery, Operator, Role, Store, StoreProblem, open_store
from tests.databases import KEY, Clock
from tests.store.build import SURVEY, happens, turn, write
from tests.store.test_inbox import handle, texts

KILL_THE_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_two_processes_never_hold_the_same_chat(postgresql_pair: tuple[Store, Store]) -> None:
    one, other = postgresql_pair
    await write(one)
    await write(one)
    async with one.inbox.claim() as held:
        assert held
        async with other.inbox.claim() as nothing:
            assert nothing is None
        await held.done()
    async with other.inbox.claim() as next_one:
        assert next_one
        await next_one.done()


async def test_a_claim_dies_with_its_process(postgresql_pair: tuple[Store, Store]) -> None:
    one, other = postgresql_pair
    update_id = await write(one)

    async def hold_while_the_process_dies() -> None:
        async with one.inbox.claim() as held:
            assert held
            async with other._database.writing() as db:
                await db.execute(text(KILL_THE_OTHERS))
            found = await handle(other, lambda work: work.payload)
            assert (found.update_id, found.attempts) == (update_id, 0)
            await held.done()

    with pytest.raises(StoreProblem, match="cannot be reached"):
        await hold_while_the_process_dies()
    assert await other.inbox.depth() == 0


async def test_what_was_accepted_is_there_after_a_restart(database_url: str, clock: Clock) -> None:
    first = await open_store(database_url, KEY, clock=clock)
    await happens(first, replies=[NewDelivery("text", {"text": "Guten Tag"})])
    update_id = await write(first)
    await first.close()
    second = await open_store(database_url, KEY, clock=clock)
    assert await texts(second) == ["Guten Tag"]
    async with second.inbox.claim() as work:
        assert work
        assert work.update_id == update_id
        await (await work.conversation()).apply(turn(), [])
    await second.close()


async def test_two_processes_that_start_at_once_publish_a_survey_once(
    postgresql_pair: tuple[Store, Store],
) -> None:
    one, other = postgresql_pair
    published = await asyncio.gather(
        *(store.publish_survey(replace(SURVEY, version=n)) for n in range(1, 9) for store in (one, other))
    )
    assert sorted(published) == [False] * 8 + [True] * 8
    assert len([each for each in await one.audit_entries(Operator()) if each.what == "survey published"]) == 8


async def test_two_processes_keep_a_file_once(postgresql_pair: tuple[Store, Store]) -> None:
    one, other = postgresql_pair
    kept = await asyncio.gather(
        *(store.survey_files.put("home", 1, name, b"...") for name in "abcdefgh" for store in (one, other))
    )
    assert sorted(kept) == [False] * 8 + [True] * 8
    await asyncio.gather(*(store.uploads.keep("7", b"#", "photo", "id") for store in (one, other) * 8))
    assert await one.uploads.known("7", b"#") == {"photo": "id"}


async def test_two_processes_add_a_member_of_staff_once(postgresql_pair: tuple[Store, Store]) -> None:
    one, other = postgresql_pair
    tries = [store.staff.add(Operator(), 7, Role.STAFF, "Ayla") for store in (one, other)]
    added = await asyncio.gather(*tries, return_exceptions=True)
    assert [isinstance(each, StoreProblem) for each in added].count(True) == 1
    assert len(await one.staff.list()) == 1
