"""Residents press buttons, and the bot answers."""

import asyncio

import pytest
import telegram

from bot.simulator.client import SimulatorClient, SimulatorRefused
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import Clock, RawBot

CHOICE: Json = {
    "inline_keyboard": [
        [{"text": "Ja", "callback_data": "y"}, {"text": "Nein", "callback_data": "n"}],
        [{"text": "Mehr", "url": "https://dortmund.de/"}],
    ]
}


async def ask(raw: RawBot, chat: int, text: str = "?") -> int:
    return int((await raw.result("sendMessage", chat_id=chat, text=text, reply_markup=CHOICE))["message_id"])


@pytest.mark.parametrize("how", [{"label": "Nein"}, {"data": "n"}])
async def test_a_press_returns_what_the_bot_answers(
    raw: RawBot, bot: telegram.Bot, people: SimulatorClient, amina: int, how: dict[str, str]
) -> None:
    message_id = await ask(raw, amina)
    pressing = asyncio.create_task(people.press(amina, message_id=message_id, **how))  # type: ignore[arg-type]
    (update,) = await bot.get_updates(timeout=10)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("n", amina)
    assert query.message is not None
    assert query.message.message_id == message_id
    await query.answer("Gespeichert", show_alert=True)
    assert await pressing == {
        "answered": True,
        "text": "Gespeichert",
        "show_alert": True,
        "url": None,
        "callback_query_id": query.id,
        "message": None,
    }


async def test_the_newest_message_with_the_button_is_meant(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    await ask(raw, amina, "alt")
    newest = await ask(raw, amina, "neu")
    await people.press(amina, "Ja", wait=0)
    (update,) = await raw.updates()
    assert update["callback_query"]["message"]["message_id"] == newest


async def test_a_bot_that_does_not_answer_is_noticed(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    await ask(raw, amina)
    pressed = await people.press(amina, "Ja", wait=0.05)
    assert pressed["answered"] is False
    assert pressed["callback_query_id"]


async def test_a_link_only_leads_away(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    await ask(raw, amina)
    pressed = await people.press(amina, "Mehr")
    assert (pressed["answered"], pressed["url"]) == (False, "https://dortmund.de/")
    assert await raw.updates() == []


async def test_what_is_not_there_cannot_be_pressed(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    message_id = await ask(raw, amina)
    with pytest.raises(SimulatorRefused) as refused:
        await people.press(amina, "Vielleicht", message_id=message_id)
    assert refused.value.status == 400
    assert refused.value.body["labels"] == ["Ja", "Nein", "Mehr"]
    assert "'Vielleicht'" in refused.value.body["error"]
    with pytest.raises(SimulatorRefused, match="no message 99"):
        await people.press(amina, "Ja", message_id=99)
    with pytest.raises(SimulatorRefused, match="either"):
        await people.press(amina)
    await raw.result("editMessageText", chat_id=amina, message_id=message_id, text="vorbei")
    with pytest.raises(SimulatorRefused) as refused:
        await people.press(amina, "Ja", message_id=message_id)
    assert refused.value.body["labels"] == []


async def test_a_press_can_be_answered_once_and_not_late(
    raw: RawBot, people: SimulatorClient, amina: int, clock: Clock
) -> None:
    await ask(raw, amina)
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    first = (await people.press(amina, "Ja", wait=0))["callback_query_id"]
    await raw.result("answerCallbackQuery", callback_query_id=first)
    assert await raw.refusal("answerCallbackQuery", callback_query_id=first) == too_old
    second = (await people.press(amina, "Ja", wait=0))["callback_query_id"]
    long = await raw.refusal("answerCallbackQuery", callback_query_id=second, text="x" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"
    clock.time += 901
    assert await raw.refusal("answerCallbackQuery", callback_query_id=second) == too_old
    assert await raw.refusal("answerCallbackQuery") == too_old


async def test_buttons_that_ask_for_the_place_or_the_number(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    keyboard = [[{"text": "📍", "request_location": True}, {"text": "☎️", "request_contact": True}]]
    await raw.result("sendMessage", chat_id=amina, text="?", reply_markup={"keyboard": keyboard})
    with pytest.raises(SimulatorRefused, match="asks for the location"):
        await people.press(amina, "📍")
    await people.press(amina, "📍", location={"latitude": 51.5, "longitude": 7.4})
    await people.press(amina, "☎️")
    place, contact = (update["message"] for update in await raw.updates())
    assert place["location"] == {"latitude": 51.5, "longitude": 7.4}
    assert contact["contact"] == {"phone_number": "+49 171 3920001", "first_name": "Amina", "user_id": amina}
