"""Surveys that come to the resident: by a link on a poster, with pictures, and by a reminder; on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.app import House, opened_store
from bot.settings import Settings
from bot.simulator.client import SimulatorClient
from bot.store import Lane
from bot.store.tables import AnswerRow, ResponseRow, SessionRow
from bot.surveys import Choice, Question, QuestionType, Survey
from tests.simulator.samples import ogg, png
from tests.stories.conftest import Person
from tests.stories.test_running import joins, running

HEAT = Survey(
    "heat",
    1,
    {"de": "Hitze im Sommer", "ar": "حر الصيف"},
    "de",
    (
        Question(
            "where",
            QuestionType.SELECT_ONE,
            {"de": "Wo ist es zu heiß?", "ar": "أين الجو حار جدا؟"},
            choices=(
                Choice("home", {"de": "Zu Hause", "ar": "في البيت"}),
                Choice("stop", {"de": "Haltestelle"}),
            ),
            media={"image": {"de": "karte.png"}, "audio": {"ar": "wo-ar.ogg"}},
        ),
        Question("wish", QuestionType.TEXT, {"de": "Was hilft?"}, media={"image": {"de": "gone.png"}}),
    ),
)


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    """The bot, running, with a survey that shows a picture and speaks Arabic."""
    async with opened_store(settings) as store:
        await store.survey_files.put("heat", 1, "karte.png", png())
        await store.survey_files.put("heat", 1, "wo-ar.ogg", ogg())
        await store.publish_survey(HEAT)
    async with running(settings) as house:
        yield house


async def shown(person: Person, words: str) -> list[str]:
    """What the bot sent right before the message with `words`, the newest last."""
    found = await person.sees(words)
    before = [
        each for each in await person.sim.messages(person.chat) if each["message_id"] < found["message_id"]
    ]
    return [next((kind for kind in ("photo", "voice", "text") if kind in each), "?") for each in before[-2:]]


async def test_a_poster_leads_a_new_resident_into_the_survey(house: House, sim: SimulatorClient) -> None:
    t = house.catalogues.texts("ar")
    amina = await Person.meets(sim, "Amina", "ar")
    await amina.says("/start s_heat")
    await amina.presses(t("✅ Yes, I take part"))
    await amina.says("Nordmarkt")
    assert await shown(amina, "أين الجو حار جدا؟") == ["photo", "voice"]
    await amina.presses("في البيت")
    await amina.sees("Was hilft?")  # its picture is missing
    await amina.says("ظل")
    await amina.presses(t("✅ Send"))
    await amina.sees(t("🎉 Thank you! Your answers have arrived. They help to show what is missing."))
    await amina.says("/start s_heat")
    await amina.sees(t("You have already answered this survey. Thank you!"))
    await amina.says("/start s_cold")
    await amina.sees(t("I do not find this survey. Perhaps it has ended."))

    bülent = await joins(sim, house, "de")
    await bülent.says("/start s_heat")
    assert (await shown(bülent, "Wo ist es zu heiß?"))[-1] == "photo"
    uploads = [bool(call["files"]) for call in await sim.calls(method="sendPhoto") if call["ok"]]
    assert uploads == [True, False], "the second resident gets what Telegram holds already"


def where_it_is_two_o_clock() -> str:
    """A time zone in which nobody sleeps now."""
    ahead = 14 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # their signs are the other way round


async def test_a_day_later_a_reminder_leads_back_into_the_survey(
    settings: Settings, sim: SimulatorClient
) -> None:
    settings = settings.model_copy(update={"time_zone": where_it_is_two_o_clock()})
    async with opened_store(settings) as store:
        await store.publish_survey(HEAT)
    async with running(settings) as house:
        amina = await joins(sim, house, "ar")
        await amina.says("/start s_heat")
        await amina.presses("في البيت")
        await amina.sees("Was hilft?")
    await _two_days_pass(settings)
    async with running(settings) as house:
        t = house.catalogues.texts("ar")
        amina.seen += 1
        await amina.sees("حر الصيف")
        await amina.presses(t("▶️ Go on"))
        await amina.sees("Was hilft?")
        await amina.says("ظل")
        await amina.presses(t("✅ Send"))
        await amina.sees(t("🎉 Thank you! Your answers have arrived. They help to show what is missing."))
    async with opened_store(settings) as store:
        assert [each.completed for each in (await store.stored_data(str(amina.chat))).responses] == [True]
        assert (await store.outbox.depth())[Lane.BROADCAST] == 0


async def _two_days_pass(settings: Settings) -> None:
    then = datetime.now(UTC) - timedelta(days=2)
    async with opened_store(settings) as store, store._database.writing() as db:
        await db.execute(update(ResponseRow).values(started=then))
        await db.execute(update(AnswerRow).values(at=then))
        await db.execute(update(SessionRow).values(updated=then))
