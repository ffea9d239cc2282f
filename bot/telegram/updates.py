"""What can be told of an update before anything is read into it: raw JSON from outside, of any shape."""

from dataclasses import dataclass
from typing import Any, Final

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
MAX_UPDATE_ID: Final = 2**63 - 1

_OTHERS: Final = frozenset(
    {
        "channel_post", "edited_channel_post", "business_connection", "business_message", "edited_business_message",
        "deleted_business_messages", "message_reaction", "message_reaction_count", "inline_query",
        "chosen_inline_result", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
        "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
    }
)  # fmt: skip


class NotAnUpdate(ValueError):
    """Not an update of the Bot API."""


@dataclass(frozen=True)
class RawUpdate:
    """An update as it came: `kind` as the Bot API names it, or "other"; `chat` None where it belongs to none."""

    update_id: int
    kind: str
    chat: str | None
    payload: dict[str, Any]


def raw_update(data: Any) -> RawUpdate:
    """The update in parsed JSON. Raises NotAnUpdate."""
    if not isinstance(data, dict):
        raise NotAnUpdate("an update is a JSON object")
    update_id = data.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id <= MAX_UPDATE_ID:
        raise NotAnUpdate("an update has an update_id")
    kind = next((key for key in data if key in ALLOWED_UPDATES or key in _OTHERS), "other")
    return RawUpdate(update_id, kind, _chat(kind, data.get(kind)), data)


def _chat(kind: str, body: Any) -> str | None:
    """The id of the chat that the update belongs to; a press without its message belongs to the presser's."""
    of_a_press = (("message", "chat", "id"), ("from", "id"))
    for place in of_a_press if kind == "callback_query" else (("chat", "id"),):
        found = body
        for key in place:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**53:
            return str(found)
    return None
