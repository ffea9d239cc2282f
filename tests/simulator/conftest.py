"""A running simulator, a resident, a client for what residents do, and the bot library that Quartierstimme uses."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import telegram
from httpx import AsyncClient

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from bot.simulator.spec import read_spec


async def eventually(condition: Callable[[], Any]) -> None:
    """Return as soon as a condition holds. Raises TimeoutError after a while."""
    async with asyncio.timeout(10):
        # What is waited for here has no event of its own.
        while not (await found if inspect.isawaitable(found := condition()) else found):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


SPEC = SimulatorSettings().spec_path
WITH_SPEC = pytest.mark.skipif(
    SPEC is None or not SPEC.is_file(), reason="there is no copy of the Bot API's documentation here"
)
START = 1_800_000_000.0


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    time: float = START

    def __call__(self) -> float:
        return self.time


@dataclass
class RawBot:
    """Calls the Bot API as it comes over the wire."""

    http: AsyncClient
    token: str = "1:test"

    async def call(self, method: str, **parameters: object) -> Json:
        """The whole answer to a call with a JSON body."""
        answer = await self.http.post(f"/bot{self.token}/{method}", json=parameters)
        return dict(answer.json())

    async def result(self, method: str, **parameters: object) -> Json:
        """The result of a call that must succeed (lists come as {"list": [...]})."""
        body = await self.call(method, **parameters)
        assert body["ok"], body
        return body["result"] if isinstance(body["result"], dict) else {"list": body["result"]}

    async def refusal(self, method: str, **parameters: object) -> str:
        """Status and description of a call that must fail."""
        body = await self.call(method, **parameters)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def updates(self, **parameters: object) -> list[Json]:
        """What getUpdates gives; each update is as Telegram documents it."""
        found = list((await self.result("getUpdates", **parameters))["list"])
        if spec := read_spec(SPEC):
            assert [text for update in found for text in spec.update_violations(update)] == []
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(clock: Clock) -> SimulatorSettings:
    return SimulatorSettings(
        clock=clock, conflict_pause=0, webhook_first_retry=0.01, webhook_longest_retry=0.05
    )


@pytest.fixture
async def simulator(settings: SimulatorSettings) -> AsyncIterator[RunningSimulator]:
    async with running_simulator(settings=settings) as running:
        yield running


@pytest.fixture
async def people(simulator: RunningSimulator) -> AsyncIterator[SimulatorClient]:
    async with SimulatorClient(simulator.url) as client:
        yield client


@pytest.fixture
async def http(simulator: RunningSimulator) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=simulator.url, timeout=20, trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def raw(http: AsyncClient) -> RawBot:
    return RawBot(http)


@pytest.fixture
async def bot(simulator: RunningSimulator) -> AsyncIterator[telegram.Bot]:
    url = simulator.url
    async with telegram.Bot("1:test", base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as found:
        yield found


@pytest.fixture
async def amina(people: SimulatorClient) -> int:
    """A resident who has written before."""
    return await people.add_user("Amina", "ar", started=True)
