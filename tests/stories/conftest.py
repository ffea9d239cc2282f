"""The whole bot as operators run it, against a simulator over real HTTP."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import House, build_house, run
from bot.settings import Settings, load_settings
from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from tests.databases import KEY
from tests.telegram.conftest import QUIET

SECRET = base64.urlsafe_b64encode(KEY.ljust(32, b".")[:32]).decode()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "stories" in str(item.path):
            for line in QUIET:
                item.add_marker(pytest.mark.filterwarnings(line))


@pytest.fixture
def server_settings() -> SimulatorSettings:
    return SimulatorSettings(conflict_pause=0.05)


@pytest.fixture
async def simulator(server_settings: SimulatorSettings) -> AsyncIterator[RunningSimulator]:
    async with running_simulator(settings=server_settings) as running:
        yield running


@pytest.fixture
async def sim(simulator: RunningSimulator) -> AsyncIterator[SimulatorClient]:
    """The residents' side; no call of the bot may depart from Telegram's documentation."""
    async with SimulatorClient(simulator.url) as client:
        yield client
        assert await client.violations() == []


@pytest.fixture
def settings(simulator: RunningSimulator, database_url: str, tmp_path: Path) -> Settings:
    return load_settings(
        telegram_token="1:test",
        telegram_api_url=simulator.url,
        database_url=database_url,
        data_dir=tmp_path / "var",
        secret_key=SECRET,
        listen_port=0,
        log_level="warning",
    )


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[House]:
    """The bot, running."""
    house = build_house(settings)
    stop = asyncio.Event()
    running = asyncio.create_task(run(settings, stop=stop, house=house))
    try:
        yield house
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await running


@dataclass
class Person:
    """A resident at the phone: says, presses and sees, as people do."""

    sim: SimulatorClient
    chat: int
    seen: int = 0

    @classmethod
    async def meets(cls, sim: SimulatorClient, name: str, language: str | None) -> "Person":
        return cls(sim, await sim.add_user(name, language))

    async def says(self, text: str) -> None:
        self.seen = int((await self.sim.send(self.chat, text))["message_id"])

    async def presses(self, label: str) -> None:
        """Presses the newest button whose label contains `label`."""
        message, found = await self.finds(label)
        self.seen = max(self.seen, int(message["message_id"]) - 1)
        await self.sim.press(self.chat, found, message_id=int(message["message_id"]))

    async def finds(self, label: str) -> tuple[Json, str]:
        """The newest message with such a button, and the button's whole label."""
        message = await self.sim.wait_for(self.chat, lambda each: bool(_labels(each, label)), 20)
        return message, _labels(message, label)[0]

    async def sees(self, words: str) -> Json:
        """Waits for a message of the bot, new or changed since the last step, that contains `words`."""
        return await self.sim.wait_for(
            self.chat,
            lambda each: (
                bool(each["from"]["is_bot"])
                and (int(each["message_id"]) >= self.seen)
                and plain(words) in plain(str(each.get("text") or each.get("caption") or ""))
            ),
            20,
        )


def _labels(message: Json, label: str) -> list[str]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return [button["text"] for row in rows for button in row if plain(label) in plain(button["text"])]


def plain(text: str) -> str:
    """Without the marks that isolate values."""
    return "".join(char for char in text if char not in "\u2066\u2067\u2068\u2069\u200f")
