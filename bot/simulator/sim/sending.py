"""What residents send and correct."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.simulator.errors import SimError
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.media_objects import keep_file, media_content
from bot.simulator.messages import add_message, change_message
from bot.simulator.parameters import Parameters, Upload
from bot.simulator.sim.bodies import (
    answer,
    chat_of,
    number_field,
    open_to_residents,
    read_json,
    read_sent,
    speaker,
    text_field,
    world_of,
)
from bot.simulator.state import Bot, Chat, Message, User
from bot.simulator.text_entities import found_entities
from bot.simulator.updates import queue_update
from bot.simulator.webm import opus_in_webm
from bot.simulator.world import World

_FILES = ("photo", "voice", "audio", "video", "animation", "document", "sticker", "video_note")
_KINDS = {"audio/ogg": "voice", "audio/webm": "voice", "image/gif": "animation", "image/webp": "sticker"}
_KINDS_BY_CLASS = {"image": "photo", "audio": "audio", "video": "video"}


async def send(request: Request) -> Response:
    """`POST /sim/chats/{chat_id}/send`"""
    world = world_of(request)
    bot, chat = chat_of(request)
    sent = await read_sent(request)
    open_to_residents(chat)
    user = speaker(world, chat, sent.values)
    message = send_as(world, bot, chat, user, content_of(world, bot, user, sent), replied(chat, sent.values))
    return answer(message.shown())


def send_as(
    world: World, bot: Bot, chat: Chat, user: User, content: Json, reply_to: Message | None = None
) -> Message:
    """Let a resident send something."""
    return add_message(world, bot, chat, content, sender=user.as_user(), reply_to=reply_to)


def replied(chat: Chat, body: Json) -> Message | None:
    """The message that a resident replies to: the one named, or the one whose bot asks for a reply. Raises SimError."""
    if "reply_to_message_id" in body:
        message = chat.messages.get(number_field(body, "reply_to_message_id"))
        if message is None:
            raise SimError("There is no message to reply to.", 404)
        return message
    # A phone that is forced to reply does so by itself.
    return chat.messages.get(chat.force_reply["message_id"]) if chat.force_reply else None


def content_of(world: World, bot: Bot, user: User, sent: Parameters) -> Json:
    """What a resident sends, as the part of a Message that holds it. Raises SimError or ApiError."""
    if sent.files:
        return _file(bot, sent)
    body = sent.values
    if body.get("location") is not None:
        return {"location": location_of(body["location"])}
    if body.get("latitude") is not None:
        return {"location": location_of(body)}
    if body.get("venue") is not None:
        return _venue(body["venue"])
    if body.get("contact") is not None:
        return {"contact": contact_of(user, body["contact"])}
    if body.get("sticker") is not None:
        return _sticker(bot, body["sticker"])
    return _text(world, body)


def _text(world: World, body: Json) -> Json:
    text = text_field(body, "text", longest=LIMITS["text"])
    if not text or not text.strip():
        raise SimError(
            "There is nothing to send: give 'text', 'location', 'venue', 'contact', 'sticker' or a file."
        )
    content: Json = {"text": text.strip()}
    if entities := found_entities(content["text"]):
        content["entities"] = entities
    if author := text_field(body, "forward_from", longest=128):
        origin = {"type": "hidden_user", "sender_user_name": author, "date": world.now()}
        content["forward_origin"] = origin
    return content


def location_of(given: Any) -> Json:
    """Telegram's Location from a body of `/sim`. Raises SimError."""
    found: Json = {}
    for name, most in (("latitude", 90), ("longitude", 180), ("horizontal_accuracy", 1500)):
        value = given.get(name) if isinstance(given, dict) else None
        if value is None and name == "horizontal_accuracy":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
            raise SimError(f"A location needs a {name!r} of at most {most}.")
        found[name] = value
    return found


def _venue(given: Any) -> Json:
    if not isinstance(given, dict):
        raise SimError("'venue' must be an object.")
    place = location_of(given.get("location"))
    title, address = text_field(given, "title"), text_field(given, "address")
    return {"venue": {"location": place, "title": title or "", "address": address or ""}, "location": place}


def contact_of(user: User, given: Any) -> Json:
    """Telegram's Contact: the resident's own (`true`), or the one given. Raises SimError."""
    if given is True:
        # Numbers that Germany's network agency sets aside for invented people.
        number = user.phone_number or f"+49 171 39200{user.id % 100:02d}"
        return {"phone_number": number, "first_name": user.first_name, "user_id": user.id}
    if not isinstance(given, dict):
        raise SimError("'contact' must be an object, or true for the resident's own.")
    given_number = text_field(given, "phone_number", longest=32)
    name = text_field(given, "first_name", longest=64)
    if not given_number or not name:
        raise SimError("A contact needs 'phone_number' and 'first_name'.")
    last_name = text_field(given, "last_name", longest=64)
    return {"phone_number": given_number, "first_name": name} | (
        {"last_name": last_name} if last_name else {}
    )


def _sticker(bot: Bot, given: Any) -> Json:
    emoji = text_field(given, "emoji", longest=16) if isinstance(given, dict) else None
    if not emoji:
        raise SimError("'sticker' must be an object with an 'emoji'.")
    upload = Upload("sticker.webp", "image/webp", emoji.encode())
    return media_content(keep_file(bot.files, "sticker", upload, Parameters({"emoji": emoji})))


def _file(bot: Bot, sent: Parameters) -> Json:
    if len(sent.files) > 1:
        raise SimError("One message holds one file.")
    name: str
    name, upload = next(iter(sent.files.items()))
    mime_type = upload.mime_type.partition(";")[0].strip().lower()
    if name == "file":
        name = _KINDS.get(mime_type) or _KINDS_BY_CLASS.get(mime_type.partition("/")[0], "document")
    if name not in _FILES:
        raise SimError(f"A file is sent under one of the names {', '.join(_FILES)} or file.")
    if not upload.data:
        raise SimError("The file is empty.")
    data = upload.data
    if name == "voice" and (repacked := opus_in_webm(data)) is not None:
        # Chrome records WebM; Telegram's phones send OGG, and so the bot must get it.
        data, mime_type = repacked, "audio/ogg"
    caption = text_field(sent.values, "caption", longest=LIMITS["caption"])
    stored = keep_file(bot.files, name, Upload(upload.file_name, mime_type, data), sent)
    content = media_content(stored)
    if caption:
        content["caption"] = caption
        if entities := found_entities(caption):
            content["caption_entities"] = entities
    return content


async def edit(request: Request) -> Response:
    """`POST /sim/chats/{chat_id}/edit`"""
    world, body = world_of(request), await read_json(request)
    bot, chat = chat_of(request)
    open_to_residents(chat)
    message = chat.messages.get(number_field(body, "message_id"))
    if message is None or message.from_bot or "text" not in message.body:
        raise SimError("There is no text of the resident with this 'message_id'.", 404)
    kept = {name: value for name, value in message.body.items() if name not in ("text", "entities")}
    change_message(world, bot, chat, message, kept | _text(world, body) | {"edit_date": world.now()})
    queue_update(bot, chat.id, edited_message=message.body)
    return answer(message.shown())
