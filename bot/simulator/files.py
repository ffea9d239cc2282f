"""The files of a bot, kept in memory and named by file ids."""

import hashlib
import mimetypes
import secrets
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.parameters import Parameters, Upload

_FOLDERS = {
    "photo": "photos", "voice": "voice", "audio": "music", "video": "videos", "animation": "animations",
    "document": "documents", "sticker": "stickers", "video_note": "video_notes",
}  # fmt: skip
# Endings that Telegram gives, where the table of MIME types has another or none.
_ENDINGS = {
    "audio/ogg": ".oga",
    "audio/mpeg": ".mp3",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "audio/webm": ".weba",
}


@dataclass(frozen=True)
class StoredFile:
    """A file on the server; `kind` is what it was sent as, `details` its other fields (duration, width, ...)."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    data: bytes
    details: Json

    def described(self) -> Json:
        """What every media object of Telegram says of its file."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


@dataclass
class FileStore:
    """Files by id and by path; the oldest are dropped when all together grow too big."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    size: int = 0
    count: int = 0

    def add(self, kind: str, upload: Upload, details: Json) -> StoredFile:
        """Keep a file that was sent as `kind`."""
        number = self.count = self.count + 1
        ending = _ENDINGS.get(upload.mime_type) or PurePosixPath(upload.file_name).suffix[:8]
        if not ending.removeprefix(".").isalnum():
            ending = mimetypes.guess_extension(upload.mime_type) or ""
        unique = hashlib.sha256(upload.data).hexdigest()[:15]
        stored = StoredFile(
            # Ids are long and unguessable, as Telegram's are, and hold no meaning for the bot.
            file_id=f"SIM{number:06d}{secrets.token_urlsafe(24)}",
            unique_id=f"AgAD{unique}",
            kind=kind,
            path=f"{_FOLDERS[kind]}/file_{number}{ending}",
            name=upload.file_name,
            mime_type=upload.mime_type,
            data=upload.data,
            details=details,
        )
        self.by_id[stored.file_id] = self.by_path[stored.path] = stored
        self.size += len(stored.data)
        while self.size > LIMITS["kept_files"]:
            oldest = self.by_id.pop(next(iter(self.by_id)))
            del self.by_path[oldest.path]
            self.size -= len(oldest.data)
        return stored


def sent_file(parameters: Parameters, field_name: str, files: FileStore) -> Upload | StoredFile:
    """The file that a call sends: new, or one the server knows. Raises ApiError."""
    given = parameters.text(field_name)
    if given.startswith("attach://"):
        upload = parameters.files.get(given.removeprefix("attach://"))
    elif given:
        return _known_file(given, field_name, files)
    else:
        upload = parameters.files.get(field_name)
    if upload is None:
        raise error("file_missing", kind=field_name.replace("_", " "))
    if not upload.data:
        raise error("file_empty")
    biggest = LIMITS["photo"] if field_name == "photo" else LIMITS["upload"]
    if len(upload.data) > biggest:
        kind = "Photo" if field_name == "photo" else "Document"
        raise error("file_of_type_too_big", size=len(upload.data), kind=kind, maximum=biggest)
    return upload


def _known_file(given: str, field_name: str, files: FileStore) -> StoredFile:
    if stored := files.by_id.get(given):
        if stored.kind != field_name:
            raise error("file_id_kind", actual=stored.kind.capitalize(), wanted=field_name.capitalize())
        return stored
    if given.startswith(("http://", "https://")):
        # The simulator fetches nothing from anywhere, so that tests stay on this machine.
        raise error("file_url")
    if "." in given or "/" in given:
        raise error("file_id_unknown")
    if not all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in given):
        raise error("file_id_wrong", reason="Wrong character in the string")
    raise error("file_id_wrong", reason="Wrong padding in the string")
