"""The real conversation, from the first word to erasure, as a resident sees it."""

import json

import pytest
from telegram import Bot

from bot.conversation.world import StoredData
from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from bot.store import Store
from bot.telegram.handling import Turns
from bot.texts import load_catalogues
from tests.conversation.resident import the_world
from tests.logs import json_logs
from tests.telegram.conftest import TOKEN
from tests.telegram.house import House, build_house, living, understand_nothing

t = load_catalogues().texts("en")


@pytest.fixture
async def house(sim: SimulatorClient, bot: Bot, live_store: Store) -> House:
    return await build_house(sim, bot, live_store, Turns(the_world, understand_nothing))


class Labelled:
    """Whether a message has a button of that label."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, message: Json) -> bool:
        rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
        return any(button["text"] == self.label for row in rows for button in row)


async def test_from_the_first_word_to_the_last(house: House, sim: SimulatorClient, live_store: Store) -> None:
    amina = await sim.add_user("Amina", "en")
    async with living(house):
        await sim.send(amina, "/start")
        await sim.wait_for(amina, Labelled(t("✅ Yes, I take part")))
        await sim.press(amina, t("✅ Yes, I take part"))
        await sim.wait_for(
            amina, lambda message: t("Thank you! It is good that you are here.") in message.get("text", "")
        )
        await house.settled()
        assert (await live_store.stored_data(str(amina))).since is not None
        await sim.send(amina, "/mydata")
        file = await sim.wait_for(amina, lambda message: "document" in message)
        assert json.loads(await sim.file(file["document"]["file_id"]))
        await sim.send(amina, "/delete")
        await sim.wait_for(amina, Labelled(t("Yes, delete everything")))
        await sim.press(amina, t("Yes, delete everything"))
        await house.settled()
        assert await live_store.stored_data(str(amina)) == StoredData()
        last = (await sim.messages(amina))[-1]
        assert last["from"]["is_bot"]  # the confirmation comes, though nobody is known any more
        await sim.send(amina, "/start")
        await sim.wait_for(amina, Labelled(t("✅ Yes, I take part")))


async def test_no_log_holds_words_names_or_tokens(
    house: House, sim: SimulatorClient, capsys: pytest.CaptureFixture[str]
) -> None:
    amina = await sim.add_user("Amina", "en")
    await sim.fault("sendMessage", error_code=500)
    await sim.fault("sendMessage", drop=True)
    with json_logs():
        async with living(house):
            await sim.send(amina, "/start")
            await sim.send(amina, "Mein Name ist Amina Geheim")
            await sim.inject({"message": {"text": "Geheim", "chat": "Geheim"}})
            await house.texts(amina, 2)
            await house.settled()
    written = capsys.readouterr().err
    assert "delivery" in written
    assert not [word for word in ("Amina", "Geheim", str(amina), TOKEN) if word in written]
