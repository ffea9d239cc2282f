"""The one table of methods."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.simulator.methods import chats, edits, media, places, polls, profile, receiving, texts
from bot.simulator.methods.call import Call

Method = Callable[[Call], Any]
AsyncMethod = Callable[[Call], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": texts.send_message,
    "sendChatAction": texts.send_chat_action,
    "answerCallbackQuery": texts.answer_callback_query,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendVoice": media.send_voice,
    "sendAudio": media.send_audio,
    "sendVideo": media.send_video,
    "sendAnimation": media.send_animation,
    "sendSticker": media.send_sticker,
    "getFile": media.get_file,
    "sendLocation": places.send_location,
    "sendVenue": places.send_venue,
    "sendContact": places.send_contact,
    "sendPoll": polls.send_poll,
    "stopPoll": polls.stop_poll,
    "editMessageText": edits.edit_message_text,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "deleteMessage": edits.delete_message,
    "deleteMessages": edits.delete_messages,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
}
# Those that wait.
ASYNC_METHODS: dict[str, AsyncMethod] = {"getUpdates": receiving.get_updates}

NAMES: dict[str, str] = {name.lower(): name for name in [*METHODS, *ASYNC_METHODS]}


def counts_as_message(name: str) -> bool:
    """Whether a call of this method counts against the flood limits."""
    return name != "sendChatAction" and name.startswith(("send", "edit"))
