"""Files: sending and fetching."""

from bot.simulator.errors import error
from bot.simulator.files import sent_file
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.media_objects import keep_file, media_content
from bot.simulator.messages import find_chat
from bot.simulator.methods.call import Call
from bot.simulator.methods.texts import send
from bot.simulator.parameters import Parameters
from bot.simulator.text_entities import formatted


def caption_content(parameters: Parameters) -> Json:
    """Caption and its entities, if there is one. Raises ApiError."""
    given = parameters.text("caption")
    caption, entities = formatted(
        given, parameters.text("parse_mode"), parameters.values.get("caption_entities")
    )
    if len(caption) > LIMITS["caption"]:
        raise error("caption_too_long")
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def _send_file(call: Call, kind: str, *, with_caption: bool = True) -> Json:
    sent = sent_file(call.parameters, kind, call.bot.files)
    caption = caption_content(call.parameters) if with_caption else {}
    chat = find_chat(call.bot, call.parameters, sending=True)
    stored = keep_file(call.bot.files, kind, sent, call.parameters)
    return send(call, media_content(stored) | caption, chat)


def send_photo(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendphoto"""
    return _send_file(call, "photo")


def send_document(call: Call) -> Json:
    """https://core.telegram.org/bots/api#senddocument"""
    return _send_file(call, "document")


def send_voice(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendvoice"""
    return _send_file(call, "voice")


def send_audio(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendaudio"""
    return _send_file(call, "audio")


def send_video(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendvideo"""
    return _send_file(call, "video")


def send_animation(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendanimation"""
    return _send_file(call, "animation")


def send_sticker(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendsticker"""
    return _send_file(call, "sticker", with_caption=False)


def get_file(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getfile"""
    stored = call.bot.files.by_id.get(call.parameters.text("file_id"))
    if stored is None:
        raise error("file_id_invalid")
    if len(stored.data) > LIMITS["download"]:
        raise error("file_too_big")
    return stored.described() | {"file_path": stored.path}
