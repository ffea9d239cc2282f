"""Updates by long polling."""

import asyncio

import pytest

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import RawBot, eventually


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_they_are_confirmed(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    for text in ("eins", "zwei", "drei"):
        await people.send(amina, text)
    first = await raw.updates(limit=2)
    assert texts(first) == ["eins", "zwei"]
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    assert texts(await raw.updates()) == ["eins", "zwei", "drei"]
    assert texts(await raw.updates(offset=first[1]["update_id"] + 1)) == ["drei"]
    assert texts(await raw.updates()) == ["drei"]


async def test_a_negative_offset_keeps_the_newest(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    for text in ("eins", "zwei", "drei"):
        await people.send(amina, text)
    assert texts(await raw.updates(offset=-1)) == ["drei"]
    assert texts(await raw.updates()) == ["drei"]


async def test_a_long_poll_ends_when_something_comes(
    raw: RawBot, people: SimulatorClient, amina: int, simulator: RunningSimulator
) -> None:
    polling = asyncio.create_task(raw.updates(timeout=20))
    await _poller_of(simulator)
    await people.send(amina, "da bin ich")
    assert texts(await polling) == ["da bin ich"]


async def test_a_long_poll_ends_when_its_time_is_over(raw: RawBot) -> None:
    assert await raw.updates(timeout=1) == []


async def test_only_wanted_updates_come_and_the_wish_is_remembered(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    await raw.updates(allowed_updates=["edited_message"])
    sent = await people.send(amina, "Spielplaz")
    await people.edit(amina, sent["message_id"], "Spielplatz")
    (update,) = await raw.updates()
    assert update["edited_message"]["text"] == "Spielplatz"
    assert update["edited_message"]["edit_date"] == update["edited_message"]["date"]
    assert (await raw.result("getWebhookInfo"))["allowed_updates"] == ["edited_message"]
    await raw.updates(allowed_updates=[], offset=update["update_id"] + 1)
    await people.send(amina, "wieder alles")
    assert texts(await raw.updates()) == ["wieder alles"]


async def test_of_two_pollers_the_first_is_told_of_the_conflict(
    raw: RawBot, people: SimulatorClient, amina: int, simulator: RunningSimulator
) -> None:
    first = asyncio.create_task(raw.refusal("getUpdates", timeout=20))
    poller = await _poller_of(simulator)
    second = asyncio.create_task(raw.updates(timeout=20))
    assert await first == (
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await _poller_of(simulator, other_than=poller)
    await people.send(amina, "eins")
    assert texts(await second) == ["eins"]


async def test_a_poller_that_hangs_up_is_forgotten(raw: RawBot, simulator: RunningSimulator) -> None:
    polling = asyncio.create_task(raw.updates(timeout=20))
    await _poller_of(simulator)
    polling.cancel()
    world = simulator.world
    await eventually(lambda: world.bots[1].poller is None)
    assert [call["method"] for call in world.calls.after(0)] == ["getUpdates"]


async def test_a_webhook_ends_polling(raw: RawBot, simulator: RunningSimulator) -> None:
    polling = asyncio.create_task(raw.refusal("getUpdates", timeout=20))
    await _poller_of(simulator)
    await raw.result("setWebhook", url="https://bot.example.org/")
    assert await polling == "409 Conflict: terminated by setWebhook request"
    assert await raw.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await raw.result("deleteWebhook")
    assert await raw.updates() == []


async def test_what_residents_did_before_the_bot_called_waits_for_it(
    raw: RawBot, people: SimulatorClient
) -> None:
    amina = await people.add_user("Amina")
    group = await people.add_group("Werkstatt", [amina])
    await people.send(amina, "/start")
    joined, started = await raw.updates()
    assert joined["my_chat_member"]["chat"] == {"id": group, "type": "group", "title": "Werkstatt"}
    assert joined["my_chat_member"]["new_chat_member"]["user"]["id"] == 1
    assert started["message"]["text"] == "/start"
    assert "language_code" not in started["message"]["from"]


@pytest.mark.parametrize("confirmed", [False, True])
async def test_a_ready_made_update_may_repeat_an_earlier_one(
    raw: RawBot, people: SimulatorClient, amina: int, confirmed: bool
) -> None:
    await people.send(amina, "eins")
    (update,) = await raw.updates()
    after = update["update_id"] + 1
    if confirmed:
        assert await raw.updates(offset=after) == []
    assert await people.inject(update) == update["update_id"]
    assert await raw.updates(offset=after) == [update]
    assert await raw.updates(offset=after) == []
    assert await people.inject({"message": {"text": "halb"}}) == after


async def test_several_bots_have_their_own_chats(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    await raw.result("getMe")
    other = RawBot(raw.http, "2:other")
    assert (await other.result("getMe"))["username"] == "bot_2_bot"
    async with SimulatorClient(people.base_url, bot=2) as with_other:
        await with_other.send(amina, "nur für zwei")
        assert [bot["bot_id"] for bot in await people.bots()] == [1, 2]
    assert await raw.updates() == []
    assert texts(await other.updates()) == ["nur für zwei"]
    assert await people.messages(amina) == []


async def test_ids_and_times_come_from_the_settings() -> None:
    settings = SimulatorSettings(
        first_user_id=7, first_update_id=40, first_message_id=500, first_group_id=90, clock=lambda: 1234.5
    )
    async with running_simulator(settings=settings) as simulator, SimulatorClient(simulator.url) as people:
        resident = await people.add_user("Jan")
        group = await people.add_group("Werkstatt", [resident])
        message = await people.send(resident, "Hallo")
        assert (resident, group, message["message_id"], message["date"]) == (7, -90, 500, 1234)
        assert await people.inject({}) == 42


async def test_reset_forgets_and_pollers_go_on(
    raw: RawBot, people: SimulatorClient, amina: int, simulator: RunningSimulator
) -> None:
    polling = asyncio.create_task(raw.updates(timeout=20))
    await _poller_of(simulator)
    await people.reset()
    assert await polling == []
    assert (await people.users())["users"] == []
    again = await people.add_user("Amina")
    await people.send(again, "neu")
    assert texts(await raw.updates()) == ["neu"]


async def _poller_of(simulator: RunningSimulator, other_than: object = None) -> object:
    """Wait until the bot polls."""

    def poller() -> object:
        bot = simulator.world.bots.get(1)
        return bot and bot.poller is not other_than and bot.poller

    await eventually(poller)
    return poller()
