"""Pictures and sounds of surveys over real HTTP: uploaded once, left out where that cannot be."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from telegram import Bot

from bot.conversation.replies import Media
from bot.outreach.outcomes import Blocked, Failed, NotSent, Outcome, Sent, Throttled
from bot.simulator import SimulatorSettings
from bot.simulator.client import SimulatorClient
from bot.telegram.channel import TelegramChannel
from bot.telegram.media import AVOIDED_FOR, SurveyMedia, ways_for
from bot.telegram.payloads import SEND_MEDIA, Call
from tests.simulator.samples import ogg, png
from tests.telegram.conftest import POOR

PNG, OGG = png(), ogg()
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
MP3 = b"ID3" + bytes(100)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(100)
CONTENTS = {"karte.png": PNG, "wo.ogg": OGG, "wo.mp3": MP3, "film.mp4": MP4, "plan.pdf": b"%PDF-1.7"}


@dataclass
class Shelf:
    """Files and uploads in memory."""

    files: dict[str, bytes] = field(default_factory=lambda: dict(CONTENTS))
    uploads: dict[tuple[str, bytes], dict[str, str]] = field(default_factory=dict)
    broken: bool = False

    async def hash_of(self, survey: str, version: int, name: str) -> bytes | None:
        content = self.files.get(name)
        return sha256(content).digest() if content else None

    async def get(self, survey: str, version: int, name: str) -> bytes | None:
        return self.files.get(name)

    async def known(self, bot: str, digest: bytes) -> dict[str, str]:
        return dict(self.uploads.get((bot, digest), {}))

    async def keep(self, bot: str, digest: bytes, kind: str, file_id: str) -> None:
        if self.broken:
            raise OSError("the disk is full")
        self.uploads.setdefault((bot, digest), {})[kind] = file_id


@dataclass
class Ticking:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def channel(bot: Bot, shelf: Shelf, clock: Ticking) -> TelegramChannel:
    return TelegramChannel(bot, SurveyMedia("1", shelf, shelf, clock))


@pytest.fixture
async def amina(sim: SimulatorClient) -> int:
    return await sim.add_user("Amina", "ar", started=True)


async def sends(
    channel: TelegramChannel, chat: int, name: str, kind: str = "image", attempts: int = 0, caption: str = ""
) -> Outcome:
    wanted = Call(SEND_MEDIA, media=Media(kind, "heat", 1, name, caption))
    return await channel.deliver(str(chat), wanted.to_json(), attempts)


async def methods(sim: SimulatorClient) -> Counter[str]:
    return Counter(call["method"] for call in await sim.calls() if call["method"].startswith("send"))


@pytest.mark.parametrize(
    ("name", "kind", "seen"),
    [
        ("karte.png", "image", "photo"),
        ("wo.ogg", "audio", "voice"),
        ("wo.mp3", "audio", "audio"),
        ("film.mp4", "video", "video"),
        ("plan.pdf", "image", "document"),
    ],
)
async def test_each_kind_comes_as_what_it_is_and_is_uploaded_once(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, name: str, kind: str, seen: str
) -> None:
    chats = [amina, await sim.add_user("Bülent", "tr", started=True), amina]
    for chat in chats:
        assert isinstance(await sends(channel, chat, name, kind), Sent)
    first, again = await sim.messages(amina)
    assert await sim.file((first[seen][-1] if seen == "photo" else first[seen])["file_id"]) == CONTENTS[name]
    assert again[seen] == first[seen]
    calls = [call for call in await sim.calls() if call["method"].startswith("send")]
    assert [bool(call["files"]) for call in calls] == [True, False, False]


async def test_the_picture_of_a_choice_says_which_it_is(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    for _ in range(2):
        await sends(channel, amina, "karte.png", caption="حديقة")
    assert [message["caption"] for message in await sim.messages(amina)] == ["حديقة"] * 2


async def test_many_residents_at_once_need_one_upload(channel: TelegramChannel, sim: SimulatorClient) -> None:
    chats = [await sim.add_user(f"Resident {number}", started=True) for number in range(8)]
    outcomes = await asyncio.gather(*(sends(channel, chat, "karte.png") for chat in chats))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    calls = await sim.calls(method="sendPhoto")
    assert sorted(bool(call["files"]) for call in calls) == [False] * 7 + [True]


async def test_an_id_that_telegram_takes_no_more_is_uploaded_again(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, shelf: Shelf
) -> None:
    await shelf.keep("1", sha256(PNG).digest(), "photo", "AgACAgIAAxkBAAIBlost")
    assert isinstance(await sends(channel, amina, "karte.png"), Sent)
    assert isinstance(await sends(channel, amina, "karte.png"), Sent)
    calls = await sim.calls(method="sendPhoto")
    assert [(call["ok"], bool(call["files"])) for call in calls] == [
        (False, False),
        (True, True),
        (True, False),
    ]


async def test_an_id_belongs_to_one_bot(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, shelf: Shelf
) -> None:
    await shelf.keep("2", sha256(PNG).digest(), "photo", "of-another-bot")
    assert isinstance(await sends(channel, amina, "karte.png"), Sent)
    assert await methods(sim) == {"sendPhoto": 1}


async def test_a_picture_that_is_no_photo_comes_as_a_document(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, shelf: Shelf
) -> None:
    shelf.files["karte.png"] = b"\x89PNG\r\n\x1a\n broken"
    for _ in range(2):
        assert isinstance(await sends(channel, amina, "karte.png"), Sent)
    assert await methods(sim) == {"sendPhoto": 1, "sendDocument": 2}


async def test_who_takes_no_voice_messages_gets_the_sound_as_a_file(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    await sim.fault("sendVoice", error_code=400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")
    assert isinstance(await sends(channel, amina, "wo.ogg", "audio"), Sent)
    assert await methods(sim) == {"sendVoice": 1, "sendAudio": 1}


async def test_a_file_that_is_missing_is_left_out(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, bot: Bot
) -> None:
    assert await sends(channel, amina, "gone.png") == Failed("file missing")
    wanted = Call(SEND_MEDIA, media=Media("image", "heat", 1, "karte.png")).to_json()
    assert await TelegramChannel(bot).deliver(str(amina), wanted) == Failed("no media here")
    assert await methods(sim) == {}


async def test_an_upload_that_cannot_be_remembered_was_sent_all_the_same(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, shelf: Shelf
) -> None:
    shelf.broken = True
    assert isinstance(await sends(channel, amina, "karte.png"), Sent)
    assert len(await sim.messages(amina)) == 1


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            {"error_code": 429, "retry_after": 7, "description": "Too Many Requests: retry after 7"},
            Throttled(7.0),
        ),
        (
            {"error_code": 403, "description": "Forbidden: bot was blocked by the user"},
            Blocked("resident gone"),
        ),
        ({"error_code": 500, "description": "Internal Server Error"}, NotSent("server error")),
    ],
)
async def test_what_goes_wrong_is_told_as_ever(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, fault: dict[str, Any], expected: Outcome
) -> None:
    await sim.fault("sendPhoto", **fault)
    assert await sends(channel, amina, "karte.png") == expected
    assert isinstance(await sends(channel, amina, "karte.png"), Sent)


@pytest.mark.parametrize("server_settings", [SimulatorSettings(only_methods=POOR)])
async def test_a_poorer_server_gets_no_media_and_is_asked_once(
    channel: TelegramChannel, sim: SimulatorClient, amina: int
) -> None:
    for _ in range(2):
        assert await sends(channel, amina, "wo.ogg", "audio") == Failed("media")
    assert await methods(sim) == {"sendVoice": 1, "sendAudio": 1, "sendDocument": 1}


@pytest.mark.parametrize("server_settings", [SimulatorSettings(only_methods=POOR, other_status=500)])
async def test_a_poorer_server_that_says_500_is_left_alone_for_a_while(
    channel: TelegramChannel, sim: SimulatorClient, amina: int, clock: Ticking
) -> None:
    outcomes = [await sends(channel, amina, "karte.png", attempts=attempts) for attempts in range(3)]
    assert outcomes == [NotSent("server error")] * 2 + [Failed("media avoided")]
    assert await sends(channel, amina, "wo.ogg", "audio") == Failed("media avoided")
    assert await methods(sim) == {"sendPhoto": 3}
    clock.now += AVOIDED_FOR
    assert await sends(channel, amina, "karte.png") == NotSent("server error")


async def test_what_is_too_late_is_not_sent(bot: Bot, sim: SimulatorClient, amina: int) -> None:
    now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    channel = TelegramChannel(bot, now=lambda: now)
    late = Call("sendMessage", {"text": "Weiter?"}, until=now)
    early = Call("sendMessage", {"text": "Weiter?"}, until=now + timedelta(seconds=1))
    assert await channel.deliver(str(amina), late.to_json()) == Failed("too late")
    assert isinstance(await channel.deliver(str(amina), early.to_json()), Sent)
    assert len(await sim.messages(amina)) == 1


@pytest.mark.parametrize(
    ("kind", "content", "first"),
    [
        ("image", JPEG, "photo"),
        ("image", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "photo"),
        ("image", b"GIF89a", "animation"),
        ("image", b"<svg>", "document"),
        ("image", PNG.ljust(11 * 2**20, b"\0"), "document"),
        ("audio", b"RIFF....WAVE", "audio"),
        ("audio", b"", "audio"),
        ("video", b"", "video"),
        ("hologram", b"", "document"),
    ],
)
def test_the_best_way_by_content(kind: str, content: bytes, first: str) -> None:
    assert ways_for(kind, content)[0] == first
