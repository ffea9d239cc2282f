"""Reads a stream of server-sent events as a browser does."""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.simulator.jsontypes import Json


class EventStream:
    """A stream of events as a browser reads it."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self) -> tuple[str, Json, str]:
        """Name, data and id of the next event."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(10):
            async for line in self._lines:
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "event" in fields:
                    return fields["event"], json.loads(fields["data"]), fields["id"]
        raise AssertionError("The stream ended.")

    async def until(self, wanted: str) -> Json:
        """The data of the next event of that name."""
        while True:
            name, data, _ = await self.next()
            if name == wanted:
                return data
