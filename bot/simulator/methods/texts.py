"""Texts, chat actions and the answers to presses."""

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import checked_markup
from bot.simulator.limits import LIMITS
from bot.simulator.messages import add_message, find_chat, replied_message
from bot.simulator.methods.call import Call
from bot.simulator.parameters import Parameters
from bot.simulator.polls import Poll
from bot.simulator.state import Chat
from bot.simulator.text_entities import formatted

_ACTIONS = {
    "cancel", "typing", "record_video", "upload_video", "record_audio", "record_voice", "upload_audio",
    "upload_voice", "upload_photo", "upload_document", "choose_sticker", "pick_up_location", "find_location",
    "record_video_note", "upload_video_note",
}  # fmt: skip
_ACTION_SECONDS = 5.0


def text_content(parameters: Parameters) -> Json:
    """Text and entities of a message to send or to edit. Raises ApiError."""
    given = parameters.text("text")
    if not given:
        raise error("text_empty")
    text, entities = formatted(given, parameters.text("parse_mode"), parameters.values.get("entities"))
    if not text:
        raise error("text_empty")
    if len(text) > LIMITS["text"]:
        raise error("text_too_long")
    preview = parameters.values.get("link_preview_options")
    shown = {"link_preview_options": preview} if isinstance(preview, dict) and preview else {}
    return {"text": text} | ({"entities": entities} if entities else {}) | shown


def send(call: Call, content: Json, chat: Chat | None = None, poll: Poll | None = None) -> Json:
    """Send a message of any kind to the chat the call names."""
    parameters = call.parameters
    chat = chat or find_chat(call.bot, parameters, sending=True)
    markup = checked_markup(parameters.values.get("reply_markup"), private=chat.kind == "private")
    reply_to = replied_message(chat, parameters)
    protected = {"has_protected_content": True} if parameters.flag("protect_content") else {}
    message = add_message(
        call.world,
        call.bot,
        chat,
        content | protected,
        sender=call.bot.as_user(),
        markup=markup,
        poll=poll,
        reply_to=reply_to,
    )
    return message.body


def send_message(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendmessage"""
    return send(call, text_content(call.parameters))


def send_chat_action(call: Call) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    action = call.parameters.text("action").lower()
    if action not in _ACTIONS:
        raise error("action_wrong")
    chat = find_chat(call.bot, call.parameters, sending=True)
    chat.action = "" if action == "cancel" else action
    chat.action_until = call.world.settings.monotonic() + _ACTION_SECONDS
    call.world.events.add("action", call.bot.id, chat_id=chat.id, action=action)
    return True


def answer_callback_query(call: Call) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery; every press can be answered once."""
    world, bot, parameters = call.world, call.bot, call.parameters
    callback = bot.callbacks.get(parameters.text("callback_query_id"))
    if callback is None or world.settings.clock() - callback.pressed_at > LIMITS["callback_seconds"]:
        raise error("query_too_old")
    text = parameters.text("text")
    if len(text) > LIMITS["callback_answer"]:
        raise error("answer_too_long")
    del bot.callbacks[callback.id]
    callback.answer = {
        "text": text or None,
        "show_alert": parameters.flag("show_alert"),
        "url": parameters.text("url") or None,
    }
    callback.answered.fire()
    world.events.add(
        "callback",
        bot.id,
        chat_id=callback.chat.id,
        user_id=callback.user_id,
        message_id=callback.message_id,
        callback_query_id=callback.id,
        **callback.answer,
    )
    return True
