"""The address to which Telegram brings updates."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot

from bot.observability import Metrics
from bot.observability_http import serving
from bot.simulator.client import SimulatorClient
from bot.telegram.intake import MAX_BYTES, Intake
from bot.telegram.webhook import PATH, SECRET_HEADER, set_webhook, webhook_route, webhook_secret
from tests.telegram.build import message, update
from tests.telegram.memory import Inbox

SECRET = webhook_secret(b"k" * 32)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def telegram(inbox: Inbox, wake: Callable[[], None]) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who calls the webhook over HTTP, with the right secret unless told otherwise."""
    intake = Intake(inbox.accept, wake, Metrics())
    app = Starlette(routes=[webhook_route(intake, SECRET)])
    async with serving(app, "127.0.0.1", 0) as port:
        headers = {SECRET_HEADER: SECRET}
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False
        ) as client:
            yield client


async def test_an_update_is_kept_before_it_is_acknowledged(
    telegram: httpx.AsyncClient, inbox: Inbox, woken: list[str]
) -> None:
    sent = update(**message("Hallo"))
    assert (await telegram.post(PATH, json=sent)).status_code == 200
    assert [each.payload for each in inbox.kept.values()] == [sent]
    assert woken == ["woken"]


async def test_the_same_update_twice_is_handled_once(
    telegram: httpx.AsyncClient, inbox: Inbox, woken: list[str]
) -> None:
    sent = update(**message("Hallo"))
    assert [(await telegram.post(PATH, json=sent)).status_code for _ in range(2)] == [200, 200]
    assert len(inbox.kept) == 1
    assert woken == ["woken"]


@pytest.mark.parametrize("shown", ["", "wrong", SECRET[:-1], "ü"])
async def test_without_the_secret_nothing_is_taken(
    telegram: httpx.AsyncClient, inbox: Inbox, shown: str
) -> None:
    headers = {SECRET_HEADER.encode(): shown.encode()}
    assert (await telegram.post(PATH, json=update(**message("x")), headers=headers)).status_code == 403
    assert not inbox.kept


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[1]", b'"x"', b"{}", b"[" * 100_000])
async def test_what_is_no_update_is_refused_in_a_sentence(
    telegram: httpx.AsyncClient, inbox: Inbox, body: bytes
) -> None:
    answer = await telegram.post(PATH, content=body)
    assert answer.status_code == 400
    assert answer.text.startswith("Not an update")
    assert not inbox.kept


async def test_a_body_that_is_too_large_is_not_read_to_its_end(
    telegram: httpx.AsyncClient, inbox: Inbox
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * (MAX_BYTES // 2)

    assert (await telegram.post(PATH, content=b" " * (MAX_BYTES + 1))).status_code == 413
    assert (await telegram.post(PATH, content=endless())).status_code == 413
    assert not inbox.kept


async def test_what_cannot_be_kept_is_asked_for_again(telegram: httpx.AsyncClient, inbox: Inbox) -> None:
    inbox.broken = True
    sent = update(**message("Hallo"))
    assert (await telegram.post(PATH, json=sent)).status_code == 503
    inbox.broken = False
    assert (await telegram.post(PATH, json=sent)).status_code == 200
    assert len(inbox.kept) == 1


async def test_telegram_is_told_the_address_once(bot: Bot, sim: SimulatorClient) -> None:
    for _ in range(2):
        await set_webhook(bot, "http://127.0.0.1:9/", SECRET)
    (call,) = await sim.calls(method="setWebhook")
    assert call["params"]["url"] == f"http://127.0.0.1:9{PATH}"
    assert call["params"]["secret_token"] == SECRET


async def test_updates_come_by_webhook_over_real_http(
    bot: Bot, sim: SimulatorClient, inbox: Inbox, wake: Callable[[], None]
) -> None:
    app = Starlette(routes=[webhook_route(Intake(inbox.accept, wake, Metrics()), SECRET)])
    async with serving(app, "127.0.0.1", 0) as port:
        await set_webhook(bot, f"http://127.0.0.1:{port}", SECRET)
        amina = await sim.add_user("Amina")
        inbox.broken = True
        await sim.send(amina, "/start")
        await inbox.until(refused=1)
        inbox.broken = False
        await sim.send(amina, "Hallo")
        await inbox.until(kept=2)
        assert inbox.texts == ["/start", "Hallo"]


def test_the_secret_tells_nothing_of_the_key_and_fits_telegram() -> None:
    assert webhook_secret(b"a" * 32) != webhook_secret(b"b" * 32)
    assert len(SECRET) <= 256
    assert SECRET.isalnum()
