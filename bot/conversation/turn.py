"""The outcome of one step of a conversation."""

from dataclasses import dataclass

from bot.conversation.facts import Fact
from bot.conversation.replies import Reply
from bot.conversation.session import Session


@dataclass(frozen=True)
class Turn:
    """The session after the step, what the bot answers, and what is now known; applied in one transaction."""

    session: Session
    replies: tuple[Reply, ...]
    facts: tuple[Fact, ...]
