"""An inbox in memory, for tests of what stands before it."""

import asyncio
from collections.abc import Sequence

from bot.telegram.updates import RawUpdate


class Inbox:
    """Keeps updates once; `broken` makes it fail as a database would that is away."""

    def __init__(self) -> None:
        self.kept: dict[int, RawUpdate] = {}
        self.broken = False
        self.refused = 0
        self._changed = asyncio.Condition()

    async def accept(self, updates: Sequence[RawUpdate]) -> int:
        async with self._changed:
            self._changed.notify_all()
            if self.broken:
                self.refused += 1
                raise OSError("the disk is full")
            new = [each for each in updates if each.update_id not in self.kept]
            self.kept |= {each.update_id: each for each in new}
            return len(new)

    async def until(self, kept: int = 0, refused: int = 0) -> None:
        """Waits until so many updates are kept, and so many attempts refused."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.kept) >= kept and self.refused >= refused)

    @property
    def texts(self) -> list[str]:
        return [each.payload["message"]["text"] for _, each in sorted(self.kept.items())]
