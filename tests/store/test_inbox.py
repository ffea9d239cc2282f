"""Updates are kept before they are acknowledged, and handled once, chat by chat in order."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from bot.store import SealBroken, Store, StoreProblem, UnknownRow, Work
from bot.store.tables import UpdateRow
from tests.store.build import CHAT, agrees, next_update_id, reply, write


async def handle(store: Store, step: Callable[[Work], object]) -> Work:
    """The next update is taken, and `step` done with it."""
    async with store.inbox.claim() as work:
        assert work
        step(work)
        await work.done()
    return work


async def breaks(store: Store, error: Exception) -> Work:
    """The next update is taken, and handling it raises `error`."""
    taken: list[Work] = []

    def step(work: Work) -> None:
        taken.append(work)
        raise error

    with pytest.raises(type(error)):
        await handle(store, step)
    return taken[0]


async def texts(store: Store) -> list[str]:
    return [delivery.payload["text"] for delivery in await store.outbox.claim()]


async def test_the_same_update_twice_is_kept_once(store: Store) -> None:
    update = (next_update_id(), CHAT, {"text": "hallo"})
    assert await store.inbox.accept([update, update]) == 1
    assert await store.inbox.accept([update]) == 0
    async with store.inbox.claim() as work:
        assert work
        assert (work.update_id, work.chat, work.payload) == update
        await work.done()
    assert await store.inbox.accept([update]) == 0  # also once it is handled
    async with store.inbox.claim() as work:
        assert work is None


async def test_many_updates_at_once_and_none_at_all(store: Store) -> None:
    assert await store.inbox.accept([]) == 0
    many = [(next_update_id(), str(n % 7), {"text": "x" * 100}) for n in range(1200)]
    assert await store.inbox.accept(many) == 1200
    assert await store.inbox.depth() == 1200


@pytest.mark.parametrize("update_id", [-1, 2**63, True, "1", 1.5, None])
async def test_an_id_that_is_none_is_refused(store: Store, update_id: object) -> None:
    with pytest.raises(ValueError, match="whole number"):
        await store.inbox.accept([(update_id, CHAT, {})])  # type: ignore[list-item]
    assert await store.inbox.depth() == 0


async def test_words_that_no_database_likes_come_back_as_they_were(store: Store) -> None:
    payload = {"text": "\x00 \ud800 نوردماركت 🙂", "deep": [[[{"a": None}]]]}
    await store.inbox.accept([(next_update_id(), CHAT, payload)])
    async with store.inbox.claim() as work:
        assert work
        assert work.payload == payload
        await work.done()


async def test_updates_of_a_chat_come_in_the_order_of_their_ids(store: Store) -> None:
    first, second = next_update_id(), next_update_id()
    await store.inbox.accept([(second, CHAT, {}), (first, CHAT, {})])
    seen = []
    for _ in range(2):
        async with store.inbox.claim() as work:
            assert work
            seen.append(work.update_id)
            await work.done()
    assert seen == [first, second]


async def test_a_chat_waits_while_it_is_in_hand_and_others_go_on(store: Store) -> None:
    await write(store, "a")
    await write(store, "a")
    await write(store, "b")
    async with store.inbox.claim() as first:
        assert first
        assert first.chat == "a"
        async with store.inbox.claim() as second:
            assert second
            assert second.chat == "b"
            async with store.inbox.claim() as third:
                assert third is None
            await second.done()
        await first.done()
    async with store.inbox.claim() as last:
        assert last
        assert last.chat == "a"
        await last.done()


async def test_updates_without_a_chat_do_not_wait_for_each_other(store: Store) -> None:
    await store.inbox.accept([(next_update_id(), None, {}), (next_update_id(), None, {})])
    async with store.inbox.claim() as first, store.inbox.claim() as second:
        assert first
        assert second
        assert first.update_id < second.update_id
        with pytest.raises(ValueError, match="without a chat"):
            await first.conversation()
        await first.done()
        await second.done()


async def test_eight_workers_keep_the_order_of_every_chat(store: Store) -> None:
    chats = [str(n % 5) for n in range(60)]
    await store.inbox.accept([(next_update_id(), chat, {"n": n}) for n, chat in enumerate(chats)])
    seen: dict[str, list[int]] = {}
    in_hand: set[str] = set()

    async def worker() -> None:
        while await store.inbox.depth():
            async with store.inbox.claim() as work:
                if work is None:
                    await asyncio.sleep(0)
                    continue
                chat = work.chat or ""
                assert chat not in in_hand
                in_hand.add(chat)
                seen.setdefault(chat, []).append(work.payload["n"])
                await asyncio.sleep(0)
                in_hand.discard(chat)
                await work.done()

    async with asyncio.timeout(60):
        await asyncio.gather(*(worker() for _ in range(8)))
    assert sum(map(len, seen.values())) == 60
    assert all(numbers == sorted(numbers) for numbers in seen.values())


async def test_an_update_that_comes_late_with_a_smaller_id_waits_for_its_chat(store: Store) -> None:
    early, late = next_update_id(), next_update_id()
    await store.inbox.accept([(late, CHAT, {})])
    async with store.inbox.claim() as work:
        assert work
        await store.inbox.accept([(early, CHAT, {})])
        async with store.inbox.claim() as other:
            assert other is None
        await work.done()
    async with store.inbox.claim() as work:
        assert work
        assert work.update_id == early
        await work.done()


async def test_the_third_failure_parks_an_update_and_the_chat_goes_on(store: Store) -> None:
    poison = await write(store)
    await write(store)
    for attempt in range(3):
        broken = await breaks(store, ZeroDivisionError("words that must not be kept"))
        assert (broken.update_id, broken.attempts, broken.parked) == (poison, attempt, attempt == 2)
    [parked] = await store.inbox.parked()
    assert (parked.update_id, parked.error) == (poison, "ZeroDivisionError")
    assert await store.inbox.parked_count() == 1
    async with store.inbox.claim() as work:
        assert work
        assert work.update_id != poison
        await work.done()


async def test_the_resident_hears_of_trouble_only_when_it_is_final(store: Store) -> None:
    await write(store)
    for last in (False, False, True):
        async with store.inbox.claim() as work:
            assert work
            assert await work.fail("KeyError", [reply("Something went wrong")]) is last
    assert await texts(store) == ["Something went wrong"]


async def test_a_parked_update_can_be_handled_after_all(store: Store) -> None:
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        await work.park("Unreadable")
    [parked] = await store.inbox.parked()
    await store.inbox.retry(parked.id)
    with pytest.raises(UnknownRow):
        await store.inbox.retry(parked.id)
    async with store.inbox.claim() as work:
        assert work
        assert (work.id, work.attempts) == (parked.id, 0)
        await work.done()
    assert await store.inbox.parked() == []


async def test_a_database_that_is_away_is_no_fault_of_the_update(store: Store) -> None:
    await write(store)
    for _ in range(5):
        await breaks(store, StoreProblem("The database cannot be reached."))
    async with store.inbox.claim() as work:
        assert work
        assert work.attempts == 0
        await work.done()


async def test_a_worker_that_is_stopped_in_the_middle_leaves_the_update_to_others(store: Store) -> None:
    await write(store)
    holding = asyncio.Event()

    async def worker() -> None:
        async with store.inbox.claim() as work:
            assert work
            holding.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(worker())
    await holding.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.inbox.claim() as work:
        assert work
        assert work.attempts == 0
        await work.done()


async def test_a_forgotten_outcome_is_a_failure_and_a_second_one_an_error(store: Store) -> None:
    await write(store)
    with pytest.raises(RuntimeError, match="neither"):
        async with store.inbox.claim():
            pass
    async with store.inbox.claim() as work:
        assert work
        assert work.attempts == 1
        await work.done()
        with pytest.raises(RuntimeError, match="settled already"):
            await work.done()


async def test_an_answer_without_a_turn_makes_no_contact_and_vanishes_when_sent(store: Store) -> None:
    await write(store, "-100")
    async with store.inbox.claim() as work:
        assert work
        await work.done([reply("I only talk in private chats")])
    [delivery] = await store.outbox.claim()
    assert delivery.address == "-100"
    await store.outbox.sent(delivery.id, 1)
    async with store._database.reading() as db:
        for table in ("contacts", "residents", "deliveries"):
            assert await db.scalar(text(f"SELECT count(*) FROM {table}")) == 0


async def test_nothing_readable_stays_of_a_handled_update(store: Store) -> None:
    await agrees(store)
    async with store._database.reading() as db:
        [row] = await db.scalars(select(UpdateRow))
    assert (row.state, row.payload, row.chat_hash) == ("done", None, None)


async def test_a_tampered_update_is_parked(store: Store) -> None:
    await write(store)
    async with store._database.writing() as db:
        await db.execute(text("UPDATE inbox SET payload = :junk"), {"junk": b"\x01" + b"junk" * 10})
    for _ in range(3):
        with pytest.raises(SealBroken):
            await handle(store, lambda work: work.payload)
    assert [each.error for each in await store.inbox.parked()] == ["SealBroken"]


async def test_an_update_that_others_settled_is_not_settled_twice(store: Store) -> None:
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        await work.done()
    stale = Work(store._around, await _row(store), store._database.reading, store._database.writing)
    for settle in (stale.done, lambda: stale.fail("KeyError"), lambda: stale.park("KeyError")):
        stale.settled = False
        with pytest.raises(RuntimeError, match="others have settled it"):
            await settle()
    assert (await _row(store)).state == "done"


async def _row(store: Store) -> UpdateRow:
    async with store._database.reading() as db:
        return (await db.scalars(select(UpdateRow))).one()
