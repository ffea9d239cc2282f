"""Reply markups: what Telegram accepts under a message, and the buttons on it."""

import json
from collections.abc import Iterator
from typing import Any

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.links import BadLink, checked_link

_INLINE_KINDS = (
    "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app", "copy_text",
)  # fmt: skip
_KEYBOARD_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")


def checked_markup(value: Any, *, private: bool, inline_only: bool = False) -> Json | None:
    """A reply markup as Telegram keeps it; None if there is none. Raises ApiError for a wrong one.

    `inline_only` is for edited messages, which take inline keyboards only.
    """
    if value in (None, ""):
        return None
    if isinstance(value, str):
        raise error("markup_unparsable")
    if not isinstance(value, dict):
        raise error("markup_not_object")
    markup = _markup(value, private)
    if markup is None:
        return None
    if inline_only and "inline_keyboard" not in markup:
        raise error("inline_expected")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > LIMITS["markup_bytes"]:
        raise error("markup_too_long")
    return markup


def _markup(value: Json, private: bool) -> Json | None:
    if rows := list(_rows(value, "keyboard", "")):
        keyboard = _without_empty([[_reply_button(button, private) for button in row] for row in rows])
        if sum(map(len, keyboard)) > LIMITS["reply_buttons"]:
            raise error("markup_too_long")
        flags = {name: True for name in _KEYBOARD_FLAGS if value.get(name) is True}
        return {"keyboard": keyboard, **flags, **_placeholder(value)}
    if rows := list(_rows(value, "inline_keyboard", " of the InlineKeyboardMarkup")):
        inline = _without_empty([[_inline_button(button) for button in row] for row in rows])
        if sum(map(len, inline)) > LIMITS["inline_buttons"]:
            raise error("markup_too_long")
        # A keyboard without a button is none.
        return {"inline_keyboard": inline} if inline else None
    selective = {"selective": True} if value.get("selective") is True else {}
    if value.get("remove_keyboard") is True:
        return {"remove_keyboard": True, **selective}
    if value.get("force_reply") is True:
        return {"force_reply": True, **selective, **_placeholder(value)}
    return None


def _rows(value: Json, field: str, of: str) -> Iterator[list[Any]]:
    rows = value.get(field)
    if rows is None:
        return
    if not isinstance(rows, list):
        raise error("markup_field", field=field, type="Array")
    for row in rows:
        if not isinstance(row, list):
            raise error("markup_rows", field=field, of=of)
        yield row


def _without_empty(rows: list[list[Json]]) -> list[list[Json]]:
    # Telegram leaves out buttons without a text, and rows without a button.
    kept = [[button for button in row if button["text"]] for row in rows]
    return [row for row in kept if row]


def _placeholder(value: Json) -> Json:
    text = value.get("input_field_placeholder")
    if not isinstance(text, str) or not text:
        return {}
    return {"input_field_placeholder": text[: LIMITS["placeholder"]]}


def _text(button: Json, name: str) -> str:
    if "text" not in button:
        raise error(name, reason='can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise error(name, reason='field "text" must be of type String')
    return button["text"].strip()


def _reply_button(given: Any, private: bool) -> Json:
    button: Json = {"text": given} if isinstance(given, str) else given
    if not isinstance(button, dict):
        raise error("markup_button", reason="KeyboardButton must be a String or an Object")
    if not private and button.get("request_location"):
        raise error("location_in_private")
    if not private and button.get("request_contact"):
        raise error("contact_in_private")
    return button | {"text": _text(button, "markup_button")}


def _inline_button(given: Any) -> Json:
    if not isinstance(given, dict):
        raise error("markup_inline_button", reason="InlineKeyboardButton must be an Object")
    button: Json = given | {"text": _text(given, "markup_inline_button")}
    if url := button.get("url"):
        try:
            button["url"] = checked_link(str(url))
        except BadLink as reason:
            raise error("button_url", url=url, reason=reason) from None
        return button
    if data := button.get("callback_data"):
        if not isinstance(data, str):
            raise error("markup_inline_button", reason='field "callback_data" must be of type String')
        if len(data.encode()) > LIMITS["callback_data"]:
            raise error("button_data")
        return button
    if any(name in button for name in _INLINE_KINDS):
        return button
    raise error("markup_inline_button", reason="Text buttons are unallowed in the inline keyboard")


def buttons(markup: Json | None) -> list[Json]:
    """All buttons of a markup, in reading order."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [button for row in rows for button in row]
