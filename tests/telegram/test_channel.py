"""Payloads carried out over real HTTP, with everything that may go wrong on the way."""

from typing import Any

import pytest
from telegram import Bot

from bot.conversation.replies import Button, Document, Message, Toast
from bot.outreach.outcomes import Blocked, Failed, NotSent, Outcome, Sent, Throttled, Unknown
from bot.simulator import SimulatorSettings
from bot.simulator.client import SimulatorClient
from bot.telegram.bot import build_bot
from bot.telegram.channel import TelegramChannel
from bot.telegram.payloads import Call, calls_for
from tests.telegram.conftest import POOR, TOKEN

HELLO = Call("sendMessage", {"text": "Guten Tag"}).to_json()
DATA = Message("Ihre Daten", document=Document("daten.json", '{"sprache": "de"}'))


@pytest.fixture
def channel(bot: Bot) -> TelegramChannel:
    return TelegramChannel(bot)


@pytest.fixture
async def amina(sim: SimulatorClient) -> int:
    return await sim.add_user("Amina", "ar", started=True)


async def said(sim: SimulatorClient, chat: int) -> list[str]:
    return [message.get("text", "") for message in await sim.messages(chat) if message["from"]["is_bot"]]


async def deliver_all(
    channel: TelegramChannel, chat: int, *replies: Message | Toast, attempts: int = 0
) -> list[Outcome]:
    return [await channel.deliver(str(chat), call.to_json(), attempts) for call in calls_for(replies)]


async def test_a_message_arrives_with_its_id(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    outcome = await channel.deliver(str(amina), HELLO)
    (message,) = await sim.messages(amina)
    assert outcome == Sent(message["message_id"])
    assert message["text"] == "Guten Tag"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            {"error_code": 429, "retry_after": 7, "description": "Too Many Requests: retry after 7"},
            Throttled(7.0),
        ),
        ({"error_code": 500, "description": "Internal Server Error"}, NotSent("server error")),
        ({"error_code": 502, "description": "Bad Gateway"}, Unknown("answer lost")),
        ({"drop": True}, Unknown("answer lost")),
        ({"drop": True, "after": True}, Unknown("answer lost")),
        ({"delay": 3}, Unknown("answer lost")),
        ({"error_code": 403, "description": "Forbidden: user is deactivated"}, Blocked("resident gone")),
        ({"error_code": 400, "description": "Bad Request: can't parse entities: …"}, Failed("entities")),
    ],
)
async def test_what_goes_wrong_is_told_in_the_domains_words(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, fault: dict[str, Any], expected: Outcome
) -> None:
    await sim.fault("sendMessage", **fault)
    assert await channel.deliver(str(amina), HELLO) == expected


async def test_who_blocked_the_bot_is_gone(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    await sim.block(amina)
    assert await channel.deliver(str(amina), HELLO) == Blocked("resident gone")
    assert await channel.deliver("999999", HELLO) == Blocked("resident gone")


async def test_a_server_that_is_not_there_was_not_reached() -> None:
    nobody = TelegramChannel(build_bot(TOKEN, "http://127.0.0.1:9"))
    assert await nobody.deliver("1", HELLO) == NotSent("not reached", unreachable=True)


async def test_an_edit_changes_the_message_and_repeating_it_is_no_error(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    sent = await channel.deliver(str(amina), HELLO)
    assert isinstance(sent, Sent)
    edit = Call("editMessageText", {"message_id": sent.message_id, "text": "Danke"}).to_json()
    assert [type(await channel.deliver(str(amina), edit)) for _ in range(2)] == [Sent, Sent]
    assert await said(sim, amina) == ["Danke"]


async def test_an_edit_of_what_is_gone_becomes_a_new_message(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    rows = {"inline_keyboard": [[{"text": "Ja", "callback_data": "x"}]]}
    edit = Call("editMessageText", {"message_id": 77, "text": "Danke", "reply_markup": rows}).to_json()
    assert isinstance(await channel.deliver(str(amina), edit), Sent)
    (message,) = await sim.messages(amina)
    assert (message["text"], message["reply_markup"]) == ("Danke", rows)


async def test_the_answer_to_a_press_that_is_too_old_is_no_error(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    (call,) = calls_for([Toast("Zu alt")], callback="123456")
    assert await channel.deliver(str(amina), call.to_json()) == Sent()


async def test_a_file_arrives_with_its_words(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    await deliver_all(channel, amina, DATA)
    (message,) = await sim.messages(amina)
    assert message["caption"] == "Ihre Daten"
    assert message["document"]["file_name"] == "daten.json"
    assert await sim.file(message["document"]["file_id"]) == b'{"sprache": "de"}'


async def test_a_long_text_arrives_whole(channel: TelegramChannel, sim: SimulatorClient, amina: int) -> None:
    text = " ".join(str(number) for number in range(3000))
    outcomes = await deliver_all(channel, amina, Message(text, ((Button("Weiter", "x"),),)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    messages = await sim.messages(amina)
    assert " ".join(message["text"] for message in messages) == text
    assert ["reply_markup" in message for message in messages] == [False] * (len(messages) - 1) + [True]


@pytest.mark.parametrize("server_settings", [SimulatorSettings(only_methods=POOR)])
async def test_a_poorer_server_gets_the_file_as_text(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    for _ in range(2):
        assert all(isinstance(outcome, Sent) for outcome in await deliver_all(channel, amina, DATA))
    assert await said(sim, amina) == ['Ihre Daten\n\n{"sprache": "de"}'] * 2
    assert len(await sim.calls(method="sendDocument")) == 1


@pytest.mark.parametrize("server_settings", [SimulatorSettings(only_methods=POOR, other_status=500)])
async def test_a_poorer_server_that_says_500_gets_the_file_as_text_in_the_end(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    assert [type(each) for each in await deliver_all(channel, amina, DATA)] == [NotSent]
    assert [type(each) for each in await deliver_all(channel, amina, DATA, attempts=2)] == [Sent]
    assert await said(sim, amina) == ['Ihre Daten\n\n{"sprache": "de"}']


async def test_a_refused_token_keeps_everything_and_is_told(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    await sim.fault("sendMessage", error_code=401, description="Unauthorized")
    assert isinstance(await channel.deliver(str(amina), HELLO), Throttled)
    assert await channel.health() is not None
    assert isinstance(await channel.deliver(str(amina), HELLO), Sent)
    assert await channel.health() is None


async def test_a_payload_of_a_stranger_fails_alone(channel: TelegramChannel) -> None:
    assert await channel.deliver("1", {"surprise": 1}) == Failed("unknown payload")
