"""The bot as operators run it: by webhook with a worker beside it, against a poorer server, read by staff."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.app import House, build_house, opened_store, run
from bot.settings import Settings
from bot.simulator import SimulatorSettings
from bot.simulator.client import SimulatorClient
from bot.store import Operator, Role
from tests.stories.conftest import Person
from tests.telegram.conftest import POOR


@asynccontextmanager
async def running(*all_settings: Settings) -> AsyncIterator[House]:
    """One process for each of the settings, in this one."""
    house = build_house(all_settings[0])
    stop = asyncio.Event()
    tasks = [asyncio.create_task(run(each, stop=stop, house=house)) for each in all_settings]
    try:
        yield house
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await asyncio.gather(*tasks)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def joins(sim: SimulatorClient, house: House, language: str) -> Person:
    """A resident who has agreed and kept the Quartier to themselves."""
    t = house.catalogues.texts(language)
    person = await Person.meets(sim, "Amina", language)
    await person.says("/start")
    await person.presses(t("✅ Yes, I take part"))
    await person.presses(t("I would rather not say"))
    await person.sees(t("What would you like to do?"))
    return person


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_by_webhook_with_a_worker_beside_it(sim: SimulatorClient, settings: Settings) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    first = settings.model_copy(update={"webhook_url": address, "listen_port": port})
    worker = settings.model_copy(update={"role": "worker", "workers": 4})
    http = httpx.AsyncClient(base_url=address, trust_env=False)
    async with running(first, worker) as house, http:
        async with asyncio.timeout(30):
            while (await sim.calls(method="setWebhook")) == []:
                await sim.calls(after=10**9, wait=0.1)
        people = await asyncio.gather(*(joins(sim, house, language) for language in ("de", "fa", "tr")))
        assert len({person.chat for person in people}) == 3
        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).json()["ready"]
        figures = (await http.get("/metrics")).text
        assert 'quartier_updates_total{kind="message"}' in figures
        update = {"update_id": 1, "message": {}}
        assert (await http.post("/telegram/updates", json=update)).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "server_settings", [SimulatorSettings(only_methods=POOR, other_status=code) for code in (404, 500)]
)
async def test_a_poorer_server_is_enough(sim: SimulatorClient, settings: Settings) -> None:
    async with running(settings) as house:
        amina = await joins(sim, house, "ar")
        t = house.catalogues.texts("ar")
        await amina.says("/mydata")
        await amina.sees(t("📄 This is what is stored about you:"))
        await amina.sees('"language": "ar"')


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_staff_read_the_digest_and_nobody_else(sim: SimulatorClient, settings: Settings) -> None:
    async with running(settings) as house:
        amina = await joins(sim, house, "de")
        t = house.catalogues.texts("de")
        await amina.says("/digest this")
        await amina.sees(t("I do not know this command."))
        async with opened_store(settings) as store:
            await store.staff.add(Operator(), amina.chat, Role.STAFF, "A. Muster")
        await amina.says("/digest this")
        await amina.sees(t("There were no requests in this week."))
        async with opened_store(settings) as store:
            assert "requests counted" in [entry.what for entry in await store.audit_entries(Operator())]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_commands_are_shown_in_every_language(sim: SimulatorClient, settings: Settings) -> None:
    async with running(settings) as house:
        amina = await Person.meets(sim, "Amina", "tr")
        stop = {"command": "stop", "description": house.catalogues.texts("tr")("Stop all messages")}
        async with asyncio.timeout(30):  # those for all other languages come first
            while stop not in ((await sim.chat(amina.chat)).get("commands") or []):
                await sim.calls(after=10**9, wait=0.1)
