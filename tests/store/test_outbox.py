"""Deliveries leave in order, once, and what became of them is known."""

import asyncio

import pytest
from sqlalchemy import select

from bot.conversation import facts as f
from bot.conversation.session import Session
from bot.store import ContactState, Delivery, Lane, Store
from bot.store.tables import ContactRow, DeliveryRow
from tests.databases import Clock
from tests.store.build import AGREED, CHAT, agrees, happens, reply


async def claimed(store: Store, limit: int = 50) -> list[str]:
    return [each.payload["text"] for each in await store.outbox.claim(limit=limit)]


async def states(store: Store) -> dict[int, str]:
    async with store._database.reading() as db:
        return {row.id: row.state for row in await db.scalars(select(DeliveryRow))}


async def contact_state(store: Store) -> str:
    async with store._database.reading() as db:
        return (await db.scalars(select(ContactRow))).one().state


async def only(store: Store) -> Delivery:
    [delivery] = await store.outbox.claim()
    return delivery


async def test_the_replies_of_a_chat_leave_one_after_another(store: Store) -> None:
    await happens(store, replies=[reply("one"), reply("two"), reply("three")])
    seen = []
    for _ in range(3):
        delivery = await only(store)
        seen.append(delivery.payload["text"])
        assert await store.outbox.claim() == []  # the next one waits until this one is settled
        await store.outbox.sent(delivery.id, len(seen))
    assert seen == ["one", "two", "three"]


async def test_replies_go_before_polls_before_broadcasts_before_digests(store: Store) -> None:
    for lane in ("digest", "broadcast", "poll", "reply"):
        await store.outbox.put(f"chat of {lane}", [reply(lane, lane)])
    assert await claimed(store, limit=3) == ["reply", "poll", "broadcast"]
    assert await claimed(store) == ["digest"]


async def test_a_chat_gets_one_thing_at_a_time_over_all_lanes(store: Store) -> None:
    await store.outbox.put(CHAT, [reply("news", "broadcast"), reply("answer")])
    first = await only(store)
    assert first.lane == Lane.REPLY
    await store.outbox.sent(first.id)
    assert await claimed(store) == ["news"]


async def test_what_is_settled_keeps_no_content(store: Store) -> None:
    await happens(store, replies=[reply("Guten Tag")])
    delivery = await only(store)
    await store.outbox.sent(delivery.id, 77)
    async with store._database.reading() as db:
        [row] = await db.scalars(select(DeliveryRow))
    assert (row.state, row.message_id) == ("sent", 77)
    assert (row.payload, row.address, row.chat_hash) == (None, None, None)


async def test_silence_that_the_channel_asks_for_holds_back_the_chat(store: Store, clock: Clock) -> None:
    await happens(store, replies=[reply("one"), reply("two")])
    delivery = await only(store)
    clock_before = clock.now
    clock.advance(seconds=30)
    await store.outbox.throttled(delivery.id, clock.now)
    clock.now = clock_before
    assert await store.outbox.claim() == []
    clock.advance(seconds=30)
    again = await only(store)
    assert (again.payload["text"], again.attempts) == ("one", 0)


async def test_a_reply_of_unknown_fate_is_sent_again_and_a_broadcast_is_not(store: Store) -> None:
    await store.outbox.put("a", [reply("answer")])
    await store.outbox.put("b", [reply("news", "broadcast")])
    await store.outbox.put("c", [reply("poll", "poll")])
    for delivery in await store.outbox.claim():
        await store.outbox.unknown(delivery.id)
    answer = await only(store)
    assert (answer.payload["text"], answer.attempts) == ("answer", 1)


async def test_a_reply_is_not_sent_again_for_ever(store: Store) -> None:
    await happens(store, replies=[reply("answer")])
    for _ in range(10):
        await store.outbox.unknown((await only(store)).id)
    assert await store.outbox.claim() == []
    assert list((await states(store)).values()) == ["unknown"]


async def test_what_a_dead_process_left_on_its_way_is_of_unknown_fate(store: Store) -> None:
    await store.outbox.put("a", [reply("answer")])
    await store.outbox.put("b", [reply("news", "broadcast")])
    await store.outbox.put("c", [reply("digest", "digest")])
    assert len(await store.outbox.claim()) == 3
    assert await store.outbox.recover() == 3
    assert await claimed(store) == ["answer", "digest"]


async def test_what_nobody_began_to_send_is_as_before(store: Store) -> None:
    await happens(store, replies=[reply("news", "broadcast")])
    delivery = await only(store)
    await store.outbox.put_back(delivery.id)
    assert await only(store) == delivery


async def test_one_that_certainly_did_not_arrive_is_tried_again_later(store: Store, clock: Clock) -> None:
    await store.outbox.put(CHAT, [reply("news", "broadcast")])
    delivery = await only(store)
    await store.outbox.again(delivery.id, clock.now)
    assert (await only(store)).attempts == 1


async def test_one_that_can_never_arrive_lets_the_next_one_pass(store: Store) -> None:
    await happens(store, replies=[reply("broken"), reply("fine")])
    await store.outbox.failed((await only(store)).id, "BadRequest")
    assert await claimed(store) == ["fine"]


async def test_a_block_ends_the_contact_until_they_write_again(store: Store) -> None:
    await agrees(store)
    await store.outbox.put(CHAT, [reply("answer"), reply("more"), reply("news", "broadcast")])
    await store.outbox.blocked((await only(store)).id)
    assert await contact_state(store) == "blocked"
    assert sorted((await states(store)).values()) == ["blocked", "dropped", "dropped"]
    assert await store.outbox.put(CHAT, [reply("anybody there?")]) == []
    await happens(store, replies=[reply("welcome back")])
    assert await contact_state(store) == "active"
    assert await claimed(store) == ["welcome back"]


async def test_who_stopped_all_messages_gets_answers_and_nothing_else(store: Store) -> None:
    await agrees(store)
    await store.outbox.put(CHAT, [reply("news", "broadcast")])
    silent = Session(language="de", consent="given", stopped=True)
    await happens(store, f.MessagesStopped(), replies=[reply("I am silent now")], session=silent)
    assert await store.outbox.put(CHAT, [reply("more news", "broadcast")]) == []
    answer = await only(store)
    assert answer.payload["text"] == "I am silent now"
    await store.outbox.sent(answer.id)
    await store.set_contact_state(CHAT, ContactState.BLOCKED)
    await store.set_contact_state(CHAT, ContactState.ACTIVE)  # unblocking does not undo /stop
    assert await contact_state(store) == "stopped"
    await happens(store, f.MessagesResumed(), session=AGREED)
    assert await contact_state(store) == "active"


async def test_a_stop_also_catches_what_slips_into_the_outbox_meanwhile(store: Store) -> None:
    await agrees(store)
    await store.outbox.put(CHAT, [reply("news", "broadcast")])
    async with store._database.writing() as db:
        (await db.scalars(select(ContactRow))).one().state = ContactState.STOPPED
    assert await store.outbox.claim() == []
    assert list((await states(store)).values()) == ["dropped"]


async def test_what_the_channel_says_of_somebody_unknown_makes_no_contact(store: Store) -> None:
    await store.set_contact_state("1", ContactState.BLOCKED)
    await store.set_contact_state("1", ContactState.ACTIVE)
    async with store._database.reading() as db:
        assert list(await db.scalars(select(ContactRow))) == []


async def test_an_outcome_that_comes_twice_or_too_late_changes_nothing(store: Store) -> None:
    await happens(store, replies=[reply("one")])
    delivery = await only(store)
    await store.outbox.sent(delivery.id, 5)
    before = await states(store)
    await store.outbox.failed(delivery.id, "TimedOut")
    await store.outbox.unknown(delivery.id)
    await store.outbox.blocked(delivery.id)
    await store.outbox.put_back(delivery.id)
    await store.outbox.sent(987654, 1)
    assert await states(store) == before
    assert await contact_state(store) == "active"


async def test_the_depth_of_the_outbox_by_lane(store: Store) -> None:
    await store.outbox.put("a", [reply("x"), reply("y"), reply("z", "digest")])
    assert await store.outbox.depth() == {"reply": 2, "poll": 0, "broadcast": 0, "digest": 1}


async def test_a_delivery_in_no_known_lane_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="express"):
        await store.outbox.put("a", [reply("x", "express")])


async def test_only_one_process_sends(store: Store, database_url: str) -> None:
    async def second() -> str:
        async with store.sender_lock() as lock:
            await lock.confirm()
            return "second"

    async with store.sender_lock() as lock:
        await lock.confirm()
        waiting = asyncio.create_task(second())
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
    async with asyncio.timeout(10):
        assert await waiting == "second"


async def test_two_senders_never_claim_the_same(postgresql_pair: tuple[Store, Store]) -> None:
    one, other = postgresql_pair
    for n in range(20):
        await one.outbox.put(str(n), [reply(str(n))])
    claims = await asyncio.gather(*(each.outbox.claim(limit=7) for each in (one, other, one, other)))
    ids = [delivery.id for claim in claims for delivery in claim]
    assert len(ids) == len(set(ids))
