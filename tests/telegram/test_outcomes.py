"""Telegram's errors as outcomes."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.outreach.outcomes import Blocked, Failed, NotSent, Sent, Throttled, Unknown
from bot.telegram.outcomes import TABLE, Degraded, NotEditable, Reading, TokenRefused, outcome_of


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Blocked),
        (Forbidden("Forbidden: user is deactivated"), Blocked),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Blocked),
        (BadRequest("Bad Request: chat not found"), Blocked),
        (BadRequest("Bad Request: message is not modified: specified new message content …"), Sent),
        (
            BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"),
            Sent,
        ),
        (BadRequest("Bad Request: message to edit not found"), NotEditable),
        (BadRequest("Bad Request: message can't be edited"), NotEditable),
        (BadRequest("Bad Request: can't parse entities: unsupported start tag"), Failed),
        (BadRequest("Bad Request: something new"), Failed),
        (NetworkError("Internal Server Error"), NotSent),
        (NetworkError("Bad Gateway"), Unknown),
        (NetworkError("Too Many Requests"), Throttled),
        (NetworkError("Request Entity Too Large"), Failed),
        (NetworkError("Bad Request: file of size 99 bytes is too big for a Photo; the maximum …"), Failed),
        (TimedOut(), Unknown),
        (TelegramError("Invalid server response"), Unknown),
        (InvalidToken("Unauthorized"), TokenRefused),
        (EndPointNotFound("Endpoint 'sendDocument' not found in Bot API"), Degraded),
    ],
)
def test_what_an_error_means(error: TelegramError, expected: type[Reading]) -> None:
    assert isinstance(outcome_of(error), expected)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (httpx.ConnectError("refused"), NotSent),
        (httpx.ConnectTimeout("slow"), NotSent),
        (httpx.PoolTimeout("busy"), NotSent),
        (httpx.ReadTimeout("slow"), Unknown),
        (httpx.RemoteProtocolError("gone"), Unknown),
        (httpx.WriteError("gone"), Unknown),
    ],
)
def test_a_connection_that_broke_tells_whether_the_request_may_have_arrived(
    cause: Exception, expected: type[Reading]
) -> None:
    error = NetworkError("httpx.Something")
    error.__cause__ = cause
    assert isinstance(outcome_of(error), expected)


def test_a_refused_token_is_not_an_unknown_method() -> None:
    error = EndPointNotFound("Endpoint 'sendMessage' not found in Bot API")
    error.__cause__ = InvalidToken("Unauthorized")
    assert outcome_of(error) == TokenRefused()


def test_the_wait_that_telegram_asks_for_is_kept() -> None:
    assert outcome_of(RetryAfter(7)) == Throttled(7.0)
    assert outcome_of(RetryAfter(10**9)) == Throttled(3600.0)


def test_no_outcome_quotes_what_the_server_said() -> None:
    for kind, _, reading in TABLE:
        if reason := getattr(reading, "reason", None):
            assert "secret" not in str(reading)
            assert len(reason) < 30, kind


def test_every_class_of_ptb_is_in_the_table() -> None:
    handled = {kind for kind, pattern, _ in TABLE if not pattern}
    assert {Forbidden, BadRequest, TimedOut, NetworkError, InvalidToken, TelegramError} <= handled
