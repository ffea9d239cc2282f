"""In groups the bot says one thing: that it talks in private chats only. Nothing of a group is stored."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from bot.conversation.replies import Message
from bot.telegram.bot import Identity
from bot.telegram.events import GroupCalled
from bot.telegram.words import ONLY_PRIVATE
from bot.texts import Texts

SILENCE: Final = 3600.0  # seconds in which a group is told only once
REMEMBERED: Final = 1000


class GroupAnswers:
    """Remembers for a while which groups have been told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: OrderedDict[str, float] = OrderedDict()

    def answer(self, called: GroupCalled, me: Identity, texts: Texts) -> tuple[Message, ...]:
        """What to say in the group now, if anything."""
        now = self._clock()
        if now - self._told.get(called.chat, float("-inf")) < SILENCE:
            return ()
        self._told[called.chat] = now
        self._told.move_to_end(called.chat)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return (Message(f"{texts(ONLY_PRIVATE)}\nhttps://t.me/{me.username}"),)
