"""Everything a simulator knows: residents, bots, their chats and messages. In memory only."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.simulator.files import FileStore
from bot.simulator.jsontypes import Json
from bot.simulator.polls import Poll
from bot.simulator.waiting import Signal
from bot.simulator.webhooks import Webhook


@dataclass(frozen=True)
class User:
    """A resident."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone_number: str | None = None

    def as_user(self) -> Json:
        """Telegram's User; what is unknown is absent."""
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | _known(
            last_name=self.last_name, username=self.username, language_code=self.language_code
        )


@dataclass
class Message:
    """A message as both sides see it.

    `body` is Telegram's Message and is replaced, never changed, when the message is edited, since
    updates that wait for the bot hold the older one. `markup` is the reply markup of any kind;
    `sequence` is that of the last change.
    """

    body: Json
    from_bot: bool
    markup: Json | None
    sequence: int
    poll: Poll | None = None

    @property
    def id(self) -> int:
        """The message's id in its chat."""
        return int(self.body["message_id"])

    def shown(self) -> Json:
        """The Message as a phone shows it: with reply keyboards too."""
        return self.body | ({"reply_markup": self.markup} if self.markup else {})


@dataclass
class Chat:
    """A chat of a bot with a resident or a group."""

    id: int
    kind: Literal["private", "group"]
    next_message_id: int
    user: User | None = None
    title: str = ""
    members: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    force_reply: Json | None = None
    action: str = ""
    action_until: float = 0.0
    changed: Signal = field(default_factory=Signal)

    def as_chat(self) -> Json:
        """Telegram's Chat."""
        if self.user is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        return {"id": self.id, "type": self.kind, "first_name": self.user.first_name} | _known(
            last_name=self.user.last_name, username=self.user.username
        )


@dataclass
class Callback:
    """A press of an inline button that waits for the bot's answer."""

    id: str
    chat: Chat
    user_id: int
    message_id: int
    pressed_at: float
    answer: Json | None = None
    answered: Signal = field(default_factory=Signal)


@dataclass
class PendingUpdate:
    """An update that the bot has not confirmed.

    One put in by a test (`injected`) is handed out once even where its id has been confirmed before.
    """

    body: Json
    chat_id: int
    injected: bool = False
    handed_out: bool = False


@dataclass
class Bot:
    """A bot known by its token, and everything between it and the residents."""

    id: int
    token: str | None
    first_name: str
    username: str
    next_update_id: int
    files: FileStore
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: deque[PendingUpdate] = field(default_factory=deque)
    updated: Signal = field(default_factory=Signal)
    allowed_updates: list[str] = field(default_factory=list)
    poller: Signal | None = None
    last_conflict: float | None = None
    webhook: Webhook | None = None
    callbacks: dict[str, Callback] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def as_user(self) -> Json:
        """Telegram's User."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


def _known(**values: str | None) -> Json:
    return {name: value for name, value in values.items() if value}
