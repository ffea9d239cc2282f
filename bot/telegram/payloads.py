"""Replies of the kernel as calls of the Bot API, kept as JSON in the outbox until they are sent.

One payload is one call: `{"v": 1, "method": "sendMessage", "params": {...}, ...}`. The chat is added when it is sent.
A payload may say `until` when it makes sense: later it is not sent any more.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.conversation.replies import Document, Keyboard, Media, Message, Reply, Toast
from bot.telegram.splitting import split

VERSION: Final = 2
"""What this programme can read; 2 added `media` and `until`, and is written only where they stand."""
MAX_BUTTONS: Final = 100
MAX_DATA_BYTES: Final = 64
MAX_TOAST: Final = 200
MAX_CAPTION: Final = 1024
SEND_MEDIA: Final = "sendMedia"
"""No method of the Bot API: how a survey's file is sent is found out when it is sent."""
COUNTED: Final = frozenset({"sendMessage", "sendDocument", "editMessageText", SEND_MEDIA})
"""The methods that count towards Telegram's limits for messages."""


class TooManyButtons(ValueError):
    """A reply asks for buttons that Telegram refuses; a mistake in the programme."""


class UnknownPayload(ValueError):
    """A payload that this version cannot read."""


@dataclass(frozen=True)
class Call:
    """One call of the Bot API, still without its chat. `file` is sent in the parameter "document"; `media` is a
    survey's file; after `until` (UTC) the call is not made any more."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)
    file: Document | None = None
    media: Media | None = None
    until: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The call as the outbox keeps it."""
        version = VERSION if self.media or self.until else 1
        kept: dict[str, Any] = {"v": version, "method": self.method, "params": self.params}
        if self.file:
            kept["file"] = {"name": self.file.name, "content": self.file.content}
        if self.media:
            kept["media"] = asdict(self.media)
        if self.until:
            kept["until"] = self.until.isoformat()
        return kept

    @classmethod
    def from_json(cls, data: Any) -> "Call":
        """The call that `to_json` wrote, also in an earlier version. Raises UnknownPayload."""
        try:
            if not 1 <= int(data["v"]) <= VERSION:
                raise UnknownPayload("a newer program wrote this delivery")
            file, media, until = data.get("file"), data.get("media"), data.get("until")
            return cls(
                str(data["method"]),
                dict(data["params"]),
                Document(**file) if file else None,
                Media(**media) if media else None,
                datetime.fromisoformat(until) if until else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnknownPayload("this delivery cannot be read") from error


def calls_for(
    replies: Iterable[Reply], *, pressed: int | None = None, callback: str | None = None
) -> tuple[Call, ...]:
    """The calls that say `replies`. `pressed` is the message whose button was pressed, `callback` that press's id.

    Raises TooManyButtons.
    """
    calls: list[Call] = []
    for reply in replies:
        if isinstance(reply, Toast):
            if callback:
                calls.append(_toast(reply, callback))
        else:
            calls.extend(_message(reply, pressed))
    return tuple(calls)


def _toast(toast: Toast, callback: str) -> Call:
    words = {"text": split(toast.text, MAX_TOAST)[0]} if toast.text.strip() else {}
    return Call("answerCallbackQuery", {"callback_query_id": callback, **words})


def _message(message: Message, pressed: int | None) -> list[Call]:
    parts = split(message.text)
    markup = _markup(message)
    shown = [Call(SEND_MEDIA, media=media) for media in message.media]
    calls = [Call("sendMessage", {"text": part}) for part in parts]
    if message.document:
        caption = {}
        if parts and parts == split(message.text, MAX_CAPTION):  # short enough to stand under the file
            caption, calls = {"caption": parts[0]}, []
        calls.append(Call("sendDocument", caption, message.document))
    elif calls and message.edits and pressed is not None and message.keyboard is Keyboard.KEEP and not shown:
        calls[0] = Call("editMessageText", {"message_id": pressed, "text": parts[0]})
    if calls and markup:
        last = calls[-1]
        calls[-1] = Call(last.method, {**last.params, "reply_markup": markup}, last.file)
    return shown + calls


def _markup(message: Message) -> dict[str, Any] | None:
    if message.keyboard is Keyboard.ASK_LOCATION:
        button = {"text": message.keyboard_label, "request_location": True}
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    if message.keyboard is Keyboard.REMOVE:
        return {"remove_keyboard": True}
    buttons = [button for row in message.rows for button in row]
    if len(buttons) > MAX_BUTTONS or any(
        len(b.data.encode()) > MAX_DATA_BYTES or not b.label for b in buttons
    ):
        raise TooManyButtons(
            f"a message may have {MAX_BUTTONS} buttons with 1 to {MAX_DATA_BYTES} bytes each"
        )
    rows = [[{"text": b.label, "callback_data": b.data} for b in row] for row in message.rows if row]
    return {"inline_keyboard": rows} if rows else None
