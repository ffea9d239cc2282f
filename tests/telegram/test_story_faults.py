"""Stories in which the Bot API server, the network or the bot itself fails midway."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from telegram import Bot

from bot.conversation.replies import Document, Message
from bot.observability_http import serving
from bot.outreach.pacing import Limits
from bot.simulator import SimulatorSettings
from bot.simulator.client import SimulatorClient
from bot.store import Lane, NewDelivery, Store
from bot.telegram.payloads import calls_for
from bot.telegram.webhook import set_webhook, webhook_route, webhook_secret
from tests.telegram.conftest import POOR
from tests.telegram.house import House, answer, build_house, living, small_turns

SECRET = webhook_secret(b"k" * 32)


@pytest.fixture
async def house(sim: SimulatorClient, bot: Bot, live_store: Store) -> House:
    return await build_house(sim, bot, live_store)


@pytest.mark.parametrize(
    "fault",
    [
        {"error_code": 429, "retry_after": 1, "description": "Too Many Requests: retry after 1"},
        {"error_code": 500, "description": "Internal Server Error"},
        {"error_code": 502, "description": "Bad Gateway"},
        {"drop": True},
    ],
)
async def test_no_reply_is_missing_and_none_comes_before_its_time(
    house: House, sim: SimulatorClient, fault: dict[str, Any]
) -> None:
    amina = await sim.add_user("Amina")
    await sim.fault("sendMessage", times=2, **fault)
    async with living(house):
        await sim.send(amina, "eins")
        await sim.send(amina, "zwei")
        assert await house.texts(amina, 2) == ["eins", "zwei"]


async def test_a_reply_whose_answer_was_lost_comes_again(house: House, sim: SimulatorClient) -> None:
    amina = await sim.add_user("Amina")
    await sim.fault("sendMessage", drop=True, after=True)
    async with living(house):
        await sim.send(amina, "eins")
        assert await house.texts(amina, 2) == ["eins", "eins"]


async def test_a_broadcast_whose_answer_was_lost_does_not(house: House, sim: SimulatorClient) -> None:
    amina = await sim.add_user("Amina", started=True)
    (call,) = calls_for([Message("Straßenfest!")])
    await sim.fault("sendMessage", drop=True, after=True)
    async with living(house):
        await house.store.outbox.put(str(amina), [NewDelivery(call.method, call.to_json(), Lane.BROADCAST)])
        house.sender.wake()
        await house.settled()
        await sim.send(amina, "danke")
        assert await house.texts(amina, 2) == ["Straßenfest!", "danke"]


async def test_an_acknowledgement_that_was_lost_brings_the_update_again_and_it_is_known(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    """The process dies after the inbox has the update and before Telegram knows."""
    amina = await sim.add_user("Amina")
    await sim.send(amina, "eins")
    first = await build_house(sim, bot, live_store)
    taken = await bot.do_api_request("getUpdates", api_kwargs={"timeout": 1})
    await first.intake.take(taken)
    second = await build_house(sim, bot, live_store)
    async with living(second):
        await sim.send(amina, "zwei")
        assert await second.texts(amina, 2) == ["eins", "zwei"]
        await second.settled()


async def test_a_process_that_dies_while_sending_owes_no_reply(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    amina = await sim.add_user("Amina")
    await sim.fault("sendMessage", delay=30)
    first = await build_house(sim, bot, live_store)
    first.start()
    await sim.send(amina, "eins")
    async with asyncio.timeout(10):
        while not first.sender.under_way:  # noqa: ASYNC110 -- the call itself tells nobody
            await asyncio.sleep(0.01)
    await first.crash()
    await sim.clear_faults()
    second = await build_house(sim, bot, live_store)
    async with living(second):
        assert "eins" in await second.texts(amina, 1)


async def test_telegrams_own_flood_limits_are_never_met(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    await sim.flood()
    house = await build_house(sim, bot, live_store, limits=Limits(burst_per_chat=3))
    residents = [await sim.add_user(f"Nachbar {number}", started=True) for number in range(45)]
    (call,) = calls_for([Message("Straßenfest!")])
    async with living(house):
        for chat in residents:
            await live_store.outbox.put(str(chat), [NewDelivery(call.method, call.to_json(), Lane.BROADCAST)])
        for word in ("a", "b", "c", "d"):
            await sim.send(residents[0], word)
        assert sorted(await house.texts(residents[0], 5, wait=20)) == ["Straßenfest!", "a", "b", "c", "d"]
        await house.settled(wait=20)
    assert {each["status"] for each in await sim.calls(method="sendMessage")} == {200}


@pytest.mark.parametrize(
    "server_settings", [SimulatorSettings(only_methods=POOR, other_status=code) for code in (404, 500)]
)
async def test_on_a_poorer_server_everything_still_arrives(
    sim: SimulatorClient, bot: Bot, live_store: Store
) -> None:
    data = Message("Ihre Daten", document=Document("daten.json", "{}"))
    house = await build_house(
        sim, bot, live_store, small_turns(lambda session, event, world: answer(session, data))
    )
    amina = await sim.add_user("Amina")
    async with living(house):
        await sim.send(amina, "/mydata")
        assert await house.texts(amina, 1) == ["Ihre Daten\n\n{}"]


async def test_by_webhook_all_goes_the_same_way(sim: SimulatorClient, bot: Bot, live_store: Store) -> None:
    house = await build_house(sim, bot, live_store)
    app = Starlette(routes=[webhook_route(house.intake, SECRET)])
    amina = await sim.add_user("Amina")
    async with serving(app, "127.0.0.1", 0) as port:
        await set_webhook(bot, f"http://127.0.0.1:{port}", SECRET)
        house.tasks = [asyncio.create_task(part.run()) for part in (house.worker, house.sender)]
        sent = await sim.send(amina, "eins")
        assert await house.texts(amina, 1) == ["eins"]
        await sim.inject({"update_id": 100_001, "message": sent})
        await sim.send(amina, "zwei")
        assert await house.texts(amina, 2) == ["eins", "zwei"]
        await house.stop()
