"""Every method is called once, as Telegram documents it, and answers as Telegram documents it."""

import json
from pathlib import Path

import pytest

from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from bot.simulator.methods.table import ASYNC_METHODS, METHODS
from tests.simulator.conftest import SPEC, WITH_SPEC, RawBot
from tests.simulator.samples import ogg, png

HERE: Json = {"latitude": 51.53, "longitude": 7.45}
# What a call needs besides the chat; "message" means the id of a message of the bot.
CALLS: dict[str, Json] = {
    "getMe": {},
    "getUpdates": {"timeout": 0},
    "setWebhook": {"url": "https://bot.example.org/hook", "secret_token": "s-1"},
    "deleteWebhook": {},
    "getWebhookInfo": {},
    "sendMessage": {"chat": 1, "text": "<b>Hallo</b>", "parse_mode": "HTML"},
    "sendPhoto": {"chat": 1, "file": ("photo", "a.png", png(), "image/png"), "caption": "Bild"},
    "sendDocument": {"chat": 1, "file": ("document", "a.txt", b"x", "text/plain")},
    "sendVoice": {"chat": 1, "file": ("voice", "a.ogg", ogg(), "audio/ogg")},
    "sendAudio": {"chat": 1, "file": ("audio", "a.mp3", b"ID3", "audio/mpeg"), "title": "T"},
    "sendVideo": {"chat": 1, "file": ("video", "a.mp4", b"x", "video/mp4")},
    "sendAnimation": {"chat": 1, "file": ("animation", "a.gif", b"GIF89a\x01\0\x01\0", "image/gif")},
    "sendSticker": {"chat": 1, "file": ("sticker", "a.webp", b"x", "image/webp"), "emoji": "👍"},
    "sendLocation": {"chat": 1, **HERE, "horizontal_accuracy": 20},
    "sendVenue": {"chat": 1, **HERE, "title": "Dietrich-Keuning-Haus", "address": "Leopoldstraße 50"},
    "sendContact": {"chat": 1, "phone_number": "+4923150", "first_name": "Rathaus"},
    "sendPoll": {"chat": 1, "question": "Was fehlt?", "options": [{"text": "Bank"}, {"text": "Baum"}]},
    "stopPoll": {"chat": 1, "poll": 1},
    "sendChatAction": {"chat": 1, "action": "typing"},
    "editMessageText": {"chat": 1, "message": 1, "text": "neu"},
    "editMessageCaption": {"chat": 1, "picture": 1, "caption": "neu"},
    "editMessageReplyMarkup": {
        "chat": 1,
        "message": 1,
        "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    },
    "deleteMessage": {"chat": 1, "message": 1},
    "deleteMessages": {"chat": 1, "message_ids": [1]},
    "answerCallbackQuery": {"query": 1, "text": "Danke", "show_alert": True},
    "getFile": {"known_file": 1},
    "setMyCommands": {"commands": [{"command": "start", "description": "Anfangen"}], "language_code": "de"},
    "getMyCommands": {"scope": {"type": "all_private_chats"}},
    "deleteMyCommands": {},
    "setMyDescription": {"description": "Sagen Sie, was fehlt."},
    "getMyDescription": {},
    "setMyShortDescription": {"short_description": "Was fehlt?"},
    "getMyShortDescription": {"language_code": "tr"},
    "setMyName": {"name": "Quartier"},
    "getMyName": {},
    "getChat": {"chat": 1},
    "getChatMember": {"chat": 1, "user_id": 1},
    "getChatMemberCount": {"chat": 1},
    "leaveChat": {"group": 1},
}


def test_no_method_is_left_out() -> None:
    assert set(CALLS) == {*METHODS, *ASYNC_METHODS}


@WITH_SPEC
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("way", ["json", "form"])
async def test_a_method_answers_as_documented(
    method: str, way: str, raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    parameters, files = await _prepared(CALLS[method], raw, people, amina)
    before = len(await people.calls())
    address = f"/bot1:test/{method}"
    if way == "json" and not files:
        answer = await raw.http.post(address, json=parameters)
    else:
        texts = {name: v if isinstance(v, str) else json.dumps(v) for name, v in parameters.items()}
        answer = await raw.http.post(address, data=texts, files=files or None)
    assert answer.status_code == 200, answer.text
    assert answer.json()["ok"] is True
    (call,) = await people.calls(after=before)
    assert call["violations"] == []
    assert call["params"] == parameters


async def _prepared(
    sample: Json, raw: RawBot, people: SimulatorClient, chat: int
) -> tuple[Json, dict[str, tuple[str, bytes, str]]]:
    parameters = dict(sample)
    files = {}
    sent = await raw.result("sendMessage", chat_id=chat, text="alt")
    if parameters.pop("chat", None):
        parameters["chat_id"] = chat
    if parameters.pop("group", None):
        parameters["chat_id"] = await people.add_group("Werkstatt", [chat])
    if parameters.pop("message", None):
        parameters["message_id"] = sent["message_id"]
    if parameters.pop("poll", None):
        poll = await raw.result("sendPoll", chat_id=chat, question="?", options=["a", "b"])
        parameters["message_id"] = poll["message_id"]
    if parameters.pop("picture", None) or sample.get("known_file"):
        upload = {"photo": ("a.png", png(), "image/png")}
        photo = await raw.http.post("/bot1:test/sendPhoto", data={"chat_id": str(chat)}, files=upload)
        parameters["message_id"] = photo.json()["result"]["message_id"]
        if parameters.pop("known_file", None):
            parameters = {"file_id": photo.json()["result"]["photo"][0]["file_id"]}
    if parameters.pop("query", None):
        keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "y"}]]}
        await raw.result("sendMessage", chat_id=chat, text="?", reply_markup=keyboard)
        pressed = await people.press(chat, "Ja", wait=0)
        parameters["callback_query_id"] = pressed["callback_query_id"]
    if file := parameters.pop("file", None):
        files = {file[0]: file[1:]}
    return parameters, files


def test_the_documentation_is_where_the_settings_look_for_it() -> None:
    assert SPEC is not None
    root = Path(__file__).resolve().parents[2]
    assert root.parent / "shared" / "telegram" / "bot-api-spec.json" == SPEC
