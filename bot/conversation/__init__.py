"""What the bot says next. Pure: no I/O, no clock, no randomness of its own.

`advance(session, event, world) -> Turn` is the whole room; everything else is how it gets there.
"""

from bot.conversation.engine import advance
from bot.conversation.needs import Need, needs
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.conversation.world import World

__all__ = ["Need", "Session", "Turn", "World", "advance", "needs"]
