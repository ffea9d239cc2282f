"""Words understood beside the event loop, within a limit of time; a turn goes on without, if need be."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from nlu.understanding import Interpreter, Understanding

log = structlog.get_logger(__name__)

SECONDS: Final = 5.0
THREADS: Final = 2


class Understander:
    """An interpreter for many chats at once. `close` when no more turns come."""

    def __init__(self, interpreter: Interpreter, *, seconds: float = SECONDS) -> None:
        self._interpreter = interpreter
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="understanding")

    async def __call__(self, text: str, language: str | None) -> Understanding | None:
        """What `text` means; None where the interpreter fails or takes too long."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                return await loop.run_in_executor(self._threads, self._interpreter.parse, text, language)
        except Exception as error:  # whatever a model may raise: the bot answers without it
            log.warning("text not understood", error=type(error).__name__)
            return None

    def close(self) -> None:
        """Lets the threads go; one that hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
