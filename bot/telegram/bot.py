"""The bot's side of a Bot API server: Telegram's own, a simulator's, or a poorer one."""

import asyncio
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from telegram import Bot, InputFile
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBUserWarning

log = structlog.get_logger(__name__)

TELEGRAM: Final = "https://api.telegram.org"
CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 15.0
FILE_SECONDS: Final = 60.0
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
TOKEN_REFUSED: Final = (
    "QUARTIER_TELEGRAM_TOKEN is refused by the server: check it and QUARTIER_TELEGRAM_API_URL, "  # noqa: S105
    "or get a new token from @BotFather."
)
_TOKEN: Final = re.compile(r"\d+:[\w-]+", re.ASCII)

# Updates and payloads are JSON in the inbox and the outbox, so the generic call is the one that fits.
warnings.filterwarnings("ignore", r"Please use 'Bot\.", PTBUserWarning)


class TelegramProblem(Exception):
    """The bot cannot work with this Bot API server; one sentence for operators, without the token."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along with a call, in the parameter `field`."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Identity:
    """Who the bot is, as the server says."""

    id: int
    username: str
    name: str


def build_bot(
    token: str, api_url: str = TELEGRAM, *, answer_seconds: float = ANSWER_SECONDS, connections: int = 64
) -> Bot:
    """A bot at the server whose root is `api_url`. Raises TelegramProblem for a token of a wrong form."""
    if not _TOKEN.fullmatch(token):
        raise TelegramProblem(
            "QUARTIER_TELEGRAM_TOKEN is not a bot token: it looks like 123456:ABC-def and comes from @BotFather."
        )
    root = api_url.rstrip("/")

    def request(pool: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=pool,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=answer_seconds,
            write_timeout=answer_seconds,
            media_write_timeout=FILE_SECONDS,
            pool_timeout=answer_seconds,
            httpx_kwargs={"trust_env": False} if _is_loopback(root) else {},  # no proxy to one's own machine
        )

    return Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request(connections),
        get_updates_request=request(1),
    )


async def introduce(bot: Bot, *, patient: bool = False) -> Identity:
    """Asks the server who the bot is; `patient` waits for a server that is away.

    Raises TelegramProblem where the token is refused, or where the server is away and nobody is patient.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            await bot.initialize()
            return Identity(bot.id, bot.username, bot.first_name)
        except InvalidToken:
            raise TelegramProblem(TOKEN_REFUSED) from None
        except TelegramError as error:
            if not patient:
                raise TelegramProblem(
                    f"The Bot API server does not answer ({type(error).__name__}): "
                    "check QUARTIER_TELEGRAM_API_URL and the network."
                ) from None
            log.warning("server away", error=type(error).__name__, seconds=pause)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)


async def call(
    bot: Bot,
    method: str,
    params: Mapping[str, Any],
    *,
    file: Attachment | None = None,
    read_timeout: float | None = None,
) -> Any:
    """One call of the Bot API with its raw answer. Raises TelegramError, never with the token in its words."""
    arguments = dict(params)
    if file:
        arguments[file.field] = InputFile(file.content, filename=file.name)
    patience = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
    try:
        return await bot.do_api_request(method, api_kwargs=arguments, read_timeout=patience)
    except TelegramError as error:
        error.message = scrub(error.message, bot.token)
        raise


def scrub(words: str, token: str) -> str:
    """`words` without the bot's token."""
    return words.replace(token, "<token>").replace(token.rpartition(":")[2], "<token>") if token else words


def _is_loopback(root: str) -> bool:
    return bool(re.match(r"https?://(127\.|localhost\b|\[::1\])", root))
