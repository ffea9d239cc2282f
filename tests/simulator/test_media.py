"""Files that bots send, and the picture and sound formats that the simulator looks into."""

import struct

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest

from bot.simulator.client import SimulatorClient
from bot.simulator.images import image_size
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.opus import ogg_seconds
from bot.simulator.webm import opus_in_webm
from tests.simulator.conftest import RawBot
from tests.simulator.samples import OPUS_HEAD, SILENCE, ogg, png, webm


async def test_a_file_can_be_sent_again_by_its_id(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    first = await bot.send_voice(amina, ogg(2), caption="Guten Tag")
    assert first.voice is not None
    assert first.voice.duration == 2
    again = await bot.send_voice(amina, first.voice.file_id)
    assert again.voice == first.voice
    file = await bot.get_file(first.voice)
    assert bytes(await file.download_as_bytearray()) == ogg(2)
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type voice as photo"):
        await bot.send_photo(amina, first.voice.file_id)
    assert await people.violations() == []


async def test_every_kind_of_file_through_the_library(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    await bot.send_audio(amina, b"ID3", title="Lied", performer="Chor", duration=5, filename="lied.mp3")
    await bot.send_document(
        amina, b"%PDF-1.7", filename="Wochenbericht.pdf", caption="<b>KW 47</b>", parse_mode="HTML"
    )
    await bot.send_location(amina, 51.5, 7.4)
    audio, document, place = await people.messages(amina)
    assert (audio["audio"]["title"], audio["audio"]["performer"], audio["audio"]["duration"]) == (
        "Lied",
        "Chor",
        5,
    )
    assert (document["document"]["file_name"], document["caption"]) == ("Wochenbericht.pdf", "KW 47")
    assert document["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert place["location"] == {"latitude": 51.5, "longitude": 7.4}
    assert await people.violations() == []


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("sendVoice", {}, "there is no voice in the request"),
        ("sendVoice", {"voice": "attach://nowhere"}, "there is no voice in the request"),
        ("sendPhoto", {"photo": "https://dortmund.de/a.png"}, "failed to get HTTP URL content"),
        ("sendPhoto", {"photo": "a.png"}, "wrong file identifier/HTTP URL specified"),
        (
            "sendPhoto",
            {"photo": "ä"},
            "wrong remote file identifier specified: Wrong character in the string",
        ),
        (
            "sendPhoto",
            {"photo": "AgACAgI"},
            "wrong remote file identifier specified: Wrong padding in the string",
        ),
        ("getFile", {"file_id": "AgACAgI"}, "invalid file_id"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location specified"),
        ("sendLocation", {"latitude": 1}, "longitude is empty"),
        ("sendVenue", {"latitude": 1, "longitude": 1, "title": "T"}, 'parameter "address" is required'),
    ],
)
async def test_wrong_files_and_places_are_refused(
    raw: RawBot, amina: int, method: str, parameters: Json, refusal: str
) -> None:
    assert await raw.refusal(method, chat_id=amina, **parameters) == f"400 Bad Request: {refusal}"


async def test_an_empty_file_or_no_picture_is_refused(bot: telegram.Bot, amina: int) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(amina, b"", filename="leer.txt")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(amina, b"kein Bild")


async def test_files_have_telegrams_greatest_sizes(
    raw: RawBot, people: SimulatorClient, amina: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("photo", 1000), ("upload", 5000), ("download", 2000), ("json_body", 1000)):
        monkeypatch.setitem(LIMITS, name, size)

    async def send(kind: str, data: bytes) -> Json:
        texts, files = {"chat_id": str(amina)}, {kind: ("a", data, "image/png")}
        return dict((await raw.http.post(f"/bot1:test/send{kind}", data=texts, files=files)).json())

    photo = await send("photo", png() + bytes(1000))
    assert photo["error_code"] == 413
    assert photo["description"].endswith("is too big for a Photo; the maximum size is 1000 bytes")
    document = await send("document", bytes(6500))
    assert (document["error_code"], document["description"]) == (413, "Request Entity Too Large")
    good = await send("document", bytes(2500))
    file_id = good["result"]["document"]["file_id"]
    assert await raw.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_the_oldest_files_go_when_there_are_too_many(
    raw: RawBot, people: SimulatorClient, amina: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "kept_files", 2500)
    ids = []
    for number in range(3):
        sent = await people.send_file(amina, "document", bytes([number]) * 1000, "text/plain")
        ids.append(sent["document"]["file_id"])
    assert await raw.refusal("getFile", file_id=ids[0]) == "400 Bad Request: invalid file_id"
    assert await people.file(ids[2]) == bytes([2]) * 1000


JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03"
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (39).to_bytes(3, "little") + (29).to_bytes(3, "little")
WEBP_L = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 39 | 29 << 14)
WEBP_Y = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 40, 30)


@pytest.mark.parametrize("data", [png(40, 30), b"GIF89a\x28\0\x1e\0", JPEG, WEBP, WEBP_L, WEBP_Y])
def test_the_size_of_a_picture(data: bytes) -> None:
    assert image_size(data) == (40, 30)


@given(
    st.sampled_from([b"", png()[:16], b"GIF89a", b"\xff\xd8", b"RIFF\0\0\0\0WEBPVP8X", JPEG[:8]]), st.binary()
)
def test_anything_may_claim_to_be_a_picture_or_a_sound(start: bytes, rest: bytes) -> None:
    size = image_size(start + rest)
    assert size is None or min(size) > 0
    assert ogg_seconds(b"OggS" + rest) is None or b"OpusHead" in rest


def test_a_recording_is_repacked_whole() -> None:
    packets = [bytes([0xF8]) + bytes([number % 256]) * (number % 600) for number in range(300)]
    repacked = opus_in_webm(webm(packets))
    assert repacked is not None
    assert ogg_seconds(repacked) == pytest.approx(6.0)
    pages = read_pages(repacked)
    assert pages[0] == ([OPUS_HEAD], 2)
    assert pages[1][0][0].startswith(b"OpusTags")
    assert [packet for page, _ in pages[2:] for packet in page] == packets
    assert pages[-1][1] == 4


@pytest.mark.parametrize(
    "data",
    [b"", b"OggS", webm([]), webm([SILENCE]).replace(b"A_OPUS", b"A_AACX"), webm([SILENCE])[:60]],
)
def test_what_is_no_recording_stays_as_it_is(data: bytes) -> None:
    assert opus_in_webm(data) is None


@given(st.binary(), st.integers(0, 200))
def test_a_broken_recording_is_no_catastrophe(rest: bytes, cut: int) -> None:
    opus_in_webm(webm([SILENCE] * 3)[:cut] + rest)


def read_pages(data: bytes) -> list[tuple[list[bytes], int]]:
    """The packets and flags of each page of an OGG file, their checksums verified bit by bit."""
    pages = []
    while data:
        count = data[26]
        lacing = data[27 : 27 + count]
        end = 27 + count + sum(lacing)
        (stated,) = struct.unpack("<I", data[22:26])
        register = 0
        for byte in data[:22] + bytes(4) + data[26:end]:
            register ^= byte << 24
            for _ in range(8):
                register = (register << 1) ^ (0x104C11DB7 if register & 0x80000000 else 0)
        assert register == stated
        packets, at, size = [], 27 + count, 0
        for value in lacing:
            size += value
            if value < 255:
                packets.append(data[at : at + size])
                at, size = at + size, 0
        pages.append((packets, data[5]))
        data = data[end:]
    return pages
