"""Pictures, sounds and films of surveys: uploaded once, sent by the id that Telegram gave them ever after."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

import structlog

from bot.conversation.replies import Media
from bot.outreach.outcomes import Failed, NotSent, Sent
from bot.telegram.bot import Attachment
from bot.telegram.outcomes import Degraded, Reading

log = structlog.get_logger(__name__)

METHODS: Final = {
    "photo": "sendPhoto",
    "animation": "sendAnimation",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video": "sendVideo",
    "document": "sendDocument",
}
"""The ways to send a file: the parameter that holds it, which is also its field in the answer, and the method."""
WAYS: Final = {
    "image": ("photo", "animation", "document"),
    "audio": ("voice", "audio", "document"),
    "video": ("video", "animation", "document"),
}
"""By kind of media, the best way first."""
BIGGEST_PHOTO: Final = 10 * 2**20  # bytes; Telegram's limit
TRIES: Final = 2  # after so many server errors in a row the question comes without its picture
AVOIDED_FOR: Final = 600.0  # seconds without media once a server showed that it cannot send them

Calling = Callable[[str, Mapping[str, Any], Attachment | None], Awaitable[tuple[Reading, Any]]]
"""Makes a call of the Bot API: what it means, and the raw answer."""


class Files(Protocol):
    """The files that surveys bring along."""

    async def hash_of(self, survey: str, version: int, name: str) -> bytes | None: ...
    async def get(self, survey: str, version: int, name: str) -> bytes | None: ...


class Uploads(Protocol):
    """What the channel holds already."""

    async def known(self, bot: str, digest: bytes) -> Mapping[str, str]: ...
    async def keep(self, bot: str, digest: bytes, kind: str, file_id: str) -> None: ...


class SurveyMedia:
    """Sends the files of surveys. What cannot be had or sent is left out: the words that follow matter more."""

    def __init__(
        self, bot: str, files: Files, uploads: Uploads, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bot = bot
        self._files = files
        self._uploads = uploads
        self._clock = clock
        self._unknown: set[str] = set()  # ways that the server does not know
        self._avoided_until = float("-inf")
        self._uploading: defaultdict[bytes, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, media: Media, attempts: int, call: Calling) -> Reading:
        """Sends `media` in the best way that the server takes; Failed where it is left out."""
        if self._clock() < self._avoided_until:
            return Failed("media avoided")
        digest = await self._files.hash_of(media.survey, media.version, media.name)
        if digest is None:
            return _missing(media)
        reading = await self._send(media, digest, call)
        if isinstance(reading, NotSent) and not reading.unreachable and attempts >= TRIES:
            log.warning("server cannot send media", kind=media.kind)
            self._avoided_until = self._clock() + AVOIDED_FOR
            return Failed("media avoided")
        return reading

    async def _send(self, media: Media, digest: bytes, call: Calling) -> Reading:
        tried: set[str] = set()
        if reading := await self._by_id(media, digest, call, tried):
            return reading
        async with self._uploading[digest]:  # many residents see a new question at once: one upload is enough
            if reading := await self._by_id(media, digest, call, tried):
                return reading
            return await self._by_upload(media, digest, call)

    async def _by_id(self, media: Media, digest: bytes, call: Calling, tried: set[str]) -> Reading | None:
        """Sends what the channel holds; None where it holds nothing, or takes none of its ids any more."""
        known = await self._uploads.known(self._bot, digest)
        for way in _ways(media):
            file_id = known.get(way)
            if file_id and file_id not in tried:
                tried.add(file_id)
                reading, _ = await self._call(call, way, {way: file_id, **_caption(media)}, None)
                if not isinstance(reading, Failed | Degraded):
                    return reading
        return None

    async def _by_upload(self, media: Media, digest: bytes, call: Calling) -> Reading:
        content = await self._files.get(media.survey, media.version, media.name)
        if content is None:
            return _missing(media)
        for way in ways_for(media.kind, content):
            reading, answer = await self._call(
                call, way, _caption(media), Attachment(way, media.name, content)
            )
            if isinstance(reading, Sent):
                await self._keep(media, digest, answer)
            if not isinstance(reading, Failed | Degraded):
                return reading
        log.warning("media not sent", survey=media.survey, version=media.version, file=media.name)
        return Failed("media")

    async def _call(
        self, call: Calling, way: str, params: Mapping[str, Any], file: Attachment | None
    ) -> tuple[Reading, Any]:
        if way in self._unknown:
            return Degraded(), None
        reading, answer = await call(METHODS[way], params, file)
        if isinstance(reading, Degraded):
            log.warning("server lacks method", method=METHODS[way])
            self._unknown.add(way)
        return reading, answer

    async def _keep(self, media: Media, digest: bytes, answer: Any) -> None:
        """Remembers the file's id; Telegram may have made something else of it, such as an animation of a film."""
        for way in _ways(media):
            if file_id := _file_id(answer, way):
                try:
                    await self._uploads.keep(self._bot, digest, way, file_id)
                except Exception as error:  # it was sent; at worst it is uploaded once more
                    log.warning("upload not remembered", error=type(error).__name__)
                return


def ways_for(kind: str, content: bytes) -> tuple[str, ...]:
    """The ways in which Telegram takes such a file, the best first."""
    start = content[:64]
    if kind == "image":
        if start.startswith(b"GIF8"):
            return ("animation", "document")
        shown = start.startswith((b"\xff\xd8\xff", b"\x89PNG")) or start[8:12] == b"WEBP"
        return ("photo", "document") if shown and len(content) <= BIGGEST_PHOTO else ("document",)
    if kind == "audio":
        return ("voice", "audio", "document") if b"OpusHead" in start else ("audio", "document")
    return ("video", "document") if kind == "video" else ("document",)


def _ways(media: Media) -> tuple[str, ...]:
    return WAYS.get(media.kind, ("document",))


def _caption(media: Media) -> dict[str, str]:
    return {"caption": media.caption} if media.caption else {}


def _file_id(answer: Any, way: str) -> str | None:
    found = answer.get(way) if isinstance(answer, dict) else None
    if isinstance(found, list):  # a photo comes in several sizes, the largest last
        found = found[-1] if found else None
    file_id = found.get("file_id") if isinstance(found, dict) else None
    return file_id if isinstance(file_id, str) and 0 < len(file_id) <= 255 else None


def _missing(media: Media) -> Failed:
    log.warning("survey file missing", survey=media.survey, version=media.version, file=media.name)
    return Failed("file missing")
