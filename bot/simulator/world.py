"""The simulated world: who is there, and how things come into it."""

import json
import secrets
from itertools import count

from bot.simulator.calls import CallLog
from bot.simulator.errors import SimError
from bot.simulator.events import EventLog
from bot.simulator.faults import Faults
from bot.simulator.files import FileStore
from bot.simulator.flood import Flood
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.settings import FloodLimits, SimulatorSettings
from bot.simulator.spec import Spec, read_spec
from bot.simulator.state import Bot, Chat, User
from bot.simulator.waiting import Signal


class World:
    """All that one simulator holds; made anew by `reset`, but for settings and who listens."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self.settings = settings
        self.spec: Spec | None = read_spec(settings.spec_path)
        self.events = EventLog(settings.kept_events)
        self.calls = CallLog(settings.kept_calls)
        self.closing = Signal()
        self.sequence = 0
        self._begin()

    def _begin(self) -> None:
        self.users: dict[int, User] = {}
        self.bots: dict[int, Bot] = {}
        # Residents may come before the first bot has called: what they do waits here for it.
        self.unclaimed: Bot | None = self._new_bot(0, None)
        self.faults = Faults()
        self.flood_limits: FloodLimits = self.settings.flood
        self.floods: dict[int, Flood] = {}
        self._user_ids = count(self.settings.first_user_id)
        self._group_ids = count(self.settings.first_group_id)
        self._numbers = count(1)

    def reset(self) -> None:
        """Forget residents, bots, faults and limits. Ids of calls and events go on, so that nobody misses any."""
        old = self.all_bots()
        for bot in old:
            if bot.webhook:
                bot.webhook.stop()
        self._begin()
        for bot in old:
            _release(bot)
        self.events.add("reset", None)

    def close(self) -> None:
        """End all waiting at once, since the server stops."""
        self.closing.close()
        self.events.changed.close()
        self.calls.changed.close()
        for bot in self.all_bots():
            if bot.webhook:
                bot.webhook.stop()
            _release(bot)

    async def pause(self, seconds: float) -> None:
        """Let time pass; no longer than the server runs."""
        await self.closing.until(lambda: False, seconds)

    def now(self) -> int:
        """The time, as messages carry it."""
        return int(self.settings.clock())

    def next_sequence(self) -> int:
        """Number a change of a message."""
        self.sequence += 1
        return self.sequence

    def unique_number(self) -> str:
        """A number for a poll or a press: unlike any other, and long, as Telegram's are."""
        return f"{next(self._numbers)}{secrets.randbelow(10**15):015d}"

    # Bots

    def _new_bot(self, bot_id: int, token: str | None) -> Bot:
        first = token is None
        return Bot(
            id=bot_id,
            token=token,
            first_name=self.settings.bot_name if first else f"{self.settings.bot_name} {bot_id}",
            username=self.settings.bot_username if first else f"bot_{bot_id}_bot",
            next_update_id=self.settings.first_update_id,
            files=FileStore(),
        )

    def all_bots(self) -> list[Bot]:
        """All bots, and the one that has not called yet."""
        return [*self.bots.values(), *([self.unclaimed] if self.unclaimed else [])]

    def bot_with_token(self, token: str) -> Bot | None:
        """The bot of a token, new if need be; None if another token of that bot is in use, or there are too many."""
        bot_id = int(token.partition(":")[0])
        if bot := self.bots.get(bot_id):
            return bot if bot.token == token else None
        if bot := self.unclaimed:
            self.unclaimed = None
            bot.id, bot.token = bot_id, token
            for pending in bot.updates:
                _name_bot(pending.body, bot)
        elif len(self.bots) < LIMITS["bots"]:
            bot = self._new_bot(bot_id, token)
        else:
            return None
        self.bots[bot_id] = bot
        for user in self.users.values():
            self._private_chat(bot, user)
        self.events.add("bot", bot.id, bot=bot_as_json(bot))
        return bot

    def bot(self, bot_id: int | None) -> Bot:
        """The bot meant by a request of `/sim`. Raises SimError."""
        if bot_id is not None:
            if bot_id not in self.bots:
                raise SimError(f"There is no bot {bot_id}.", 404)
            return self.bots[bot_id]
        return next(iter(self.bots.values()), None) or self.unclaimed or self._new_bot(0, None)

    # Chats

    def _private_chat(self, bot: Bot, user: User) -> Chat:
        chat = bot.chats.get(user.id)
        if chat is None:
            chat = Chat(user.id, "private", self.settings.first_message_id, user=user)
            bot.chats[user.id] = chat
        return chat

    def chat(self, bot: Bot, chat_id: int) -> Chat:
        """A chat by its id. Raises SimError 404."""
        if chat := bot.chats.get(chat_id):
            return chat
        raise SimError(f"There is no chat {chat_id}.", 404)

    def add_user(self, user: User, *, started: bool) -> Chat:
        """A new resident; returns their chat with the first bot."""
        self._check_room()
        self.users[user.id] = user
        for bot in self.all_bots():
            self._private_chat(bot, user).started = started
        self.events.add("user", None, user=user_as_json(user, self.bot(None)))
        return self.bot(None).chats[user.id]

    def change_user(self, user: User) -> None:
        """Put a changed resident in the place of the one with the same id; messages sent before stay as they are."""
        self.users[user.id] = user
        for bot in self.all_bots():
            self._private_chat(bot, user).user = user
        self.events.add("user", None, user=user_as_json(user, self.bot(None)))

    def add_group(self, bot: Bot, title: str, members: list[int]) -> Chat:
        """A new group, with the bot in it."""
        self._check_room()
        chat = Chat(
            -next(self._group_ids),
            "group",
            self.settings.first_message_id,
            title=title,
            members=members,
            started=True,
        )
        bot.chats[chat.id] = chat
        self.events.add("group", bot.id, group=group_as_json(chat))
        return chat

    def next_user_id(self) -> int:
        """The id of the next resident."""
        return next(self._user_ids)

    def _check_room(self) -> None:
        if len(self.users) + sum(len(bot.chats) for bot in self.all_bots()) > 2 * LIMITS["people"]:
            raise SimError("There are too many residents and groups; reset the simulator.")


def _release(bot: Bot) -> None:
    """End all waiting for a bot that is no more. Its poller gets an empty answer, not a conflict."""
    bot.updated.close()
    for signal in (
        *(chat.changed for chat in bot.chats.values()),
        *(c.answered for c in bot.callbacks.values()),
    ):
        signal.close()


def _name_bot(update: Json, bot: Bot) -> None:
    """Put the bot's id into an update that was made before it was known."""
    member = update.get("my_chat_member")
    if member:
        for side in ("old_chat_member", "new_chat_member"):
            member[side]["user"] = bot.as_user()


def user_as_json(user: User, bot: Bot) -> Json:
    """A resident as `/sim/users` shows them."""
    chat = bot.chats.get(user.id)
    last = next(reversed(chat.messages.values()), None) if chat else None
    return {
        "user_id": user.id,
        "chat_id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language_code,
        "blocked": bool(chat and chat.blocked),
        "started": bool(chat and chat.started),
        "last_message": last.shown() if last else None,
    }


def group_as_json(chat: Chat) -> Json:
    """A group as `/sim/users` shows it."""
    last = next(reversed(chat.messages.values()), None)
    return {
        "chat_id": chat.id,
        "title": chat.title,
        "members": chat.members,
        "last_message": last.shown() if last else None,
    }


def bot_as_json(bot: Bot) -> Json:
    """A bot as `/sim/bots` shows it."""
    return {
        "bot_id": bot.id,
        "first_name": bot.names.get("", bot.first_name),
        "username": bot.username,
        "description": bot.descriptions.get("", ""),
        "short_description": bot.short_descriptions.get("", ""),
        "webhook_url": bot.webhook.url if bot.webhook else "",
        "pending_update_count": len(bot.updates),
        "commands": [
            {"scope": json.loads(scope), "language_code": language, "commands": commands}
            for (scope, language), commands in bot.commands.items()
        ],
        "descriptions": bot.descriptions,
        "short_descriptions": bot.short_descriptions,
    }
