"""Messages: how they come into a chat, change and go."""

from bot.simulator.errors import ApiError, error
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import buttons
from bot.simulator.limits import LIMITS
from bot.simulator.parameters import Parameters
from bot.simulator.polls import Poll
from bot.simulator.state import Bot, Chat, Message
from bot.simulator.updates import queue_update
from bot.simulator.world import World


def add_message(
    world: World,
    bot: Bot,
    chat: Chat,
    content: Json,
    *,
    sender: Json,
    markup: Json | None = None,
    poll: Poll | None = None,
    reply_to: Message | None = None,
) -> Message:
    """Put a message into a chat: from the bot, or from a resident, of which the bot then gets an update.

    `content` is what a Telegram Message holds besides its id, date, chat and sender.
    """
    from_bot = bool(sender["is_bot"])
    body: Json = {
        "message_id": chat.next_message_id,
        "from": sender,
        "chat": chat.as_chat(),
        "date": world.now(),
    }
    if reply_to is not None:
        body["reply_to_message"] = {k: v for k, v in reply_to.body.items() if k != "reply_to_message"}
    body |= content
    if markup and "inline_keyboard" in markup:
        body["reply_markup"] = markup
    message = Message(body, from_bot, markup, world.next_sequence(), poll)
    chat.next_message_id += 1
    chat.messages[message.id] = message
    if len(chat.messages) > LIMITS["kept_messages"]:
        del chat.messages[next(iter(chat.messages))]
    _change_keyboard(chat, message, markup)
    chat.action = ""
    world.events.add("message", bot.id, chat_id=chat.id, message=message.shown())
    if not from_bot:
        chat.started = True
        if _reaches_bot(world, bot, chat, body):
            queue_update(bot, chat.id, message=body)
    chat.changed.fire()
    return message


def _reaches_bot(world: World, bot: Bot, chat: Chat, body: Json) -> bool:
    if chat.kind == "private" or not world.settings.group_privacy:
        return True
    # In a group with privacy mode a bot hears commands, mentions of itself and replies to it only.
    replied = body.get("reply_to_message", {}).get("from", {}).get("id") == bot.id
    text = str(body.get("text") or body.get("caption") or "")
    return replied or text.startswith("/") or f"@{bot.username}".lower() in text.lower()


def _change_keyboard(chat: Chat, message: Message, markup: Json | None) -> None:
    if message.from_bot:
        if markup and "keyboard" in markup:
            chat.keyboard = markup
        elif markup and "remove_keyboard" in markup:
            chat.keyboard = None
        if markup and "force_reply" in markup:
            chat.force_reply = {"message_id": message.id} | {
                name: value for name, value in markup.items() if name == "input_field_placeholder"
            }
    else:
        chat.force_reply = None
        labels = [button["text"] for button in buttons(chat.keyboard)]
        if chat.keyboard and chat.keyboard.get("one_time_keyboard") and message.body.get("text") in labels:
            chat.keyboard = None


def change_message(world: World, bot: Bot, chat: Chat, message: Message, body: Json) -> None:
    """Give a message a new body and tell everybody who looks at the chat."""
    message.body = body
    message.sequence = world.next_sequence()
    world.events.add("edited", bot.id, chat_id=chat.id, message=message.shown())
    chat.changed.fire()


def delete_message(world: World, bot: Bot, chat: Chat, message_id: int) -> None:
    """Take a message out of its chat."""
    message = chat.messages.pop(message_id)
    if chat.keyboard is message.markup:
        chat.keyboard = None
    if chat.force_reply and chat.force_reply["message_id"] == message_id:
        chat.force_reply = None
    world.events.add("deleted", bot.id, chat_id=chat.id, message_id=message_id)
    chat.changed.fire()


def find_chat(bot: Bot, parameters: Parameters, *, sending: bool) -> Chat:
    """The chat a call is about. Raises ApiError; for `sending`, also where the bot may not write."""
    given = parameters.values.get("chat_id")
    if given in (None, ""):
        raise error("chat_id_empty")
    chat = bot.chats.get(given) if isinstance(given, int) and not isinstance(given, bool) else None
    if chat is None:
        raise error("chat_not_found")
    if not chat.started:
        # A bot knows residents who share a group with it, but must not be the first to write.
        known = any(chat.id in group.members for group in bot.chats.values() if group.kind == "group")
        raise error("cannot_initiate" if known else "chat_not_found")
    if chat.blocked and sending:
        raise error("blocked" if chat.kind == "private" else "kicked")
    return chat


def find_message(chat: Chat, parameters: Parameters, what: str) -> Message:
    """The message a call is about; `what` names it in the error. Raises ApiError."""
    message_id = parameters.integer("message_id")
    if message_id <= 0:
        raise error("message_id_empty")
    message = chat.messages.get(message_id)
    if message is None:
        raise error("message_missing", what=what)
    return message


def replied_message(chat: Chat, parameters: Parameters) -> Message | None:
    """The message that a sent one replies to, if any. Raises ApiError."""
    reply = parameters.values.get("reply_parameters")
    if reply in (None, ""):
        reply = {"message_id": parameters.integer("reply_to_message_id")}
        reply["allow_sending_without_reply"] = parameters.flag("allow_sending_without_reply")
        if not reply["message_id"]:
            return None
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise error("reply_unparsable")
    message = chat.messages.get(reply["message_id"])
    if message is None and not reply.get("allow_sending_without_reply"):
        raise error("reply_missing")
    return message


def refused(reason: ApiError) -> str:
    """Telegram's words for why something was refused, for errors of `/sim`."""
    return reason.description.removeprefix("Bad Request: ")
