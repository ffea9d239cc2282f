"""The server itself: events, guarding, starting and stopping."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import httpx
import pytest
import telegram
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from bot.simulator.events import EventLog
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import RawBot, eventually

ROOT = Path(__file__).resolve().parents[2]


class Stream:
    """A stream of events as a browser reads it."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self) -> tuple[str, Json, str]:
        """Name, data and id of the next event."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(10):
            async for line in self._lines:
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "event" in fields:
                    return fields["event"], json.loads(fields["data"]), fields["id"]
        raise AssertionError("The stream ended.")

    async def until(self, wanted: str) -> Json:
        """The data of the next event of that name."""
        while True:
            name, data, _ = await self.next()
            if name == wanted:
                return data


async def test_the_chat_page_sees_all_that_happens(
    http: httpx.AsyncClient, bot: telegram.Bot, people: SimulatorClient
) -> None:
    async with http.stream("GET", "/sim/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream(response.aiter_lines())
        assert (await stream.next())[:2] == ("hello", {"bot_id": None})
        amina = await people.add_user("Amina", "ar")
        assert (await stream.until("user"))["user"]["first_name"] == "Amina"
        await people.send(amina, "مرحبا")
        assert (await stream.until("message"))["message"]["text"] == "مرحبا"
        sent = await bot.send_message(amina, "Hallo")
        assert (await stream.until("message"))["message"]["from"]["is_bot"] is True
        await bot.edit_message_text("Guten Tag", amina, sent.message_id)
        assert (await stream.until("edited"))["message"]["text"] == "Guten Tag"
        await bot.send_chat_action(amina, "typing")
        assert await stream.until("action") == {"bot_id": 1, "chat_id": amina, "action": "typing"}
        poll = await bot.send_poll(amina, "?", ["a", "b"])
        await people.vote(amina, poll.message_id, [1])
        assert (await stream.until("poll"))["votes"] == [
            {"message_id": poll.message_id, "user_id": amina, "option_ids": [1]}
        ]
        await bot.delete_message(amina, sent.message_id)
        assert await stream.until("deleted") == {"bot_id": 1, "chat_id": amina, "message_id": sent.message_id}
        await people.block(amina)
        assert await stream.until("blocked") == {"bot_id": 1, "chat_id": amina, "blocked": True}
        await bot.set_my_commands([("start", "Anfangen")])
        assert (await stream.until("bot"))["bot"]["commands"][0]["commands"][0]["command"] == "start"
        await people.reset()
        assert await stream.until("reset") == {"bot_id": None}


async def test_a_stream_goes_on_where_it_broke(
    http: httpx.AsyncClient, people: SimulatorClient, amina: int
) -> None:
    jan = await people.add_user("Jan")
    async with http.stream("GET", f"/sim/events?chat_id={amina}") as response:
        stream = Stream(response.aiter_lines())
        await people.send(jan, "nicht hier")
        await people.send(amina, "eins")
        await stream.until("message")
        await people.send(amina, "zwei")
        name, data, last = await stream.next()
        assert (name, data["message"]["text"]) == ("message", "zwei")
    await people.send(amina, "drei")
    headers = {"Last-Event-ID": last}
    async with http.stream("GET", f"/sim/events?chat_id={amina}", headers=headers) as response:
        assert (await Stream(response.aiter_lines()).until("message"))["message"]["text"] == "drei"
    async with http.stream("GET", "/sim/events", headers={"Last-Event-ID": "99999"}) as response:
        assert await Stream(response.aiter_lines()).until("reset")


def test_old_events_are_forgotten_and_that_is_said() -> None:
    log = EventLog(2)
    for number in range(4):
        log.add("message", 1, number=number)
    assert [event.id for event in log.after(2) or []] == [3, 4]
    assert log.after(1) is None
    assert log.after(4) == []
    assert log.after(5) is None


async def test_commands_and_descriptions_are_shown_in_the_residents_language(
    bot: telegram.Bot, people: SimulatorClient
) -> None:
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("start", "Anfangen")], language_code="de")
    await bot.set_my_description("Welcome")
    await bot.set_my_description("Willkommen", language_code="de")
    for language, command, description in (
        ("de-AT", "Anfangen", "Willkommen"),
        ("tr", "Start", "Welcome"),
        (None, "Start", "Welcome"),
    ):
        chat = await people.chat(await people.add_user("X", language))
        assert chat["commands"] == [{"command": "start", "description": command}]
        assert chat["description"] == description
    (shown,) = await people.bots()
    assert shown["descriptions"] == {"": "Welcome", "de": "Willkommen"}


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "can't parse BotCommand: can't find field \"description\"",
        ),
        ("setMyCommands", {}, "can't parse commands JSON object"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x"}] * 101},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ("setMyCommands", {"commands": [], "language_code": "deu"}, "invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            "getMyCommands",
            {"scope": {"type": "moon"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ("setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    ],
)
async def test_wrong_words_of_a_bot_on_itself_are_refused(
    raw: RawBot, method: str, parameters: Json, refusal: str
) -> None:
    assert await raw.refusal(method, **parameters) == f"400 Bad Request: {refusal}"


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
        assert (await Stream(response.aiter_lines()).next())[0] == "hello"
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
