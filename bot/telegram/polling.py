"""Updates that the bot fetches: a loop of long polls."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog
from telegram import Bot
from telegram.error import BadRequest, Conflict, EndPointNotFound, RetryAfter, TelegramError

from bot.telegram.bot import FIRST_PAUSE, LONGEST_PAUSE, TOKEN_REFUSED, TelegramProblem, call
from bot.telegram.intake import Intake
from bot.telegram.outcomes import LONGEST_SILENCE, TokenRefused, outcome_of, seconds_asked
from bot.telegram.updates import ALLOWED_UPDATES

log = structlog.get_logger(__name__)

POLL_SECONDS: Final = 25
SLACK_SECONDS: Final = 10.0
BATCH: Final = 100


class Polling:
    """Long polling. An update is acknowledged, by asking for the next one, only after it is committed.

    `jitter` gives a factor for each pause, so that several processes do not come back at the same moment.
    """

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        *,
        poll_seconds: int = POLL_SECONDS,
        first_pause: float = FIRST_PAUSE,
        jitter: Callable[[], float] = lambda: 1.0,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._poll_seconds = poll_seconds
        self._first_pause = first_pause
        self._jitter = jitter
        self._stop = asyncio.Event()
        self._failures = 0

    def stop(self) -> None:
        """Ends `run` at once; what was not committed comes again."""
        self._stop.set()

    async def health(self) -> str | None:
        """For /readyz."""
        return "no answer from the Bot API server" if self._failures > 2 else None

    async def run(self) -> None:
        """Fetches updates until `stop`. Raises TelegramProblem where the token is refused."""
        polls = asyncio.create_task(self._loop())
        stopped = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({polls, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            polls.cancel()
            await asyncio.gather(stopped, polls, return_exceptions=True)
        if not polls.cancelled() and (error := polls.exception()):
            raise error

    async def _loop(self) -> None:
        offset: int | None = None
        webhook_gone = False
        while True:
            try:
                if not webhook_gone:
                    await self._remove_webhook()
                    webhook_gone = True
                last = await self._intake.take(await self._fetch(offset))
            except Conflict as error:
                webhook_gone = "webhook" not in str(error).casefold()
                await self._pause(error)
                continue
            except TelegramError as error:
                if isinstance(outcome_of(error), TokenRefused):
                    raise TelegramProblem(TOKEN_REFUSED) from None
                await self._pause(error)
                continue
            except Exception as error:  # the inbox is away: nothing is acknowledged, so nothing is lost
                await self._pause(error)
                continue
            self._failures = 0
            if last is not None:
                offset = last + 1

    async def _fetch(self, offset: int | None) -> list[object]:
        wanted = {"timeout": self._poll_seconds, "limit": BATCH, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            wanted["offset"] = offset
        found = await call(self._bot, "getUpdates", wanted, read_timeout=self._poll_seconds + SLACK_SECONDS)
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return found

    async def _remove_webhook(self) -> None:
        """Telegram gives updates to a poll only while no webhook is set; a poorer server knows none."""
        try:
            known = await call(self._bot, "getWebhookInfo", {})
            if isinstance(known, dict) and known.get("url"):
                await call(self._bot, "deleteWebhook", {})
                log.info("webhook removed")
        except (EndPointNotFound, BadRequest):
            return
        except TelegramError as error:
            if isinstance(outcome_of(error), TokenRefused):
                raise
            log.warning("webhook unknown", error=type(error).__name__)

    async def _pause(self, error: Exception) -> None:
        self._failures += 1
        seconds = min(LONGEST_PAUSE, self._first_pause * 2 ** min(self._failures - 1, 10)) * self._jitter()
        if isinstance(error, RetryAfter):
            seconds = max(seconds, min(seconds_asked(error), LONGEST_SILENCE))
        if self._failures in (1, 3) or self._failures % 20 == 0:
            log.warning(
                "polling failed", error=type(error).__name__, attempts=self._failures, seconds=seconds
            )
        await asyncio.sleep(seconds)
