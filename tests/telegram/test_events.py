"""What updates mean to the bot."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.events import (
    ChoicePressed,
    CommandGiven,
    Event,
    LocationShared,
    MediaSent,
    TextEdited,
    TextSent,
    VoiceSent,
)
from bot.telegram.events import ContactChanged, GroupCalled, Ignored, Incoming, Said, Unreadable, read
from bot.telegram.updates import NotAnUpdate, raw_update
from tests.telegram.build import GROUP, ME, PRIVATE, member, message, press, update

FILE = {"file_id": "F", "file_unique_id": "U", "file_size": 9}
ANIMATION = {**FILE, "width": 1, "height": 1, "duration": 1}
PLACE = {"latitude": 51.52, "longitude": 7.47}


def reading(raw: dict[str, Any]) -> Incoming:
    return read(raw_update(raw), ME)


def event_of(**content: Any) -> Event:
    said = reading(update(**message(**content)))
    assert isinstance(said, Said)
    return said.event


def test_a_text_with_the_language_of_the_phone() -> None:
    said = reading(update(**message("Es fehlt ein Spielplatz")))
    assert isinstance(said, Said)
    assert (said.chat, said.user) == ("1001", 1001)
    assert said.event == TextSent(text="Es fehlt ein Spielplatz", client_language="ar")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", CommandGiven(name="start", client_language="ar")),
        (
            "/Start@QuartierStimme_Bot s_abc",
            CommandGiven(name="start", argument="s_abc", client_language="ar"),
        ),
        ("/mydata  ", CommandGiven(name="mydata", client_language="ar")),
    ],
)
def test_a_command_in_any_writing(text: str, expected: CommandGiven) -> None:
    assert event_of(text=text) == expected


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert reading(update(**message("/start@other_bot"))) == Ignored("service or other bot")


def test_a_slash_in_the_middle_is_no_command() -> None:
    entity = [{"type": "bot_command", "offset": 6, "length": 6}]
    assert event_of(text="bitte /start", entities=entity) == TextSent(
        text="bitte /start", client_language="ar"
    )
    assert event_of(text="/ 5 km", entities=[]) == TextSent(text="/ 5 km", client_language="ar")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}}, "sticker"),
        ({"contact": {"phone_number": "+49", "first_name": "A"}}, "contact"),
        ({"animation": ANIMATION, "document": FILE}, "animation"),
        ({"dice": {"value": 3, "emoji": "🎲"}}, "dice"),
    ],
)  # fmt: skip
def test_what_the_bot_does_not_open_is_only_named(content: dict[str, Any], kind: str) -> None:
    assert event_of(**content) == MediaSent(kind=kind, client_language="ar")


@pytest.mark.parametrize(
    ("content", "kind", "claimed"),
    [
        ({"photo": [{**FILE, "width": 1, "height": 1}], "caption": "so sieht es aus"}, "photo", ""),
        ({"document": {**FILE, "mime_type": "image/png"}}, "document", "image/png"),
        ({"video": {**ANIMATION, "mime_type": "video/mp4"}}, "video", "video/mp4"),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, "video_note", ""),
        ({"audio": {**FILE, "duration": 1}}, "audio", ""),
    ],
)  # fmt: skip
def test_a_file_that_may_answer_a_question_brings_its_name(
    content: dict[str, Any], kind: str, claimed: str
) -> None:
    assert event_of(**content) == MediaSent(kind=kind, file="F", content=claimed, client_language="ar")


def test_of_a_photo_the_largest_size_counts() -> None:
    sizes = [
        {**FILE, "file_id": name, "width": width, "height": 9}
        for name, width in (("s", 90), ("l", 1280), ("m", 320))
    ]
    event = event_of(photo=sizes)
    assert isinstance(event, MediaSent)
    assert event.file == "l"


@pytest.mark.parametrize("name", [None, 7, "x" * 256, ["F"]])
def test_a_crafted_name_of_a_file_is_no_name(name: Any) -> None:
    read_ = reading(update(**message(document={**FILE, "file_id": name})))
    assert isinstance(read_, Said)
    assert read_.event == MediaSent(kind="document", client_language="ar")


def test_a_poll_from_a_resident() -> None:
    poll = {
        "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
        "type": "regular", "allows_multiple_answers": False,
    }  # fmt: skip
    assert event_of(poll=poll) == MediaSent(kind="poll", client_language="ar")


def test_a_forwarded_text_is_not_the_residents_own() -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Tante"}
    assert event_of(text="Kettenbrief", forward_origin=origin) == MediaSent(
        kind="forwarded", client_language="ar"
    )


def test_places() -> None:
    here = LocationShared(latitude=51.52, longitude=7.47, client_language="ar")
    assert event_of(location=PLACE) == here
    assert event_of(location={**PLACE, "live_period": 900}) == here
    venue = {"location": PLACE, "title": "Kita", "address": "Straße"}
    assert event_of(venue=venue, location=PLACE) == here


def test_a_voice_note() -> None:
    assert event_of(voice={**FILE, "duration": 4}) == VoiceSent(duration=4, file="F", client_language="ar")


def test_a_changed_text_but_not_every_step_of_a_live_location() -> None:
    said = reading(update("edited_message", **message("neu", edit_date=2)))
    assert isinstance(said, Said)
    assert said.event == TextEdited(text="neu", client_language="ar")
    assert reading(update("edited_message", **message(location=PLACE))) == Ignored("edit")


def test_a_press_brings_its_message_and_its_query() -> None:
    said = reading(press("menu.0.survey"))
    assert isinstance(said, Said)
    assert said.event == ChoicePressed(data="menu.0.survey", client_language="ar")
    assert (said.chat, said.message, said.callback) == ("1001", 5, "77")


def test_a_press_on_a_message_that_telegram_no_longer_has() -> None:
    old = {"message_id": 5, "date": 0, "chat": PRIVATE}
    said = reading(press("x", message=old))
    assert isinstance(said, Said)
    assert said.message == 5


def test_blocking_and_coming_back() -> None:
    assert reading(member("kicked")) == ContactChanged("1001", blocked=True)
    assert reading(member("member", before="kicked")) == ContactChanged("1001", blocked=False)


def test_a_group_hears_from_the_bot_when_it_is_added_or_spoken_to() -> None:
    called = GroupCalled("-5001", "ar")
    assert reading(member("member", before="left", chat=GROUP)) == called
    assert reading(update(**message("/start@quartierstimme_bot", chat=GROUP))) == called
    assert reading(update(**message("hallo @Quartierstimme_bot!", chat=GROUP))) == called
    assert reading(update(**message("wir reden nur", chat=GROUP))) == Ignored("group")
    assert reading(update(**message("/start@other_bot", chat=GROUP))) == Ignored("group")
    assert reading(member("administrator", before="member", chat=GROUP)) == Ignored("group")
    assert reading(press(chat=GROUP)) == Ignored("group")


@pytest.mark.parametrize(
    "kind", ["channel_post", "inline_query", "poll_answer", "chat_join_request", "surprise"]
)
def test_what_the_bot_has_no_use_for_is_dropped(kind: str) -> None:
    body = {"id": "1", "from": PRIVATE, "query": "", "offset": ""} if kind == "inline_query" else {}
    raw = raw_update({"update_id": 1, kind: body})
    try:
        assert isinstance(read(raw, ME), Ignored)
    except Unreadable as unreadable:
        assert unreadable.reason  # noqa: PT017


def test_a_service_message_is_no_event() -> None:
    assert isinstance(reading(update(**message(pinned_message=message("x")))), Ignored)


@pytest.mark.parametrize(
    "content",
    [
        {"text": {"a": 1}}, {"text": 7}, {"location": {"latitude": "north", "longitude": None}}, {"location": [5]},
        {"from": "Amina"}, {"chat": {"id": "x", "type": "private"}, "text": "x"}, {"entities": "no", "text": "/a"},
        {"date": 10**30, "text": "x"}, {"voice": [1]},
    ],
)  # fmt: skip
def test_a_crafted_message_is_unreadable_and_nothing_worse(content: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        reading(update(**{**message(), **content}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.data())
def test_whatever_is_put_in_whatever_place(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([update(**message("/start")), press(), member("kicked")]))
    raw = json.loads(json.dumps(whole))
    place: Any = raw
    while isinstance(place, dict) and place:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    try:
        found = read(raw_update(raw), ME)
    except (Unreadable, NotAnUpdate):
        return
    assert isinstance(found, Said | GroupCalled | ContactChanged | Ignored)


def test_a_place_may_be_nowhere() -> None:
    event = event_of(location={"latitude": math.nan, "longitude": math.inf})
    assert isinstance(event, LocationShared)


@pytest.mark.parametrize(
    "data", [None, [], 7, "x", {}, {"update_id": "1"}, {"update_id": True}, {"update_id": -1}]
)
def test_what_is_no_update_is_said_to_be_none(data: object) -> None:
    with pytest.raises(NotAnUpdate):
        raw_update(data)
