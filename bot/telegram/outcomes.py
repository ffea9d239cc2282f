"""Telegram's errors as outcomes: the one place that knows their wording.

The descriptions are those of the Bot API server, see
https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBDeprecationWarning

from bot.outreach.outcomes import Blocked, Failed, NotSent, Outcome, Sent, Throttled, Unknown


@dataclass(frozen=True)
class Degraded:
    """The server does not know the method: what needs it is left out, or done in another way."""


@dataclass(frozen=True)
class NotEditable:
    """The message to edit is gone or too old: a new one takes its place."""


@dataclass(frozen=True)
class TokenRefused:
    """Telegram does not accept the bot's token."""


Reading = Outcome | Degraded | NotEditable | TokenRefused

LONGEST_SILENCE: Final = 3600.0
AWAY: Final = NotSent("server error")
UNREACHED: Final = NotSent("not reached", unreachable=True)
LOST: Final = Unknown("answer lost")
GONE: Final = "resident gone"

# Of a class of PTB, the first pattern found in the description decides; "" fits all.
TABLE: Final[tuple[tuple[type[TelegramError], str, Reading], ...]] = (
    (EndPointNotFound, r"", Degraded()),
    (InvalidToken, r"", TokenRefused()),
    (
        Forbidden,
        r"blocked by the user|user is deactivated|can't initiate conversation|kicked|not a member",
        Blocked(GONE),
    ),
    (Forbidden, r"", Blocked("forbidden")),
    (ChatMigrated, r"", Blocked("group moved")),
    (BadRequest, r"message is not modified", Sent()),
    (BadRequest, r"query is too old|query id is invalid|query_id_invalid", Sent()),
    (BadRequest, r"message to edit not found|message can't be edited|message_id_invalid", NotEditable()),
    (
        BadRequest,
        r"chat not found|user not found|peer_id_invalid|user is deactivated|input_user_deactivated",
        Blocked(GONE),
    ),
    (
        BadRequest,
        r"group chat was upgraded|have no rights to send|not enough rights|chat_write_forbidden",
        Blocked("no rights"),
    ),
    (BadRequest, r"can't parse entities", Failed("entities")),
    (BadRequest, r"message is too long|message_too_long|caption is too long", Failed("too long")),
    (BadRequest, r"message text is empty|text must be non-empty", Failed("empty")),
    (BadRequest, r"button|reply markup|reply_markup", Failed("buttons")),
    (BadRequest, r"", Failed("bad request")),
    (TimedOut, r"pool timeout", UNREACHED),
    (TimedOut, r"", LOST),
    (NetworkError, r"too many requests", Throttled(5.0)),
    (NetworkError, r"request entity too large|is too big for", Failed("too large")),
    (NetworkError, r"bad gateway|gateway time-?out|parsing the server response|unknown error in http", LOST),
    (NetworkError, r"", AWAY),
    (TelegramError, r"invalid server response", LOST),  # a success whose words were garbled
    (TelegramError, r"", Failed("telegram")),
)

# Errors below HTTP: nothing was sent before a connection stood.
_BEFORE_SENDING: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


def outcome_of(error: TelegramError) -> Reading:
    """What `error` means for the delivery that met it."""
    if isinstance(error, RetryAfter):
        return Throttled(min(seconds_asked(error), LONGEST_SILENCE))
    causes = list(_causes(error))
    if any(isinstance(cause, _BEFORE_SENDING) for cause in causes):
        return UNREACHED
    if any(isinstance(cause, InvalidToken) and "unauthorized" in str(cause).casefold() for cause in causes):
        return TokenRefused()
    if any(isinstance(cause, httpx.HTTPError) for cause in causes):
        return LOST
    description = str(error).casefold()
    return next(
        reading
        for kind, pattern, reading in TABLE
        if isinstance(error, kind) and re.search(pattern, description)
    )


def seconds_asked(error: RetryAfter) -> float:
    """How long the server asks to wait."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)  # of the type that is handled here
        wait = error.retry_after
    return wait.total_seconds() if not isinstance(wait, int) else float(wait)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__
