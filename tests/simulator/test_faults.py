"""Faults and flood limits, as a bot's library meets them."""

import asyncio

import pytest
import telegram
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.simulator.client import SimulatorClient, SimulatorRefused
from bot.simulator.errors import ApiError
from bot.simulator.flood import Flood
from bot.simulator.jsontypes import Json
from bot.simulator.settings import FloodLimits
from tests.simulator.conftest import RawBot


async def test_calls_fail_as_ordered_and_then_work_again(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    await people.fault("sendMessage", times=2, error_code=400, description="Bad Request: bad luck")
    await bot.send_chat_action(amina, "typing")
    for _ in range(2):
        with pytest.raises(BadRequest, match="Bad luck"):
            await bot.send_message(amina, "x")
    await bot.send_message(amina, "y")
    assert [message["text"] for message in await people.messages(amina)] == ["y"]
    failed = (await people.calls(method="sendMessage"))[0]
    assert (failed["status"], failed["fault"]["description"]) == (400, "Bad Request: bad luck")


async def test_a_limit_says_when_to_come_again(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    await people.fault("*", retry_after=7)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(amina, "x")
    assert str(refusal.value).startswith("Flood control exceeded. Retry in 7")
    assert await people.faults() == []


@pytest.mark.parametrize("how", [{"drop": True}, {"drop": True, "delay": 0.01}, {"error_code": 502}])
async def test_a_call_may_get_lost(
    bot: telegram.Bot, people: SimulatorClient, amina: int, how: dict[str, object]
) -> None:
    await people.fault("sendMessage", **how)  # type: ignore[arg-type]
    with pytest.raises(NetworkError):
        await bot.send_message(amina, "x")
    assert await people.messages(amina) == []


@pytest.mark.parametrize("how", [{"drop": True}, {"error_code": 500}, {}])
async def test_or_only_its_answer(
    bot: telegram.Bot, people: SimulatorClient, amina: int, how: dict[str, object]
) -> None:
    await people.fault("sendMessage", after=True, **how)  # type: ignore[arg-type]
    with pytest.raises(NetworkError):
        await bot.send_message(amina, "angekommen")
    (message,) = await people.messages(amina)
    assert message["text"] == "angekommen"
    (call,) = await people.calls(method="sendMessage")
    assert call["status"] == (0 if "drop" in how else 500)


async def test_a_slow_call_is_carried_out_though_nobody_waits(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    await people.fault("sendMessage", delay=0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(amina, "spät", read_timeout=0.1)
    assert (await people.wait_for(amina, lambda message: True))["text"] == "spät"


async def test_faults_can_be_listed_and_cleared(people: SimulatorClient) -> None:
    await people.fault("sendMessage", times=3, error_code=500)
    assert await people.faults() == [{"method": "sendMessage", "times": 3, "error_code": 500}]
    await people.clear_faults()
    assert await people.faults() == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"method": "sendMessage"}, "needs one of"),
        ({"method": 5, "error_code": 500}, "'method' must be"),
        ({"method": "*", "error_code": 200}, "'error_code' must be a number from 400 to 599"),
        ({"method": "*", "error_code": 500, "times": 0}, "'times' must be"),
        ({"method": "*", "delay": "long"}, "'delay' must be"),
        ({"method": "*", "colour": 1}, "no field 'colour'"),
    ],
)
async def test_a_wrong_fault_is_refused(
    raw: RawBot, people: SimulatorClient, fault: Json, sentence: str
) -> None:
    answer = await raw.http.post("/sim/faults", json=fault)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert await people.faults() == []


async def test_flood_limits_are_off_until_switched_on(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    for _ in range(40):
        await raw.result("sendMessage", chat_id=amina, text="x")
    limits = await people.flood(per_chat_burst=2)
    assert limits == {
        "enabled": True,
        "per_second": 30,
        "per_chat_per_second": 1,
        "per_chat_burst": 2,
        "per_group_per_minute": 20,
    }
    for _ in range(2):
        await raw.result("sendMessage", chat_id=amina, text="x")
    refused = await raw.call("sendMessage", chat_id=amina, text="x")
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert (await raw.call("sendChatAction", chat_id=amina, action="typing"))["ok"]
    await people.flood(enabled=False)
    await raw.result("sendMessage", chat_id=amina, text="x")
    with pytest.raises(SimulatorRefused, match="must be a number above 0"):
        await people.flood(per_second=0)
    with pytest.raises(SimulatorRefused, match="no limit 'colour'"):
        await people.flood(colour=1)


def attempts(flood: Flood, limits: FloodLimits, chat_id: int, times: list[float]) -> list[int]:
    """How long each message sent at these times has to wait; 0: it goes through."""
    waits = []
    for time in times:
        try:
            flood.check(limits, chat_id, time)
        except ApiError as refusal:
            waits.append((refusal.parameters or {})["retry_after"])
        else:
            waits.append(0)
    return waits


def test_a_chat_takes_a_few_at_once_and_then_one_a_second() -> None:
    limits = FloodLimits(enabled=True, per_chat_burst=2)
    assert attempts(Flood(), limits, 1, [0, 0, 0, 0.5, 1.0, 1.0, 9, 9, 9]) == [0, 0, 1, 1, 0, 1, 0, 0, 1]


def test_all_chats_together_take_thirty_a_second() -> None:
    limits, flood = FloodLimits(enabled=True), Flood()
    waits = [attempts(flood, limits, chat, [0.01 * chat])[0] for chat in range(1, 41)]
    assert waits == [0] * 30 + [1] * 10
    assert attempts(flood, limits, 50, [1.02]) == [0]


def test_a_group_takes_twenty_a_minute() -> None:
    limits, flood = FloodLimits(enabled=True), Flood()
    assert attempts(flood, limits, -5, [2.0 * n for n in range(21)]) == [0] * 20 + [20]
    assert attempts(flood, limits, -5, [60.0]) == [0]


async def test_one_fault_befalls_one_of_many_calls(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    await people.fault("sendMessage", times=3, error_code=500)
    answers = await asyncio.gather(*(raw.call("sendMessage", chat_id=amina, text=str(n)) for n in range(10)))
    assert sum(answer["ok"] for answer in answers) == 7
    assert len(await people.messages(amina)) == 7
