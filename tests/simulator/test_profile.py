"""What a bot says of itself."""

import pytest
import telegram

from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import RawBot


async def test_commands_and_descriptions_are_shown_in_the_residents_language(
    bot: telegram.Bot, people: SimulatorClient
) -> None:
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("start", "Anfangen")], language_code="de")
    await bot.set_my_description("Welcome")
    await bot.set_my_description("Willkommen", language_code="de")
    await bot.set_my_short_description("Welcome")
    await bot.set_my_short_description("Willkommen", language_code="de")
    for language, command, description in (
        ("de-AT", "Anfangen", "Willkommen"),
        ("tr", "Start", "Welcome"),
        (None, "Start", "Welcome"),
    ):
        chat = await people.chat(await people.add_user("X", language))
        assert chat["commands"] == [{"command": "start", "description": command}]
        assert chat["description"] == chat["short_description"] == description
    (shown,) = await people.bots()
    assert shown["descriptions"] == {"": "Welcome", "de": "Willkommen"}


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "can't parse BotCommand: can't find field \"description\"",
        ),
        ("setMyCommands", {}, "can't parse commands JSON object"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x"}] * 101},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ("setMyCommands", {"commands": [], "language_code": "deu"}, "invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            "getMyCommands",
            {"scope": {"type": "moon"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ("setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    ],
)
async def test_wrong_words_of_a_bot_on_itself_are_refused(
    raw: RawBot, method: str, parameters: Json, refusal: str
) -> None:
    assert await raw.refusal(method, **parameters) == f"400 Bad Request: {refusal}"
