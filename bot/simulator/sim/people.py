"""Residents, groups and bots."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from bot.simulator.errors import SimError
from bot.simulator.jsontypes import Json
from bot.simulator.methods.profile import commands_for
from bot.simulator.sim.bodies import answer, bot_of, chat_of, flag_field, read_json, text_field, world_of
from bot.simulator.state import Bot, Chat, User
from bot.simulator.updates import queue_update
from bot.simulator.voting import votes_of
from bot.simulator.world import World, bot_as_json, group_as_json, user_as_json


async def add_user(request: Request) -> Response:
    """`POST /sim/users`"""
    world, body = world_of(request), await read_json(request)
    first_name = text_field(body, "first_name", longest=64)
    if not first_name:
        raise SimError("'first_name' is missing.")
    user = User(
        id=world.next_user_id(),
        first_name=first_name,
        last_name=text_field(body, "last_name", longest=64),
        username=text_field(body, "username", longest=32),
        language_code=text_field(body, "language_code", longest=16),
        phone_number=text_field(body, "phone_number", longest=32),
    )
    chat = world.add_user(user, started=flag_field(body, "started", False))
    return answer({"user_id": user.id, "chat_id": chat.id})


async def set_language(request: Request) -> Response:
    """`POST /sim/chats/{chat_id}/language`"""
    world, body = world_of(request), await read_json(request)
    _, chat = chat_of(request)
    if chat.user is None:
        raise SimError("A group has no language.")
    world.change_user(replace(chat.user, language_code=text_field(body, "language_code", longest=16)))
    return answer({"language_code": chat.user.language_code})


async def list_users(request: Request) -> Response:
    """`GET /sim/users`"""
    world, bot = world_of(request), bot_of(request)
    groups = [group_as_json(chat) for chat in bot.chats.values() if chat.kind == "group"]
    return answer({"users": [user_as_json(user, bot) for user in world.users.values()], "groups": groups})


async def add_group(request: Request) -> Response:
    """`POST /sim/groups`"""
    world, bot, body = world_of(request), bot_of(request), await read_json(request)
    title = text_field(body, "title", longest=128)
    members = body.get("members")
    if not title:
        raise SimError("'title' is missing.")
    if not isinstance(members, list) or not members or not all(member in world.users for member in members):
        raise SimError("'members' must be a list of ids of residents.")
    chat = world.add_group(bot, title, list(dict.fromkeys(members)))
    tell_membership(world, bot, chat, world.users[members[0]], old="left", new="member")
    return answer({"chat_id": chat.id})


def tell_membership(world: World, bot: Bot, chat: Chat, actor: User, *, old: str, new: str) -> None:
    """Tell the bot that somebody changed what it is in a chat: member, left or kicked."""

    def member(status: str) -> Json:
        return {"status": status, "user": bot.as_user()} | ({"until_date": 0} if status == "kicked" else {})

    queue_update(
        bot,
        chat.id,
        my_chat_member={
            "chat": chat.as_chat(),
            "from": actor.as_user(),
            "date": world.now(),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        },
    )


async def list_bots(request: Request) -> Response:
    """`GET /sim/bots`"""
    return answer([bot_as_json(bot) for bot in world_of(request).bots.values()])


async def show_chat(request: Request) -> Response:
    """`GET /sim/chats/{chat_id}`"""
    world = world_of(request)
    bot, chat = chat_of(request)
    language = chat.user.language_code if chat.user else None
    acting = chat.action and world.settings.monotonic() < chat.action_until
    return answer(
        {
            "chat": chat.as_chat(),
            "blocked": chat.blocked,
            "started": chat.started,
            "user": user_as_json(chat.user, bot) if chat.user else None,
            "members": chat.members,
            "bot": bot_as_json(bot) if bot.token else None,
            "reply_keyboard": chat.keyboard,
            "force_reply": chat.force_reply,
            "commands": commands_for(bot, chat, language),
            "description": in_language(bot.descriptions, language),
            "short_description": in_language(bot.short_descriptions, language),
            "votes": [vote for message in chat.messages.values() for vote in votes_of(message)],
            "action": chat.action if acting else None,
        }
    )


def in_language(texts: Mapping[str, str], language: str | None) -> str:
    """What the bot says of itself to somebody whose app speaks `language`; "" is the key of everybody else's."""
    return texts.get((language or "")[:2]) or texts.get("", "")
