"""What Telegram shows around the chat: the commands and who the bot is, in every language."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import EndPointNotFound, TelegramError

from bot.conversation.menu import COMMANDS
from bot.telegram.bot import call
from bot.telegram.words import DESCRIPTION, SHORT_DESCRIPTION, START
from bot.texts import LANGUAGES, STAFF_LANGUAGE, Catalogues, Texts

log = structlog.get_logger(__name__)

MAX_COMMAND: Final = 256
MAX_DESCRIPTION: Final = 512
MAX_SHORT: Final = 120
LONGEST: Final = 120.0  # seconds for all languages together


async def show_profile(bot: Bot, catalogues: Catalogues) -> int:
    """Brings commands and descriptions up to date, only where they differ; the number of changes.

    Never raises for a server's sake: what a poorer server does not know is left out with one line in the log.
    """
    changed = 0
    unknown: set[str] = set()
    try:
        async with asyncio.timeout(LONGEST):
            for piece in pieces(catalogues):
                changed += await _bring_up_to_date(bot, piece, unknown)
    except (TelegramError, TimeoutError) as error:
        log.warning("profile not shown", error=type(error).__name__)
    if changed:
        log.info("profile shown", count=changed)
    return changed


Piece = tuple[str, str, Mapping[str, Any]]


def pieces(catalogues: Catalogues) -> list[Piece]:
    """Every wanted state: method to read it, method to write it, and its parameters. "" is for all other languages."""
    pieces: list[Piece] = []
    for code, texts in {
        "": catalogues.texts(STAFF_LANGUAGE),
        **{c: catalogues.texts(c) for c in LANGUAGES},
    }.items():
        pieces += [
            ("getMyCommands", "setMyCommands", {"commands": _commands(texts), "language_code": code}),
            (
                "getMyDescription",
                "setMyDescription",
                {"description": texts(DESCRIPTION)[:MAX_DESCRIPTION], "language_code": code},
            ),
            (
                "getMyShortDescription",
                "setMyShortDescription",
                {"short_description": texts(SHORT_DESCRIPTION)[:MAX_SHORT], "language_code": code},
            ),
        ]
    return pieces


def _commands(texts: Texts) -> list[dict[str, str]]:
    return [
        {"command": name, "description": texts(words)[:MAX_COMMAND]}
        for name, words in (("start", START), *COMMANDS)
    ]


async def _bring_up_to_date(bot: Bot, piece: Piece, unknown: set[str]) -> int:
    """Writes one piece if it differs; methods that the server lacks are remembered in `unknown`."""
    reader, writer, wanted = piece
    if writer in unknown:
        return 0
    known = await _call_if_known(bot, reader, {"language_code": wanted["language_code"]}, unknown)
    state = {"commands": known} if isinstance(known, list) else known if isinstance(known, dict) else {}
    if all(state.get(key) == value for key, value in wanted.items() if key != "language_code"):
        return 0
    return 0 if await _call_if_known(bot, writer, wanted, unknown) is None else 1


async def _call_if_known(bot: Bot, method: str, params: Mapping[str, Any], unknown: set[str]) -> Any:
    if method in unknown:
        return None
    try:
        return await call(bot, method, params)
    except EndPointNotFound:
        unknown.add(method)
        log.warning("server lacks method", method=method)
        return None
