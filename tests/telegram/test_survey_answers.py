"""Photos, voice notes and places as answers: from the telephone to the store, and back on the screen."""

from dataclasses import replace
from io import BytesIO

import pytest
import segno
import yaml
from telegram import Bot

from bot.conversation.world import World
from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from bot.store import Store
from bot.surveys import Surveys, read_survey
from bot.telegram.handling import Turns
from bot.texts import load_catalogues
from tests.conversation.resident import the_world
from tests.telegram.house import House, build_house, living, understand_nothing

t = load_catalogues().texts("en")
SURVEY = read_survey(
    yaml.safe_dump(
        {
            "code": "corner",
            "title": {"en": "A dark corner"},
            "default_language": "en",
            "questions": [
                {"name": "picture", "type": "image", "label": {"en": "What does it look like?"}},
                {"name": "sound", "type": "audio", "label": {"en": "What does it sound like?"}},
                {"name": "where", "type": "geopoint", "label": {"en": "Where is it?"}},
                {"name": "day", "type": "date", "label": {"en": "When was that?"}},
            ],
        }
    ),
    "corner",
)


def world() -> World:
    return replace(the_world(), surveys=Surveys([SURVEY]))


@pytest.fixture
async def house(sim: SimulatorClient, bot: Bot, live_store: Store) -> House:
    await live_store.publish_survey(SURVEY)
    return await build_house(sim, bot, live_store, Turns(world, understand_nothing))


def picture() -> bytes:
    """A small PNG."""
    png = BytesIO()
    segno.make("dark").save(png, kind="png", scale=8)
    return png.getvalue()


class Saying:
    """Whether the bot says these words."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, message: Json) -> bool:
        return self.words in message.get("text", "")


class Offering:
    """Whether a message has a button of that label."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, message: Json) -> bool:
        rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
        return any(button["text"] == self.label for row in rows for button in row)


async def press(sim: SimulatorClient, chat: int, label: str) -> None:
    await sim.wait_for(chat, Offering(label))
    await sim.press(chat, label)


async def test_what_is_sent_is_kept_by_the_name_that_telegram_gives_it(
    house: House, sim: SimulatorClient, live_store: Store
) -> None:
    lena = await sim.add_user("Lena", "en")
    async with living(house):
        await sim.send(lena, "/start s_corner")
        await press(sim, lena, t("✅ Yes, I take part"))
        await press(sim, lena, t("I would rather not say"))
        await sim.wait_for(lena, Saying("What does it look like?"))
        photo = await sim.send_file(lena, "photo", picture(), "image/png")
        await sim.wait_for(lena, Saying("What does it sound like?"))
        voice = await sim.send_file(lena, "voice", b"OggS a sound", "audio/ogg", duration=3)
        await sim.wait_for(lena, Saying("Where is it?"))
        await press(sim, lena, t("📍 Send my location"))
        await sim.wait_for(lena, lambda message: "keyboard" in (message.get("reply_markup") or {}))
        await sim.send(lena, location={"latitude": 51.527654, "longitude": 7.468321})
        await sim.wait_for(lena, Saying("When was that?"))
        await press(sim, lena, t("Yesterday"))
        await sim.wait_for(lena, Saying(t("These are your answers. Is everything right?")))
        await house.settled()
        (response,) = (await live_store.stored_data(str(lena))).responses
        assert response.answers["picture"] == photo["photo"][-1]["file_id"]
        assert response.answers["sound"] == voice["voice"]["file_id"]
        assert response.answers["where"] == "51.53 7.47 0 0"
        assert response.answers["day"] == "2026-11-21"
        assert await sim.file(str(response.answers["sound"])) == b"OggS a sound"
    assert not await sim.violations()
