"""The lanes of the outbox, the most urgent first."""

from typing import Final

REPLY: Final = "reply"
BULK: Final = ("poll", "broadcast", "digest")
LANES: Final = (REPLY, *BULK)
