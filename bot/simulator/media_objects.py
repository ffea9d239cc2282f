"""Files as Telegram's messages describe them: Voice, Audio, Document, photo sizes and so on."""

from bot.simulator.errors import error
from bot.simulator.files import FileStore, StoredFile
from bot.simulator.images import image_size
from bot.simulator.jsontypes import Json
from bot.simulator.opus import ogg_seconds
from bot.simulator.parameters import Parameters, Upload

_TEXTS = {"audio": ("title", "performer"), "sticker": ("emoji",)}
_SIDE = 512  # pixels of a picture whose size is not known


def keep_file(files: FileStore, kind: str, sent: Upload | StoredFile, parameters: Parameters) -> StoredFile:
    """Store what was sent as `kind`, with the details the sender gives. Raises ApiError for a broken photo."""
    if isinstance(sent, StoredFile):
        return sent
    size = image_size(sent.data)
    if kind == "photo" and size is None:
        raise error("image_failed")
    width, height = size or (parameters.integer("width"), parameters.integer("height"))
    details: Json = {
        "width": min(max(width, 0), 65535) or _SIDE,
        "height": min(max(height, 0), 65535) or _SIDE,
        "duration": min(max(parameters.integer("duration"), 0), 2**31 - 1)
        or round(ogg_seconds(sent.data) or 0),
    }
    details |= {name: text for name in _TEXTS.get(kind, ()) if (text := parameters.text(name))}
    return files.add(kind, sent, details)


def media_content(stored: StoredFile) -> Json:
    """The part of a Message that holds a file."""
    details = stored.details
    texts = {name: details[name] for name in ("title", "performer", "emoji") if name in details}
    sides = {"width": details["width"], "height": details["height"]}
    duration = {"duration": details["duration"]}
    file = {**stored.described(), "mime_type": stored.mime_type}
    named = {**file, "file_name": stored.name}
    match stored.kind:
        case "photo":
            return {"photo": [stored.described() | sides]}
        case "voice":
            return {"voice": file | duration}
        case "audio":
            return {"audio": named | duration | texts}
        case "video":
            return {"video": named | duration | sides}
        case "animation":
            # Telegram describes an animation as a document too, for older programmes.
            return {"animation": named | duration | sides, "document": named}
        case "sticker":
            flags = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": stored.described() | sides | flags | texts}
        case "video_note":
            return {"video_note": stored.described() | duration | {"length": sides["width"]}}
    return {"document": named}
