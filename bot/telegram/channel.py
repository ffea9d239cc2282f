"""Telegram as a channel of the outbox: one delivery is one call of the Bot API."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.outreach.outcomes import Failed, NotSent, Outcome, Sent, Throttled
from bot.telegram.bot import FILE_SECONDS, Attachment, call
from bot.telegram.media import SurveyMedia
from bot.telegram.outcomes import Degraded, NotEditable, Reading, TokenRefused, outcome_of
from bot.telegram.payloads import COUNTED, SEND_MEDIA, Call, UnknownPayload
from bot.telegram.splitting import split

log = structlog.get_logger(__name__)

TOKEN_PAUSE: Final = 60.0  # seconds until a refused token is tried again: an operator has to act
COSMETIC: Final = frozenset({"answerCallbackQuery", "sendChatAction", "editMessageReplyMarkup"})
CORE: Final = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery"})
"""What every Bot API server can do; a poorer one may answer anything else with an error for ever."""
TRIES_BEYOND_CORE: Final = 2


class TelegramChannel:
    """Delivers payloads of `bot.telegram.payloads` to chats. Without `media` the files of surveys are left out."""

    def __init__(
        self,
        bot: Bot,
        media: SurveyMedia | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bot = bot
        self._media = media
        self._now = now
        self._unknown_methods: set[str] = set()
        self._token_refused = False

    async def deliver(self, address: str, payload: dict[str, Any], attempts: int = 0) -> Outcome:
        """Carries out one payload for the chat `address`, after `attempts` tries; an outcome, whatever happens."""
        try:
            wanted = Call.from_json(payload)
        except UnknownPayload:
            return Failed("unknown payload")
        if wanted.until and self._now() >= wanted.until:
            return Failed("too late")
        if wanted.method == SEND_MEDIA:
            return await self._send_media(address, wanted, attempts)
        outcome = await self._carry_out(address, wanted)
        if isinstance(outcome, NotSent) and wanted.method not in CORE and attempts >= TRIES_BEYOND_CORE:
            return await self._without(address, wanted)
        return outcome

    async def health(self) -> str | None:
        """For /readyz."""
        return "the token is refused" if self._token_refused else None

    def counts(self, payload: dict[str, Any]) -> bool:
        """Whether the payload is a message in Telegram's count."""
        return payload.get("method") in COUNTED

    async def _carry_out(self, address: str, wanted: Call) -> Outcome:
        if wanted.method in self._unknown_methods:
            return await self._without(address, wanted)
        reading, _ = await self._call(address, wanted.method, wanted.params, _attached(wanted))
        if isinstance(reading, NotEditable):
            fresh = {key: value for key, value in wanted.params.items() if key != "message_id"}
            return await self._carry_out(address, Call("sendMessage", fresh)) if "text" in fresh else Sent()
        if isinstance(reading, Degraded):
            self._unknown_methods.add(wanted.method)
            log.warning("server lacks method", method=wanted.method)
            return await self._without(address, wanted)
        return self._settled(reading)

    async def _send_media(self, address: str, wanted: Call, attempts: int) -> Outcome:
        if self._media is None or wanted.media is None:
            return Failed("no media here")
        reading = await self._media.send(wanted.media, attempts, partial(self._call, address))
        if isinstance(reading, NotEditable | Degraded):
            return Failed("media")
        return self._settled(reading)

    def _settled(self, reading: Outcome | TokenRefused) -> Outcome:
        self._token_refused = isinstance(reading, TokenRefused)
        return Throttled(TOKEN_PAUSE) if isinstance(reading, TokenRefused) else reading

    async def _call(
        self, address: str, method: str, params: Mapping[str, Any], file: Attachment | None = None
    ) -> tuple[Reading, Any]:
        """One call for the chat: what it means, and the raw answer."""
        chat = {} if method == "answerCallbackQuery" else {"chat_id": int(address)}
        patience = FILE_SECONDS if file else None
        try:
            answer = await call(self._bot, method, {**chat, **params}, file=file, read_timeout=patience)
        except TelegramError as error:
            return outcome_of(error), None
        message_id = answer.get("message_id") if isinstance(answer, dict) else None
        return Sent(message_id if isinstance(message_id, int) else None), answer

    async def _without(self, address: str, wanted: Call) -> Outcome:
        """The same by simpler means, where the server does not know the method."""
        if wanted.method in COSMETIC:
            return Sent()
        if wanted.method == "sendMessage":
            return Failed("unknown method")
        texts = [str(wanted.params.get(key) or "") for key in ("text", "caption")]
        if wanted.file:
            texts.append(wanted.file.content)
        parts = split("\n\n".join(text for text in texts if text))
        outcome: Outcome = Sent()
        for number, part in enumerate(parts, start=1):
            markup = wanted.params.get("reply_markup") if number == len(parts) else None
            params = {"text": part, **({"reply_markup": markup} if markup else {})}
            outcome = await self._carry_out(address, Call("sendMessage", params))
            if not isinstance(outcome, Sent):
                return outcome
        return outcome


def _attached(wanted: Call) -> Attachment | None:
    if wanted.file is None:
        return None
    return Attachment("document", wanted.file.name, wanted.file.content.encode("utf-8", "replace"))
