"""How calls come over the wire, and what is answered to wrong ones."""

import httpx
import pytest

from bot.simulator import SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from bot.simulator.limits import LIMITS
from tests.simulator.conftest import WITH_SPEC, RawBot


async def test_json_form_multipart_and_query_are_the_same_call(raw: RawBot, amina: int) -> None:
    address, texts = (
        "/bot1:test/sendMessage",
        {"chat_id": str(amina), "text": "Hallo", "protect_content": "true"},
    )
    answers = [
        await raw.http.post(address, json=texts),
        await raw.http.post(address, json={"chat_id": amina, "text": "Hallo", "protect_content": True}),
        await raw.http.post(address, data=texts),
        await raw.http.post(address, data=texts, files={"unused": b""}),
        await raw.http.get(address, params=texts),
        await raw.http.post("/bot1:test/SENDMESSAGE", params=texts),
    ]
    for number, answer in enumerate(answers, start=1):
        result = answer.json()["result"]
        assert (result["message_id"], result["text"], result["has_protected_content"]) == (
            number,
            "Hallo",
            True,
        )
        assert result["chat"] == {"id": amina, "type": "private", "first_name": "Amina"}


@pytest.mark.parametrize(
    "path", ["/bot/getMe", "/botabc/getMe", "/bot1:test", "/bot1:te$t/getMe", "/bot-1:test/getMe"]
)
async def test_what_is_no_token_is_not_found(raw: RawBot, path: str) -> None:
    answer = await raw.http.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_token_that_was_revoked_or_is_another_of_the_same_bot_is_unauthorized() -> None:
    settings = SimulatorSettings(invalid_tokens=frozenset({"2:gone"}))
    async with (
        running_simulator(settings=settings) as simulator,
        httpx.AsyncClient(base_url=simulator.url) as http,
    ):
        assert (await http.get("/bot1:right/getMe")).status_code == 200
        for token in ("2:gone", "1:wrong"):
            answer = await http.get(f"/bot{token}/getMe")
            assert answer.status_code == 401
            assert answer.json()["description"] == "Unauthorized"


async def test_there_is_an_end_to_the_number_of_bots(raw: RawBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "bots", 2)
    statuses = [(await raw.http.get(f"/bot{number}:test/getMe")).status_code for number in (1, 2, 3, 1)]
    assert statuses == [200, 200, 401, 200]


async def test_an_unknown_method_is_not_found(raw: RawBot) -> None:
    assert await raw.refusal("sendTelepathy") == "404 Not Found: method not found"


@pytest.mark.parametrize("status", [404, 500])
async def test_a_poorer_server_knows_a_few_methods_only(status: int) -> None:
    settings = SimulatorSettings(only_methods=frozenset({"getMe", "sendMessage"}), other_status=status)
    async with (
        running_simulator(settings=settings) as simulator,
        httpx.AsyncClient(base_url=simulator.url) as http,
    ):
        assert (await http.get("/bot1:test/getme")).status_code == 200
        assert (await http.get("/bot1:test/getWebhookInfo")).status_code == status


@pytest.mark.parametrize(
    ("content", "kind", "refusal"),
    [
        (b"{", "application/json", "Bad Request: can't parse request parameters JSON object"),
        (b"[1]", "application/json", "Bad Request: can't parse request parameters JSON object"),
        (b'{"a":' * 5000, "application/json", "Bad Request: can't parse request parameters JSON object"),
        (b'{"text":"\\ud800"}', "application/json", "Bad Request: strings must be encoded in UTF-8"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x", "Bad Request: can't parse the request body"),
        (b"rubbish", "multipart/form-data", "Bad Request: can't parse the request body"),
        (b"<xml/>", "text/xml", "Bad Request: unsupported Content-Type"),
    ],
)
async def test_a_broken_body_is_refused(raw: RawBot, content: bytes, kind: str, refusal: str) -> None:
    answer = await raw.http.post("/bot1:test/getMe", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["description"] == refusal


async def test_a_body_that_is_too_long_is_refused(raw: RawBot) -> None:
    answer = await raw.http.post("/bot1:test/getMe", json={"text": "x" * 5_000_000})
    assert answer.status_code == 413
    assert answer.json()["description"] == "Request Entity Too Large"


async def test_calls_are_written_down(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    await raw.http.post(
        "/bot1:test/sendmessage", data={"chat_id": str(amina), "text": "Hallo", "entities": "[]"}
    )
    await raw.refusal("sendMessage", chat_id=7, text="Hallo")
    good, bad = await people.calls(method="sendMessage")
    assert good["params"] == {"chat_id": amina, "text": "Hallo", "entities": []}
    assert (good["status"], good["ok"], good["error"], good["via"]) == (200, True, None, "http")
    assert good["result"]["text"] == "Hallo"
    assert (bad["status"], bad["ok"], bad["result"]) == (400, False, None)
    assert bad["error"] == "Bad Request: chat not found"
    assert await people.calls(after=bad["id"]) == []


async def test_the_log_of_calls_is_bounded() -> None:
    async with (
        running_simulator(settings=SimulatorSettings(kept_calls=3)) as simulator,
        SimulatorClient(simulator.url) as people,
        httpx.AsyncClient(base_url=simulator.url) as http,
    ):
        for _ in range(5):
            await http.get("/bot1:test/getMe")
        assert [call["id"] for call in await people.calls()] == [3, 4, 5]


@WITH_SPEC
@pytest.mark.parametrize(
    ("parameters", "violation"),
    [
        ({"chat_id": 1, "text": "x", "colour": "red"}, "sendMessage: colour is not known to Telegram"),
        ({"chat_id": 1}, "sendMessage: text is missing"),
        ({"chat_id": 1, "text": 5}, "sendMessage: text must be String"),
        ({"chat_id": 1.5, "text": "x"}, "sendMessage: chat_id must be Integer or String"),
        (
            {"chat_id": 1, "text": "x", "protect_content": "maybe"},
            "sendMessage: protect_content must be Boolean",
        ),
        (
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A", "colour": 1}]]}},
            "sendMessage: reply_markup.inline_keyboard[0][0].colour is not known to Telegram",
        ),
        (
            {"chat_id": 1, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
            "sendMessage: entities[0].length is missing",
        ),
    ],
)
async def test_departures_from_the_documentation_are_reported(
    raw: RawBot, people: SimulatorClient, parameters: dict[str, object], violation: str
) -> None:
    await raw.call("sendMessage", **parameters)
    assert await people.violations() == [violation]


async def test_without_the_documentation_nothing_is_checked() -> None:
    async with (
        running_simulator(settings=SimulatorSettings(spec_path=None)) as simulator,
        SimulatorClient(simulator.url) as people,
        httpx.AsyncClient(base_url=simulator.url) as http,
    ):
        await http.post("/bot1:test/sendTelepathy")
        assert [call["method"] for call in await people.calls()] == ["sendTelepathy"]
        assert await people.violations() == []
