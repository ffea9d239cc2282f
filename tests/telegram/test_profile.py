"""What Telegram shows around the chat."""

import pytest
from telegram import Bot

from bot.simulator import SimulatorSettings
from bot.simulator.client import SimulatorClient
from bot.telegram.profile import MAX_COMMAND, MAX_DESCRIPTION, MAX_SHORT, pieces, show_profile
from bot.texts import LANGUAGES, load_catalogues
from tests.telegram.conftest import POOR

CATALOGUES = load_catalogues()


async def test_every_language_gets_its_commands_and_only_once(bot: Bot, sim: SimulatorClient) -> None:
    assert await show_profile(bot, CATALOGUES) > 0
    for code in LANGUAGES:
        resident = await sim.add_user("Nachbar", code)
        names = [command["command"] for command in (await sim.chat(resident))["commands"]]
        assert names == ["start", "survey", "request", "language", "quartier", "privacy", "mydata", "delete", "stop", "help", "cancel"]  # fmt: skip
    written = len(await sim.calls(method="setMyCommands"))
    await show_profile(bot, CATALOGUES)
    assert len(await sim.calls(method="setMyCommands")) == written == len(LANGUAGES) + 1


@pytest.mark.parametrize(
    "server_settings", [SimulatorSettings(only_methods=POOR, other_status=code) for code in (404, 500)]
)
async def test_a_poorer_server_goes_without(bot: Bot, sim: SimulatorClient) -> None:
    assert await show_profile(bot, CATALOGUES) == 0
    assert len(await sim.calls()) < 10


def test_everything_is_short_enough_for_telegram() -> None:
    for _, _, wanted in pieces(CATALOGUES):
        assert all(1 <= len(each["description"]) <= MAX_COMMAND for each in wanted.get("commands", []))
        assert len(wanted.get("description", "")) <= MAX_DESCRIPTION
        assert len(wanted.get("short_description", "")) <= MAX_SHORT
