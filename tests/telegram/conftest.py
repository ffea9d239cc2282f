"""A simulator over real HTTP, and a bot that speaks to it."""

from collections.abc import AsyncIterator, Callable

import pytest
from telegram import Bot

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from bot.store import Store, open_store
from bot.telegram.bot import build_bot, introduce
from tests.databases import KEY

TOKEN = "1:test"
POOR = frozenset(
    {"getMe", "getUpdates", "sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery"}
)


QUIET = (  # what the bot knows and handles: the generic call, and the type of a wait
    "ignore:Please use 'Bot:telegram.warnings.PTBUserWarning",
    "ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for line in QUIET:
            item.add_marker(pytest.mark.filterwarnings(line))


@pytest.fixture
def server_settings() -> SimulatorSettings:
    """Of the simulator; a test that needs another server parametrises this."""
    return SimulatorSettings(conflict_pause=0.05, webhook_first_retry=0.02)


@pytest.fixture
async def simulator(server_settings: SimulatorSettings) -> AsyncIterator[RunningSimulator]:
    async with running_simulator(settings=server_settings) as running:
        yield running


@pytest.fixture
async def sim(simulator: RunningSimulator) -> AsyncIterator[SimulatorClient]:
    """The residents' and the tests' side; no call of the bot may depart from Telegram's documentation."""
    async with SimulatorClient(simulator.url) as client:
        yield client
        calls = [
            text for text in await client.violations() if ": the answer" not in text
        ]  # a test may craft those
        assert calls == []


@pytest.fixture
async def bot(simulator: RunningSimulator) -> AsyncIterator[Bot]:
    async with build_bot(TOKEN, simulator.url, answer_seconds=2) as built:
        await introduce(built)
        yield built


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def wake(woken: list[str]) -> Callable[[], None]:
    return lambda: woken.append("woken")


@pytest.fixture
async def live_store(database_url: str) -> AsyncIterator[Store]:
    """A store in real time: what is put off comes again by itself."""
    opened = await open_store(database_url, KEY)
    yield opened
    await opened.close()
