"""Changing and deleting what was sent."""

from typing import Any

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import checked_markup
from bot.simulator.limits import LIMITS
from bot.simulator.messages import change_message, find_chat, find_message
from bot.simulator.messages import delete_message as take_out
from bot.simulator.methods.call import Call
from bot.simulator.methods.media import caption_content
from bot.simulator.methods.texts import text_content
from bot.simulator.state import Chat, Message

_CAPTIONED = ("photo", "voice", "audio", "video", "animation", "document")
_TEXT_FIELDS = ("text", "entities", "link_preview_options")
_CAPTION_FIELDS = ("caption", "caption_entities")


def _editable(call: Call) -> tuple[Chat, Message]:
    if call.parameters.values.get("chat_id") in (None, "") and call.parameters.text("inline_message_id"):
        raise error("message_missing", what="message to edit")
    chat = find_chat(call.bot, call.parameters, sending=False)
    message = find_message(chat, call.parameters, "message to edit")
    # Telegram lets a bot edit its own messages, and of those only ones without a reply keyboard.
    if not message.from_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise error("cannot_edit")
    return chat, message


def _edit(call: Call, chat: Chat, message: Message, content: Json, replaced: tuple[str, ...]) -> Json:
    markup = checked_markup(
        call.parameters.values.get("reply_markup"), private=chat.kind == "private", inline_only=True
    )
    kept = {
        name: value
        for name, value in message.body.items()
        if name not in (*replaced, "reply_markup", "edit_date")
    }
    body = kept | content | ({"reply_markup": markup} if markup else {})
    if body == {name: value for name, value in message.body.items() if name != "edit_date"}:
        raise error("not_modified")
    message.markup = markup
    change_message(call.world, call.bot, chat, message, body | {"edit_date": call.world.now()})
    return message.body


def edit_message_text(call: Call) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext; without a markup the keyboard goes."""
    content = text_content(call.parameters)
    chat, message = _editable(call)
    if "text" not in message.body:
        raise error("no_text_to_edit")
    return _edit(call, chat, message, content, _TEXT_FIELDS)


def edit_message_caption(call: Call) -> Json:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    content = caption_content(call.parameters)
    chat, message = _editable(call)
    if not any(kind in message.body for kind in _CAPTIONED):
        raise error("no_caption_to_edit")
    return _edit(call, chat, message, content, _CAPTION_FIELDS)


def edit_message_reply_markup(call: Call) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    chat, message = _editable(call)
    return _edit(call, chat, message, {}, ())


def _check_deletable(call: Call, chat: Chat, message: Message) -> None:
    # The bot is an ordinary member of its groups, so there it may delete its own messages only.
    if chat.kind != "private" and not message.from_bot:
        raise error("cannot_delete")
    if call.world.now() - message.body["date"] > LIMITS["deletion"]:
        raise error("cannot_delete_for_everyone")


def delete_message(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletemessage"""
    chat = find_chat(call.bot, call.parameters, sending=False)
    message = find_message(chat, call.parameters, "message to delete")
    _check_deletable(call, chat, message)
    take_out(call.world, call.bot, chat, message.id)
    return True


def delete_messages(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletemessages; those that are not there are passed over."""
    chat = find_chat(call.bot, call.parameters, sending=False)
    given: Any = call.parameters.values.get("message_ids")
    if not isinstance(given, list) or not given:
        raise error("message_ids_empty")
    found = [chat.messages[n] for n in given if isinstance(n, int) and n in chat.messages]
    for message in found:
        _check_deletable(call, chat, message)
    for message in found:
        take_out(call.world, call.bot, chat, message.id)
    return True
