"""Updates by webhook."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import RawBot, eventually


@dataclass
class Hook:
    """A bot's web server: what it was sent, and what it answers to that."""

    url: str = ""
    got: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    open_gate: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, request: Request) -> Response:
        update = await request.json()
        async with self.came:
            self.got.append(update)
            self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
            self.came.notify_all()
        if "warte" in str(update):
            await self.open_gate.wait()
        return self.answers.pop(0) if self.answers else Response()

    async def wait_for(self, count: int) -> list[str]:
        """The texts that came, as soon as there are so many."""
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(lambda: len(self.got) >= count)
        return [update["message"]["text"] for update in self.got]


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    )
    task = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    found = Hook()
    async with serving(Starlette(routes=[Route("/hook", found.receive, methods=["POST"])])) as root:
        found.url = f"{root}/hook"
        yield found
        found.open_gate.set()


async def test_updates_are_posted_with_the_secret(
    raw: RawBot, people: SimulatorClient, amina: int, hook: Hook
) -> None:
    await people.send(amina, "vorher")
    await raw.result("setWebhook", url=hook.url, secret_token="Geheim_1-x")
    await people.send(amina, "nachher")
    assert await hook.wait_for(2) == ["vorher", "nachher"]
    assert hook.secrets == ["Geheim_1-x"] * 2
    await _pending(raw, 0)


async def test_what_fails_is_posted_again_and_the_chat_keeps_its_order(
    raw: RawBot, people: SimulatorClient, amina: int, hook: Hook
) -> None:
    hook.answers += [Response(status_code=500), Response(status_code=503)]
    await raw.result("setWebhook", url=hook.url)
    await people.send(amina, "eins")
    await people.send(amina, "zwei")
    assert await hook.wait_for(4) == ["eins", "eins", "eins", "zwei"]
    assert hook.secrets == [None] * 4
    info = await raw.result("getWebhookInfo")
    assert info["url"] == hook.url
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert info["last_error_date"] == 1_800_000_000


async def test_chats_do_not_wait_for_each_other(
    raw: RawBot, people: SimulatorClient, amina: int, hook: Hook
) -> None:
    jan = await people.add_user("Jan")
    await raw.result("setWebhook", url=hook.url)
    await people.send(amina, "warte")
    assert await hook.wait_for(1) == ["warte"]
    await people.send(amina, "danach")
    await people.send(jan, "sofort")
    assert await hook.wait_for(2) == ["warte", "sofort"]
    await _pending(raw, 2)
    hook.open_gate.set()
    assert await hook.wait_for(3) == ["warte", "sofort", "danach"]


async def test_a_bot_that_is_down_gets_its_updates_when_it_is_back(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    await raw.result("setWebhook", url="http://127.0.0.1:9/hook")
    await people.send(amina, "eins")

    async def failed() -> bool:
        return "last_error_message" in await raw.result("getWebhookInfo")

    await eventually(failed)
    info = await raw.result("getWebhookInfo")
    assert info["last_error_message"] == "Connection refused"
    assert info["pending_update_count"] == 1
    await raw.result("deleteWebhook")
    assert [update["message"]["text"] for update in await raw.updates()] == ["eins"]


async def test_pending_updates_can_be_dropped(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    await people.send(amina, "alt")
    await raw.result("deleteWebhook", drop_pending_updates=True)
    assert await raw.updates() == []


async def test_an_answer_may_hold_a_call(
    raw: RawBot, people: SimulatorClient, amina: int, hook: Hook
) -> None:
    hook.answers += [
        JSONResponse({"method": "sendMessage", "chat_id": amina, "text": "Danke!"}),
        JSONResponse({"method": "deleteWebhook"}),
        Response("kein JSON", media_type="application/json"),
    ]
    await raw.result("setWebhook", url=hook.url)
    for text in ("eins", "zwei", "drei"):
        await people.send(amina, text)
    await hook.wait_for(3)
    message = await people.wait_for(amina, lambda message: message.get("text") == "Danke!")
    assert message["from"]["is_bot"]
    (call,) = await people.calls(method="sendMessage")
    assert (call["via"], call["violations"]) == ("webhook", [])
    assert await people.calls(method="deleteWebhook") == []


async def test_setting_the_same_webhook_again_sends_nothing_twice(
    raw: RawBot, people: SimulatorClient, amina: int, hook: Hook
) -> None:
    await raw.result("setWebhook", url=hook.url)
    await people.send(amina, "warte")
    await hook.wait_for(1)
    await raw.result("setWebhook", url=hook.url)
    hook.open_gate.set()
    await _pending(raw, 0)
    assert len(hook.got) == 1


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        (
            {"url": "http://dortmund.de/"},
            "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        ({"url": "ftp://dortmund.de/"}, "400 Bad Request: invalid webhook URL specified"),
        ({"url": "https://"}, "400 Bad Request: invalid webhook URL specified"),
        ({"url": "https://[::1/"}, "400 Bad Request: invalid webhook URL specified"),
        (
            {"url": "https://a.de/", "secret_token": "a b"},
            "400 Bad Request: secret token contains unallowed characters",
        ),
        ({"url": "https://a.de/", "secret_token": "a" * 257}, "400 Bad Request: secret token is too long"),
    ],
)
async def test_a_wrong_webhook_is_refused(raw: RawBot, parameters: Json, refusal: str) -> None:
    assert await raw.refusal("setWebhook", **parameters) == refusal


async def _pending(raw: RawBot, count: int) -> None:
    """Wait until so many updates have not been taken."""

    async def reached() -> bool:
        return bool((await raw.result("getWebhookInfo"))["pending_update_count"] == count)

    await eventually(reached)
