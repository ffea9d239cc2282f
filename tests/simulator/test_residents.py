"""What residents send, and what they and tests see."""

import asyncio

import pytest

from bot.simulator.client import SimulatorClient, SimulatorRefused
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import RawBot
from tests.simulator.samples import SILENCE, ogg, png, webm


async def test_residents_are_who_they_say(raw: RawBot, people: SimulatorClient) -> None:
    jan = await people.add_user("Jan", "pl", last_name="Nowak", username="jan_n")
    silent = await people.add_user("Ohne")
    await people.send(jan, "Cześć")
    await people.send(silent, "…")
    first, second = (update["message"] for update in await raw.updates())
    assert first["from"] == {
        "id": jan,
        "is_bot": False,
        "first_name": "Jan",
        "last_name": "Nowak",
        "username": "jan_n",
        "language_code": "pl",
    }
    assert first["chat"] == {
        "id": jan, "type": "private", "first_name": "Jan", "last_name": "Nowak", "username": "jan_n"
    }  # fmt: skip
    assert second["from"] == {"id": silent, "is_bot": False, "first_name": "Ohne"}
    shown = (await people.users())["users"]
    assert [(user["first_name"], user["started"], user["blocked"]) for user in shown] == [
        ("Jan", True, False),
        ("Ohne", True, False),
    ]
    assert shown[0]["last_message"]["text"] == "Cześć"


@pytest.mark.parametrize(
    ("sent", "field", "value"),
    [
        ({"location": {"latitude": 51, "longitude": 7}}, "location", {"latitude": 51, "longitude": 7}),
        (
            {"contact": {"phone_number": "1", "first_name": "J"}},
            "contact",
            {"phone_number": "1", "first_name": "J"},
        ),
        (
            {"venue": {"location": {"latitude": 51, "longitude": 7}, "title": "T", "address": "A"}},
            "venue",
            {"location": {"latitude": 51, "longitude": 7}, "title": "T", "address": "A"},
        ),
        (
            {"text": "weiter", "forward_from": "Wer"},
            "forward_origin",
            {"type": "hidden_user", "sender_user_name": "Wer", "date": 1_800_000_000},
        ),
    ],
)
async def test_other_things_than_words(
    raw: RawBot, people: SimulatorClient, amina: int, sent: Json, field: str, value: Json
) -> None:
    await people.send(amina, **sent)
    (update,) = await raw.updates()
    assert update["message"][field] == value


async def test_a_phone_can_change_its_language(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    await people.send(amina, "مرحبا")
    await people.set_language(amina, "de")
    await people.send(amina, "Hallo")
    await people.set_language(amina, None)
    await people.send(amina, "?")
    senders = [update["message"]["from"] for update in await raw.updates()]
    assert [sender.get("language_code") for sender in senders] == ["ar", "de", None]
    group = await people.add_group("Werkstatt", [amina])
    with pytest.raises(SimulatorRefused, match="no language"):
        await people.set_language(group, "de")


async def test_a_sticker_is_a_file_with_an_emoji(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    sent = await people.send(amina, sticker={"emoji": "👍"})
    assert sent["sticker"]["emoji"] == "👍"
    assert (await raw.result("getFile", file_id=sent["sticker"]["file_id"]))["file_path"].startswith(
        "stickers/"
    )


async def test_a_voice_message_can_be_fetched(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    sound = ogg(3.2)
    sent = await people.send_file(amina, "voice", sound, "audio/ogg; codecs=opus")
    voice = sent["voice"]
    assert (voice["duration"], voice["mime_type"], voice["file_size"]) == (3, "audio/ogg", len(sound))
    (update,) = await raw.updates()
    assert update["message"] == sent
    path = (await raw.result("getFile", file_id=voice["file_id"]))["file_path"]
    assert path.endswith(".oga")
    download = await raw.http.get(f"/file/bot1:test/{path}")
    assert download.content == sound
    assert (await raw.http.get(f"/file/bot2:test/{path}")).status_code == 404
    assert (await raw.http.get("/file/bot1:test/voice/../secret")).status_code == 404
    assert await people.file(voice["file_id"]) == sound


async def test_a_browsers_recording_arrives_as_a_phones(people: SimulatorClient, amina: int) -> None:
    sent = await people.send_file(
        amina, "voice", webm([SILENCE] * 120), "audio/webm;codecs=opus", "voice.webm"
    )
    assert (sent["voice"]["mime_type"], sent["voice"]["duration"]) == ("audio/ogg", 2)
    assert (await people.file(sent["voice"]["file_id"])).startswith(b"OggS")


async def test_a_picture_has_its_size_and_caption(people: SimulatorClient, amina: int) -> None:
    sent = await people.send_file(amina, "photo", png(40, 30), "image/png", caption="Kaputt #Bank")
    (size,) = sent["photo"]
    assert (size["width"], size["height"]) == (40, 30)
    assert sent["caption_entities"] == [{"type": "hashtag", "offset": 7, "length": 5}]
    with pytest.raises(SimulatorRefused, match="IMAGE_PROCESS_FAILED"):
        await people.send_file(amina, "photo", b"kein Bild", "image/png")


@pytest.mark.parametrize(
    ("mime_type", "kind"),
    [("audio/ogg", "voice"), ("audio/mpeg", "audio"), ("video/mp4", "video"), ("text/plain", "document")],
)
async def test_the_kind_of_a_file_follows_from_its_type(
    people: SimulatorClient, amina: int, mime_type: str, kind: str
) -> None:
    assert kind in await people.send_file(amina, "file", b"x", mime_type)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "There is nothing to send"),
        ({"text": 5}, "'text' must be a text"),
        ({"text": "x" * 4097}, "'text' must be a text of at most 4096"),
        ({"location": {"latitude": 91, "longitude": 0}}, "needs a 'latitude'"),
        ({"location": {"latitude": True, "longitude": 0}}, "needs a 'latitude'"),
        ({"contact": {"phone_number": "1"}}, "needs 'phone_number' and 'first_name'"),
        ({"text": "x", "reply_to_message_id": 9}, "no message to reply to"),
        ({"sticker": "👍"}, "'emoji'"),
    ],
)
async def test_what_cannot_be_sent_is_refused_in_one_sentence(
    people: SimulatorClient, amina: int, body: Json, sentence: str
) -> None:
    with pytest.raises(SimulatorRefused, match=sentence):
        await people.send(amina, **body)
    assert await people.messages(amina) == []


async def test_who_has_blocked_the_bot_sends_nothing(people: SimulatorClient, amina: int) -> None:
    await people.block(amina)
    with pytest.raises(SimulatorRefused, match="blocked the bot") as refused:
        await people.send(amina, "x")
    assert refused.value.status == 403
    assert (await people.chat(amina))["blocked"] is True


async def test_only_own_texts_can_be_corrected(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    theirs = await raw.result("sendMessage", chat_id=amina, text="x")
    with pytest.raises(SimulatorRefused, match="no text of the resident"):
        await people.edit(amina, theirs["message_id"], "y")


async def test_groups(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    jan = await people.add_user("Jan")
    group = await people.add_group("Werkstatt", [amina, jan])
    await people.send(group, "/poll@quartierstimme_bot", user_id=jan)
    joined, said = await raw.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["from"]["id"] == jan
    assert said["message"]["chat"] == {"id": group, "type": "group", "title": "Werkstatt"}
    assert (await raw.result("sendMessage", chat_id=group, text="Los!"))["chat"]["id"] == group
    with pytest.raises(SimulatorRefused, match="member of the group"):
        await people.send(group, "x", user_id=999)
    (shown,) = (await people.users())["groups"]
    assert (shown["title"], shown["members"]) == ("Werkstatt", [amina, jan])
    assert (await raw.result("getChatMember", chat_id=group, user_id=jan))["status"] == "member"


async def test_messages_are_waited_for(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    sent = await people.send(amina, "Hallo")
    waiting = asyncio.create_task(people.messages(amina, after=sent["message_id"], wait=20))
    await raw.result("sendMessage", chat_id=amina, text="Willkommen", reply_markup={"keyboard": [["A"]]})
    (message,) = await waiting
    assert message["text"] == "Willkommen"
    assert message["reply_markup"] == {"keyboard": [[{"text": "A"}]]}
    assert await people.messages(amina, after=message["message_id"]) == []


async def test_changes_are_seen_even_between_two_requests(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    sent = await raw.result("sendMessage", chat_id=amina, text="eins")
    target = {"chat_id": amina, "message_id": sent["message_id"]}
    assert len(await people.messages(amina)) == 1
    await raw.result("editMessageText", **target, text="zwei")
    (changed,) = await people.messages(amina, after=sent["message_id"], wait=20)
    assert changed["text"] == "zwei"
    waiting = asyncio.create_task(people.messages(amina, after=sent["message_id"], wait=20))
    await raw.result("editMessageText", **target, text="drei")
    assert [message["text"] for message in await waiting] == ["drei"]


async def test_waiting_for_a_certain_message(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    wanted = asyncio.create_task(people.wait_for(amina, lambda message: message.get("text") == "fertig"))
    sent = await raw.result("sendMessage", chat_id=amina, text="gleich")
    await raw.result("editMessageText", chat_id=amina, message_id=sent["message_id"], text="fertig")
    assert (await wanted)["message_id"] == sent["message_id"]
    with pytest.raises(TimeoutError):
        await people.wait_for(amina, lambda message: False, wait=0.05)


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/sim/chats/12345", 404, "There is no chat 12345."),
        ("GET", "/sim/nothing", 404, "There is nothing at this address; see the README of the simulator."),
        ("GET", "/sim/files/x", 404, "There is no such file."),
        ("GET", "/sim/users?bot=9", 404, "There is no bot 9."),
        ("GET", "/sim/calls?after=x", 400, "'after' must be a number."),
        ("POST", "/sim/users", 400, "'first_name' is missing."),
        ("POST", "/sim/groups", 400, "'title' is missing."),
    ],
)
async def test_wrong_requests_are_refused_in_one_sentence(
    raw: RawBot, method: str, path: str, status: int, sentence: str
) -> None:
    answer = await raw.http.request(method, path)
    assert (answer.status_code, answer.json()["error"]) == (status, sentence)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{", "application/json", 400), (b"[]", "application/json", 400), (b"a=b", "text/plain", 415)],
)
async def test_wrong_bodies_are_refused(raw: RawBot, content: bytes, kind: str, status: int) -> None:
    answer = await raw.http.post("/sim/users", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["error"]
