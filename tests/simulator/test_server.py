"""The server itself: whom it lets in, starting and stopping."""

import asyncio
import signal
import socket
import sys
from pathlib import Path
from time import monotonic

import httpx
import pytest
import telegram
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from tests.simulator.conftest import eventually
from tests.simulator.event_stream import EventStream

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/sim/users", "/bot1:test/getMe"])
async def test_other_websites_are_kept_out(
    http: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    answer = await http.get(path, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]


async def test_the_page_itself_may_speak_to_its_server(
    http: httpx.AsyncClient, simulator: RunningSimulator
) -> None:
    own = {"Origin": simulator.url, "Sec-Fetch-Site": "same-origin"}
    assert (await http.get("/sim/users", headers=own)).status_code == 200
    by_name = {"Host": f"localhost:{simulator.port}"}
    assert (await http.get("/sim/users", headers=by_name)).status_code == 200


async def test_further_names_can_be_allowed() -> None:
    settings = SimulatorSettings(allowed_hosts=frozenset({"simulator"}))
    async with (
        running_simulator(settings=settings) as simulator,
        httpx.AsyncClient(base_url=simulator.url) as http,
    ):
        assert (await http.get("/sim/users", headers={"Host": "simulator:8081"})).status_code == 200


async def test_the_page_is_served_with_a_strict_policy(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    settings = SimulatorSettings(page_path=tmp_path)
    async with (
        running_simulator(settings=settings) as simulator,
        httpx.AsyncClient(base_url=simulator.url) as http,
    ):
        answer = await http.get("/")
        assert answer.text == "<!doctype html>"
        assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (await http.get("/../settings.py")).status_code == 404
        assert (await http.get("/%2e%2e/settings.py")).status_code == 404


async def test_a_file_of_a_resident_is_no_page_of_ours(
    people: SimulatorClient, http: httpx.AsyncClient, amina: int
) -> None:
    sent = await people.send_file(amina, "document", b"<script>alert(1)</script>", "text/html", "a.html")
    answer = await http.get(f"/sim/files/{sent['document']['file_id']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


async def test_it_stops_at_once_with_everything_open(settings: SimulatorSettings) -> None:
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    async with httpx.AsyncClient(timeout=20) as http:
        async with running_simulator(settings=settings) as simulator:
            http.base_url = httpx.URL(simulator.url)
            amina = (await http.post("/sim/users", json={"first_name": "Amina", "started": True})).json()[
                "chat_id"
            ]
            question = {"chat_id": amina, "text": "?", "reply_markup": keyboard}
            await http.post("/bot1:test/sendMessage", json=question)
            await http.post("/sim/faults", json={"method": "getMe", "delay": 60})
            waiting_for_polls: dict[str, str | int] = {"timeout": 50, "allowed_updates": '["poll"]'}
            open_requests = [
                asyncio.create_task(http.get("/bot1:test/getUpdates", params=waiting_for_polls)),
                asyncio.create_task(http.get("/sim/events")),
                asyncio.create_task(http.get("/bot1:test/getMe")),
                asyncio.create_task(http.get(f"/sim/chats/{amina}/messages?after=99&wait=60")),
                asyncio.create_task(http.get("/sim/calls?after=9999&wait=60")),
            ]
            bot = simulator.world.bots[1]
            await eventually(lambda: bot.poller)
            pressing = http.post(f"/sim/chats/{amina}/press", json={"label": "A", "wait": 60})
            open_requests.append(asyncio.create_task(pressing))
            await eventually(lambda: bot.callbacks)
            begin = monotonic()
        assert monotonic() - begin < 1.5
        for answer in await asyncio.gather(*open_requests):
            assert answer.status_code == 200


async def test_as_a_programme_it_ends_when_told_to(unused_port: int) -> None:
    command = [sys.executable, "-m", "bot.simulator", "--port", str(unused_port)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert f"http://127.0.0.1:{unused_port}/" in line
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{unused_port}", timeout=20) as http,
        http.stream("GET", "/sim/events") as response,
        asyncio.timeout(10),
    ):
        assert (await EventStream(response.aiter_lines()).next())[0] == "hello"
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "bot.simulator", "--port", str(port)]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().startswith(f"The simulator cannot start on 127.0.0.1:{port}: ")
    assert errors.count(b"\n") == 1


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def test_a_whole_application_runs_against_it(
    simulator: RunningSimulator, people: SimulatorClient, amina: int
) -> None:
    async def echo(update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text(f"Sie sagten: {update.message.text}")

    builder = ApplicationBuilder().token("1:test").base_url(f"{simulator.url}/bot")
    application = builder.base_file_url(f"{simulator.url}/file/bot").build()
    application.add_handler(MessageHandler(None, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=5)
        await people.send(amina, "Hallo")
        answer = await people.wait_for(amina, lambda message: bool(message["from"]["is_bot"]))
        await application.updater.stop()
        await application.stop()
    assert answer["text"] == "Sie sagten: Hallo"
    assert await people.violations() == []
