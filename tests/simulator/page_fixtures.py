"""Fixtures of the chat page's tests."""

from collections.abc import AsyncIterator

import pytest
import telegram

from bot.simulator import RunningSimulator
from bot.simulator.client import SimulatorClient
from tests.simulator.chat_page import ChatPage, next_updates, open_chat_page


@pytest.fixture
async def chat_page(simulator: RunningSimulator) -> AsyncIterator[ChatPage]:
    place = {"latitude": 51.5294, "longitude": 7.4672, "accuracy": 25}
    allowed = ["microphone", "geolocation"]
    async with open_chat_page(simulator.url, permissions=allowed, geolocation=place) as found:
        yield found


@pytest.fixture
async def erika(people: SimulatorClient, bot: telegram.Bot) -> int:
    """A resident who has begun a chat."""
    chat_id = await people.add_user("Erika", "de")
    await people.send(chat_id, "/start")
    await next_updates(bot)
    return chat_id
