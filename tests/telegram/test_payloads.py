"""Replies of the kernel as calls of the Bot API."""

import json
from datetime import UTC, datetime

import pytest

from bot.conversation.replies import Button, Document, Keyboard, Media, Message, Toast
from bot.telegram.payloads import Call, TooManyButtons, UnknownPayload, calls_for

YES = Button("Ja", "consent.0.yes")


def test_a_message_with_buttons() -> None:
    (call,) = calls_for([Message("Machen Sie mit?", ((YES,),))])
    assert call.method == "sendMessage"
    assert call.params == {
        "text": "Machen Sie mit?",
        "reply_markup": {"inline_keyboard": [[{"text": "Ja", "callback_data": "consent.0.yes"}]]},
    }


def test_an_edit_needs_the_message_whose_button_was_pressed() -> None:
    edit = Message("Danke!", edits=True)
    assert calls_for([edit], pressed=5)[0] == Call("editMessageText", {"message_id": 5, "text": "Danke!"})
    assert calls_for([edit])[0] == Call("sendMessage", {"text": "Danke!"})


def test_a_long_text_comes_in_parts_with_the_buttons_on_the_last() -> None:
    calls = calls_for([Message("wort " * 2000, ((YES,),), edits=True)], pressed=5)
    assert [call.method for call in calls] == ["editMessageText", "sendMessage", "sendMessage"]
    assert ["reply_markup" in call.params for call in calls] == [False, False, True]


def test_a_press_is_answered_with_or_without_words() -> None:
    assert calls_for([Toast()], callback="77") == (Call("answerCallbackQuery", {"callback_query_id": "77"}),)
    assert calls_for([Toast("Zu alt")], callback="77")[0].params["text"] == "Zu alt"
    assert calls_for([Toast("Zu alt")]) == ()


def test_the_location_button_and_its_removal() -> None:
    ask, remove = calls_for(
        [
            Message("Wo?", keyboard=Keyboard.ASK_LOCATION, keyboard_label="📍 Hier"),
            Message("Gut.", keyboard=Keyboard.REMOVE, edits=True),
        ],
        pressed=5,
    )
    assert ask.params["reply_markup"]["keyboard"] == [[{"text": "📍 Hier", "request_location": True}]]
    assert remove.method == "sendMessage"  # an edit cannot take a keyboard away
    assert remove.params["reply_markup"] == {"remove_keyboard": True}


def test_a_file_carries_a_short_text_and_follows_a_long_one() -> None:
    file = Document("daten.json", "{}")
    (short,) = calls_for([Message("Ihre Daten", document=file)])
    assert (short.method, short.params, short.file) == ("sendDocument", {"caption": "Ihre Daten"}, file)
    text, alone = calls_for([Message("x" * 1500, document=file)])
    assert (text.method, alone.method, alone.params) == ("sendMessage", "sendDocument", {})


def test_buttons_that_telegram_refuses_are_a_mistake_in_the_programme() -> None:
    with pytest.raises(TooManyButtons):
        calls_for([Message("?", tuple((Button(str(n), str(n)),) for n in range(101)))])
    with pytest.raises(TooManyButtons):
        calls_for([Message("?", ((Button("lang", "ü" * 33),),))])


def test_a_payload_is_read_back_as_it_was_written() -> None:
    replies = [
        Message("Ihre Daten", document=Document("d.json", "{}")),
        Message("?", ((YES,),), media=(Media("image", "heat", 1, "karte.png", "Park"),)),
    ]
    written = [
        *calls_for(replies),
        Call("sendMessage", {"text": "?"}, until=datetime(2026, 11, 22, tzinfo=UTC)),
    ]
    for call in written:
        assert Call.from_json(json.loads(json.dumps(call.to_json()))) == call


def test_media_come_first_and_the_message_is_new() -> None:
    picture, sound = Media("image", "heat", 1, "karte.png"), Media("audio", "heat", 1, "wo.ogg")
    calls = calls_for([Message("Wo?", ((YES,),), edits=True, media=(picture, sound))], pressed=5)
    assert [(call.method, call.media) for call in calls] == [
        ("sendMedia", picture),
        ("sendMedia", sound),
        ("sendMessage", None),
    ]
    assert [call.to_json()["v"] for call in calls] == [2, 2, 1], "an older program can still send the words"


@pytest.mark.parametrize(
    "data", [None, [], {}, {"v": 3, "method": "x", "params": {}}, {"v": 1, "params": {}}, {"v": "a"}]
)
def test_a_payload_of_a_stranger_is_refused(data: object) -> None:
    with pytest.raises(UnknownPayload):
        Call.from_json(data)
