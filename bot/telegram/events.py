"""Updates of the Bot API as events of the kernel."""

import re
from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType, MessageEntityType

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
from bot.telegram.bot import Identity
from bot.telegram.updates import RawUpdate

# In this order, since an animation also comes as a document and a venue also as a location.
_MEDIA: Final = (
    "photo", "sticker", "contact", "animation", "document", "video", "video_note", "audio", "dice", "poll",
    "story", "game", "paid_media", "checklist",
)  # fmt: skip
_FILES: Final = frozenset({"photo", "document", "video", "video_note", "audio"})
_LONGEST_NAME: Final = 255
_LOOKED_AT: Final = frozenset(
    {"message_id", "date", "chat", "from", "text", "caption", "entities", "location"}
)
_PRESS: Final = frozenset({"id", "from", "data", "chat_instance"})
_FORWARDED: Final = ("forward_origin", "forward_date", "forward_from")  # the last two before Bot API 7.0
_COMMAND: Final = re.compile(r"/(\w{1,64})(?:@(\w{1,64}))?", re.ASCII)
_GONE: Final = frozenset({"kicked", "left"})


class Unreadable(Exception):
    """An update that is not what the Bot API describes; `reason` is the class of what went wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Said:
    """Something a resident did in their private chat. `message` is the one they sent or whose button they pressed."""

    chat: str
    user: int
    event: Event
    message: int | None = None
    callback: str | None = None


@dataclass(frozen=True)
class GroupCalled:
    """The bot was added to a group, or spoken to there."""

    chat: str
    language: str | None


@dataclass(frozen=True)
class ContactChanged:
    """A resident blocked the bot, or lets it write again."""

    chat: str
    blocked: bool


@dataclass(frozen=True)
class Ignored:
    """Nothing to do: `reason` is a fixed word for the figures."""

    reason: str


Incoming = Said | GroupCalled | ContactChanged | Ignored


def read(raw: RawUpdate, me: Identity) -> Incoming:
    """What `raw` means to the bot. Raises Unreadable, and nothing else, for crafted ones."""
    body: Any = raw.payload.get(raw.kind)
    try:
        if raw.kind == "my_chat_member":
            return _member(body)
        update = Update.de_json({"update_id": raw.update_id, raw.kind: _trimmed(raw.kind, body)}, None)
        if update.message:
            return _message(update.message, body, me)
        if update.edited_message:
            return _edited(update.edited_message)
        if update.callback_query:
            return _pressed(update.callback_query)
    except Exception as error:  # the shape of what comes from outside is anybody's guess
        raise Unreadable(type(error).__name__) from error
    return Ignored(raw.kind)


def _trimmed(kind: str, body: Any) -> Any:
    """Only what is looked at: a server older or newer than PTB may leave out or add the rest."""
    if kind == "callback_query":
        trimmed = {key: value for key, value in body.items() if key in _PRESS}
        if body.get("message"):
            trimmed["message"] = _trimmed("message", body["message"])
        return trimmed
    return {key: value for key, value in body.items() if key in _LOOKED_AT}


def _message(message: Message, body: dict[str, Any], me: Identity) -> Incoming:
    sender = message.from_user
    if sender is None or sender.is_bot:
        return Ignored("not a person")
    if message.chat.type != ChatType.PRIVATE:
        called = _is_called(message, body, me)
        return GroupCalled(_id(message.chat.id), _language(sender)) if called else Ignored("group")
    event = _event(message, body, sender, me)
    if event is None:
        return Ignored("service or other bot")
    return Said(_id(message.chat.id), int(sender.id), event, message=_number(message.message_id))


def _event(message: Message, body: dict[str, Any], sender: User, me: Identity) -> Event | None:
    language = _language(sender)
    if any(body.get(sign) for sign in _FORWARDED):
        return MediaSent(kind="forwarded", client_language=language)
    if message.text is not None:
        return _typed(message, _text(message.text), language, me)
    if place := message.location:
        return LocationShared(
            latitude=_degrees(place.latitude), longitude=_degrees(place.longitude), client_language=language
        )
    if voice := body.get("voice"):
        duration = max(0, _number(voice.get("duration", 0)))
        return VoiceSent(duration=duration, file=_file(voice), client_language=language)
    kind = next((each for each in _MEDIA if body.get(each)), None)
    if kind is None:
        return None
    sent = body[kind] if kind in _FILES else None
    content = _content(sent)
    return MediaSent(kind=kind, file=_file(sent), content=content, client_language=language)


def _file(sent: Any) -> str:
    """Telegram's name for a file, under which it can be had again; of a photo that of its largest size."""
    if isinstance(sent, list):
        sizes = [each for each in sent if isinstance(each, dict)]
        sent = max(sizes, key=lambda each: _number(each.get("width", 0)), default=None)
    name = sent.get("file_id") if isinstance(sent, dict) else None
    return name if isinstance(name, str) and len(name) <= _LONGEST_NAME else ""


def _content(sent: Any) -> str:
    """The media type that the sender's client claims."""
    content = sent.get("mime_type") if isinstance(sent, dict) else None
    return content[:_LONGEST_NAME] if isinstance(content, str) else ""


def _typed(message: Message, text: str, language: str | None, me: Identity) -> Event | None:
    is_command = any(e.type == MessageEntityType.BOT_COMMAND and e.offset == 0 for e in message.entities)
    match = _COMMAND.match(text) if is_command else None
    if not match:
        return TextSent(text=text, client_language=language)
    name, bot = match.groups()
    if bot and bot.casefold() != me.username.casefold():
        return None
    return CommandGiven(name=name.lower(), argument=text[match.end() :].strip(), client_language=language)


def _edited(message: Message) -> Incoming:
    sender = message.from_user
    if message.chat.type != ChatType.PRIVATE or sender is None or sender.is_bot or message.text is None:
        return Ignored("edit")  # also every step of a live location
    event = TextEdited(text=_text(message.text), client_language=_language(sender))
    return Said(_id(message.chat.id), int(sender.id), event, message=_number(message.message_id))


def _pressed(query: CallbackQuery) -> Incoming:
    message = query.message
    if message and message.chat.type != ChatType.PRIVATE:
        return Ignored("group")
    event = ChoicePressed(data=_text(query.data or ""), client_language=_language(query.from_user))
    return Said(
        _id(message.chat.id if message else query.from_user.id),
        int(query.from_user.id),
        event,
        message=_number(message.message_id) if message else None,
        callback=_text(query.id),
    )


def _member(change: Any) -> Incoming:
    chat, before, after = (change[key] for key in ("chat", "old_chat_member", "new_chat_member"))
    gone = after["status"] in _GONE
    if chat["type"] == ChatType.PRIVATE:
        return ContactChanged(_id(chat["id"]), blocked=gone)
    if chat["type"] == ChatType.CHANNEL or gone or before["status"] not in _GONE:
        return Ignored("group")
    return GroupCalled(_id(chat["id"]), _language(User.de_json(change["from"], None)))


def _is_called(message: Message, body: dict[str, Any], me: Identity) -> bool:
    """Whether a message in a group speaks to the bot: a command, its name, or a reply to its message."""
    replied = body.get("reply_to_message") or {}
    if (replied.get("from") or {}).get("id") == me.id:
        return True
    text = message.text or message.caption or ""
    if f"@{me.username}".casefold() in text.casefold():
        return True
    command = _COMMAND.match(text)
    return bool(command and not command.group(2))


def _language(user: User | None) -> str | None:
    code = user.language_code if user else None
    return code[:35] if isinstance(code, str) else None  # BCP 47 tags are at most 35 long


def _id(value: Any) -> str:
    return str(_number(value))


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**53:
        raise TypeError("not an id")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _degrees(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("not degrees")
    return float(value)
