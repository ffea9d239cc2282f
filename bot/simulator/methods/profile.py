"""What a bot says of itself: name, descriptions, commands."""

import json
import re
from typing import Any

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.methods.call import Call
from bot.simulator.state import Bot, Chat
from bot.simulator.world import World, bot_as_json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    bot = call.bot
    return bot.as_user() | {
        "first_name": bot.names.get("", bot.first_name),
        "can_join_groups": True,
        "can_read_all_group_messages": not call.world.settings.group_privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _changed(world: World, bot: Bot) -> bool:
    world.events.add("bot", bot.id, bot=bot_as_json(bot))
    return True


def _language(call: Call) -> str:
    language = call.parameters.text("language_code")
    if language and not _LANGUAGE.fullmatch(language):
        raise error("language_wrong")
    return language


def _scope(call: Call) -> str:
    given: Any = call.parameters.values.get("scope") or {"type": "default"}
    if not isinstance(given, dict) or given.get("type") not in _SCOPES:
        raise error("scope_unparsable", reason="unsupported type specified")
    needed = _SCOPES[given["type"]]
    if any(name not in given for name in needed):
        raise error("scope_unparsable", reason=f'can\'t find field "{needed[-1]}"')
    scope = {"type": given["type"]} | {name: given[name] for name in needed}
    if "chat_id" in scope and scope["chat_id"] not in call.bot.chats:
        raise error("chat_not_found")
    return json.dumps(scope)


def set_my_commands(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    given: Any = call.parameters.values.get("commands")
    if isinstance(given, str) or given is None:
        raise error("commands_unparsable")
    if not isinstance(given, list):
        raise error("commands_not_array")
    if len(given) > LIMITS["commands"]:
        raise error("commands_many")
    commands = [_command(command) for command in given]
    call.bot.commands[_scope(call), _language(call)] = commands
    return _changed(call.world, call.bot)


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise error("command_unparsable", reason="expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise error("command_unparsable", reason=f'can\'t find field "{name}"')
    command = given["command"].removeprefix("/")
    if not _COMMAND.fullmatch(command):
        raise error("command_wrong")
    description = given["description"].strip()
    if not 1 <= len(description) <= LIMITS["command_description"]:
        raise error("command_description")
    return {"command": command, "description": description}


def get_my_commands(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands"""
    return call.bot.commands.get((_scope(call), _language(call)), [])


def delete_my_commands(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    call.bot.commands.pop((_scope(call), _language(call)), None)
    return _changed(call.world, call.bot)


def commands_for(bot: Bot, chat: Chat, language: str | None) -> list[Json]:
    """The commands a phone shows in a chat, by the order of scopes that Telegram documents.

    Source: https://core.telegram.org/bots/api#determining-list-of-commands
    """
    everywhere = {"type": "all_private_chats" if chat.kind == "private" else "all_group_chats"}
    scopes: list[Json] = [{"type": "chat", "chat_id": chat.id}, everywhere, {"type": "default"}]
    for scope in scopes:
        for code in ((language or "")[:2], ""):
            if commands := bot.commands.get((json.dumps(scope), code)):
                return commands
    return []


def _set_text(call: Call, texts: dict[str, str], name: str) -> bool:
    language, text = _language(call), call.parameters.text(name)
    if len(text) > LIMITS[name]:
        raise error(f"{name}_long")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return _changed(call.world, call.bot)


def _text(call: Call, texts: dict[str, str], name: str, default: str = "") -> Json:
    return {name: texts.get(_language(call)) or texts.get("", default)}


def set_my_description(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmydescription"""
    return _set_text(call, call.bot.descriptions, "description")


def get_my_description(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmydescription"""
    return _text(call, call.bot.descriptions, "description")


def set_my_short_description(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmyshortdescription"""
    return _set_text(call, call.bot.short_descriptions, "short_description")


def get_my_short_description(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmyshortdescription"""
    return _text(call, call.bot.short_descriptions, "short_description")


def set_my_name(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmyname"""
    return _set_text(call, call.bot.names, "name")


def get_my_name(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmyname"""
    return _text(call, call.bot.names, "name", call.bot.first_name)
