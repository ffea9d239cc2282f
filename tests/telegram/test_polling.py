"""Updates that the bot fetches, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot

from bot.observability import Metrics
from bot.simulator import SimulatorSettings
from bot.simulator.client import SimulatorClient
from bot.telegram.bot import TelegramProblem, build_bot, introduce
from bot.telegram.intake import Intake
from bot.telegram.polling import Polling
from tests.telegram.build import message, update
from tests.telegram.conftest import POOR, TOKEN
from tests.telegram.memory import Inbox

Start = Callable[[], Any]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def polling(bot: Bot, inbox: Inbox, wake: Callable[[], None]) -> Polling:
    return Polling(bot, Intake(inbox.accept, wake, Metrics()), poll_seconds=5, first_pause=0.01)


@asynccontextmanager
async def fetching(polling: Polling) -> AsyncIterator[None]:
    task = asyncio.create_task(polling.run())
    try:
        yield
    finally:
        polling.stop()
        await task


async def test_what_residents_send_is_kept_in_order(
    sim: SimulatorClient, polling: Polling, inbox: Inbox
) -> None:
    amina = await sim.add_user("Amina")
    async with fetching(polling):
        for text in ("/start", "eins", "zwei"):
            await sim.send(amina, text)
        await inbox.until(kept=3)
    assert inbox.texts == ["/start", "eins", "zwei"]


async def test_stopping_does_not_wait_for_the_long_poll(polling: Polling) -> None:
    async with asyncio.timeout(2), fetching(polling):
        pass


async def test_an_update_is_acknowledged_only_when_it_is_kept(
    sim: SimulatorClient, polling: Polling, inbox: Inbox
) -> None:
    amina = await sim.add_user("Amina")
    inbox.broken = True
    async with fetching(polling):
        await sim.send(amina, "/start")
        await inbox.until(refused=2)
        inbox.broken = False
        await inbox.until(kept=1)
    offsets = [call["params"].get("offset") for call in await sim.calls(method="getUpdates")]
    assert offsets[:2] == [None, None]


@pytest.mark.parametrize(
    "fault",
    [
        {"error_code": 500},
        {"error_code": 502, "description": "Bad Gateway"},
        {"error_code": 429, "retry_after": 1, "description": "Too Many Requests: retry after 1"},
        {"error_code": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"drop": True},
    ],
)
async def test_after_a_fault_it_goes_on(
    sim: SimulatorClient, polling: Polling, inbox: Inbox, fault: dict[str, Any]
) -> None:
    amina = await sim.add_user("Amina")
    await sim.fault("getUpdates", times=2, **fault)
    await sim.send(amina, "/start")
    async with fetching(polling):
        await inbox.until(kept=1)


async def test_a_webhook_that_was_set_is_removed(
    bot: Bot, sim: SimulatorClient, polling: Polling, inbox: Inbox
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/old")
    amina = await sim.add_user("Amina")
    async with fetching(polling):
        await sim.send(amina, "/start")
        await inbox.until(kept=1)


async def test_an_update_that_is_none_does_not_stop_the_others(
    sim: SimulatorClient, polling: Polling, inbox: Inbox
) -> None:
    await sim.inject({**update(**message("gut")), "update_id": 7})
    await sim.inject({"update_id": 8, "message": "broken"})
    async with fetching(polling):
        await inbox.until(kept=2)
    assert set(inbox.kept) == {7, 8}


@pytest.mark.parametrize(
    "server_settings", [SimulatorSettings(only_methods=POOR, other_status=code) for code in (404, 500)]
)
async def test_a_poorer_server_will_do(sim: SimulatorClient, polling: Polling, inbox: Inbox) -> None:
    amina = await sim.add_user("Amina")
    async with fetching(polling):
        await sim.send(amina, "/start")
        await inbox.until(kept=1)


async def test_a_refused_token_ends_it_with_a_sentence(sim: SimulatorClient, polling: Polling) -> None:
    await sim.fault("getUpdates", error_code=401, description="Unauthorized")
    with pytest.raises(TelegramProblem, match="QUARTIER_TELEGRAM_TOKEN"):
        await polling.run()


@pytest.mark.parametrize("server_settings", [SimulatorSettings(invalid_tokens=frozenset({TOKEN}))])
async def test_a_token_that_was_revoked_is_known_at_the_start(simulator: Any) -> None:
    with pytest.raises(TelegramProblem, match="QUARTIER_TELEGRAM_TOKEN") as problem:
        await introduce(build_bot(TOKEN, simulator.url))
    assert TOKEN not in str(problem.value)


@pytest.mark.parametrize("token", ["", "test", "1:", "1:a b", "1:tést"])
def test_a_token_of_a_wrong_form_is_refused(token: str) -> None:
    with pytest.raises(TelegramProblem, match="looks like 123456:ABC-def"):
        build_bot(token)


async def test_at_the_start_a_server_that_is_away_is_waited_for(sim: SimulatorClient, simulator: Any) -> None:
    await sim.fault("getMe", error_code=502, description="Bad Gateway")
    built = build_bot(TOKEN, simulator.url)
    with pytest.raises(TelegramProblem):
        await introduce(built)
    await sim.fault("getMe", error_code=502, description="Bad Gateway")
    assert (await introduce(built, patient=True)).username == "quartierstimme_bot"
    await built.shutdown()
