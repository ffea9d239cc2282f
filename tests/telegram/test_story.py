"""Stories of messages on their way, over real HTTP, on both databases."""

import asyncio

import pytest
from telegram import Bot

from bot.conversation import Need, Session, Turn, World
from bot.conversation.events import ChoicePressed, Event, TextSent
from bot.conversation.replies import Button, Message, Toast
from bot.simulator.client import SimulatorClient
from bot.store import Lane, NewDelivery, Store
from tests.telegram.house import House, answer, build_house, echo, living, small_turns


@pytest.fixture
async def house(sim: SimulatorClient, bot: Bot, live_store: Store) -> House:
    return await build_house(sim, bot, live_store)


async def test_what_a_resident_writes_is_answered(house: House, sim: SimulatorClient) -> None:
    amina = await sim.add_user("Amina", "ar")
    async with living(house):
        await sim.send(amina, "/start s_needs")
        await sim.send(amina, "Es fehlt ein Spielplatz")
        assert await house.texts(amina, 2) == ["/start s_needs", "Es fehlt ein Spielplatz"]
        await house.settled()
    assert house.metrics.registry.get_sample_value("quartier_turns_total", {"outcome": "done"}) == 2


async def test_a_press_is_answered_and_its_message_changes(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    def advance(session: Session, event: Event, world: World) -> Turn:
        if isinstance(event, ChoicePressed):
            return answer(session, Toast("Danke!"), Message("Gewählt: Ja", edits=True))
        return answer(session, Message("Machen Sie mit?", ((Button("Ja", "consent.0.yes"),),)))

    house = await build_house(sim, bot, live_store, small_turns(advance))
    amina = await sim.add_user("Amina")
    async with living(house):
        await sim.send(amina, "/start")
        await house.texts(amina, 1)
        assert (await sim.press(amina, "Ja"))["text"] == "Danke!"
        await house.settled()
        assert await house.texts(amina, 1) == ["Gewählt: Ja"]


async def test_order_within_a_chat_holds_while_many_write_at_once(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    house = await build_house(sim, bot, live_store, workers=64)
    chats = [await sim.add_user(f"Nachbar {number}") for number in range(64)]
    words = [str(number) for number in range(4)]

    async def writes(chat: int) -> None:
        for word in words:
            await sim.send(chat, word)

    async with living(house):
        await asyncio.gather(*(writes(chat) for chat in chats))
        for chat in chats:
            assert await house.texts(chat, len(words), wait=40) == words


async def test_the_same_update_twice_is_handled_once(house: House, sim: SimulatorClient) -> None:
    amina = await sim.add_user("Amina")
    async with living(house):
        sent = await sim.send(amina, "einmal")
        await house.texts(amina, 1)
        again = {"update_id": 100_001, "message": sent}
        await sim.inject(again)
        await sim.send(amina, "danach")
        assert await house.texts(amina, 2) == ["einmal", "danach"]


async def test_three_failures_and_the_chat_goes_on(sim: SimulatorClient, bot: Bot, live_store: Store) -> None:
    tries: list[str] = []

    def advance(session: Session, event: Event, world: World) -> Turn:
        if isinstance(event, TextSent) and event.text == "kaputt":
            tries.append(event.text)
            raise ZeroDivisionError("Amina wrote: kaputt")
        return echo(session, event, world)

    house = await build_house(sim, bot, live_store, small_turns(advance))
    amina = await sim.add_user("Amina", "en")
    async with living(house):
        await sim.send(amina, "kaputt")
        await sim.send(amina, "weiter")
        sorry, later = await house.texts(amina, 2)
        await house.settled()
    assert "Nothing you wrote is lost" in sorry
    assert later == "weiter"
    assert len(tries) == 3
    (parked,) = await live_store.inbox.parked()
    assert parked.error == "ZeroDivisionError"


async def test_a_crash_between_inbox_and_answer_loses_nothing_and_doubles_nothing(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    reached = asyncio.Event()

    async def for_ever(text: str, language: str | None) -> None:
        reached.set()
        await asyncio.Event().wait()

    stuck = small_turns(understand=for_ever, needs=lambda session, event: frozenset({Need.UNDERSTANDING}))
    amina = await sim.add_user("Amina")
    first = await build_house(sim, bot, live_store, stuck)
    first.start()
    await sim.send(amina, "Es fehlt ein Arzt")
    async with asyncio.timeout(10):
        await reached.wait()
    await first.crash()
    second = await build_house(sim, bot, live_store)
    async with living(second):
        assert await second.texts(amina, 1) == ["Es fehlt ein Arzt"]
        await second.settled()
        assert len(await second.texts(amina, 1)) == 1


async def test_an_unreadable_update_is_parked_and_harms_nobody(
    house: House, sim: SimulatorClient, live_store: Store
) -> None:
    amina = await sim.add_user("Amina")
    async with living(house):
        await sim.inject({"edited_message": {"chat": {"id": amina, "type": "private"}, "from": 7}})
        await sim.send(amina, "Hallo")
        assert await house.texts(amina, 1) == ["Hallo"]
        await house.settled()
    assert len(await live_store.inbox.parked()) == 1


async def test_a_group_hears_once_where_the_bot_talks(
    house: House, sim: SimulatorClient, live_store: Store
) -> None:
    amina = await sim.add_user("Amina", "en")
    group = await sim.add_group("Workshop", [amina])
    async with living(house):
        (words,) = await house.texts(group, 1)
        await sim.send(group, "/start@quartierstimme_bot")
        await sim.send(amina, "/start")
        await house.texts(amina, 1)
        await house.settled()
        assert await house.texts(group, 1) == [words]
    assert "https://t.me/quartierstimme_bot" in words
    assert (await live_store.stored_data(str(group))).since is None


async def test_who_blocks_the_bot_gets_nothing_until_they_come_back(
    house: House, sim: SimulatorClient
) -> None:
    amina = await sim.add_user("Amina")
    async with living(house):
        await sim.send(amina, "/start")
        await house.texts(amina, 1)
        await sim.block(amina)
        await house.handled("contact")
        assert (
            await house.store.outbox.put(str(amina), [NewDelivery("sendMessage", {}, Lane.BROADCAST)]) == []
        )
        await sim.block(amina, False)
        await house.handled("contact", 2)
        await sim.send(amina, "wieder da")
        assert (await house.texts(amina, 2))[-1] == "wieder da"


async def test_words_that_are_no_unicode_do_no_harm(house: House, sim: SimulatorClient) -> None:
    amina = await sim.add_user("Amina")
    broken = {
        "message_id": 99,
        "date": 1,
        "chat": {"id": amina, "type": "private"},
        "from": {"id": amina, "is_bot": False, "first_name": "A"},
    }
    async with living(house):
        await sim.inject({"message": {**broken, "text": "a\x00b"}})
        await sim.send(amina, "Hallo")
        assert (await house.texts(amina, 2))[-1] == "Hallo"


async def test_a_command_for_another_bot_is_not_answered(house: House, sim: SimulatorClient) -> None:
    amina = await sim.add_user("Amina")
    async with living(house):
        await sim.send(amina, "/help@other_bot")
        await sim.send(amina, "/help")
        assert await house.texts(amina, 1) == ["/help"]
