"""What a bot may know of its chats."""

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.messages import find_chat
from bot.simulator.methods.call import Call

_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getchat"""
    chat = find_chat(call.bot, call.parameters, sending=False)
    return chat.as_chat() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


def get_chat_member(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getchatmember"""
    chat = find_chat(call.bot, call.parameters, sending=False)
    user_id = call.parameters.integer("user_id")
    if user_id == call.bot.id:
        return {"status": "left" if chat.blocked else "member", "user": call.bot.as_user()}
    user = call.world.users.get(user_id)
    if user is None:
        raise error("user_not_found")
    inside = user_id == chat.id or user_id in chat.members
    return {"status": "member" if inside else "left", "user": user.as_user()}


def get_chat_member_count(call: Call) -> int:
    """https://core.telegram.org/bots/api#getchatmembercount"""
    chat = find_chat(call.bot, call.parameters, sending=False)
    return len(chat.members) + 1 if chat.kind == "group" else 2


def leave_chat(call: Call) -> bool:
    """https://core.telegram.org/bots/api#leavechat"""
    chat = find_chat(call.bot, call.parameters, sending=False)
    if chat.kind == "private":
        raise error("chat_not_found")
    chat.blocked = True
    call.world.events.add("blocked", call.bot.id, chat_id=chat.id, blocked=True)
    return True
