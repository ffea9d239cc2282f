"""`quartier survey link`: the address that leads into a survey, also as a QR code for posters."""

import re
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlencode

import segno
import typer

from bot.app import opened_store
from bot.cli.output import CommandProblem, Json, run, show_json
from bot.cli.surveys.published import published
from bot.conversation.engine import INVITATION
from bot.settings import PREFIX, Settings, load_settings
from bot.surveys import Surveys
from bot.telegram.bot import build_bot, introduce

CORRECTION: Final = "m"  # a seventh of the code may be dirty or torn
BORDER: Final = 4  # modules; the quiet zone that the standard asks for
SCALE: Final = 20  # pixels a module in PNG: some 9 cm at 300 dpi
USERNAME: Final = r"[A-Za-z][A-Za-z0-9_]{3,31}"


def link(
    code: Annotated[str, typer.Argument(help="The survey's code, as `quartier survey list` shows it.")],
    png: Annotated[Path | None, typer.Option(help="Write the QR code as a picture.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Write the QR code as a drawing, for print.")] = None,
    bot: Annotated[str, typer.Option(help="The bot's name; without it, Telegram is asked.")] = "",
    json: Json = False,
) -> None:
    """Print the link that opens a survey in Telegram, and write it as a QR code."""
    settings = load_settings()
    published(run(_surveys(settings)), code, None)
    address = link_to(code, _username(bot) if bot else run(_ask_telegram(settings)))
    written = [_write(address, path, kind) for path, kind in ((png, "png"), (svg, "svg")) if path]
    if json:
        show_json({"code": code, "link": address, "files": written})
        return
    print(address)
    for path in written:
        print(f"QR code: {path}")


def link_to(code: str, bot: str) -> str:
    """The address that opens the survey `code` with the bot of that name."""
    return f"https://t.me/{bot}?{urlencode({'start': f'{INVITATION}{code}'})}"


async def _surveys(settings: Settings) -> Surveys:
    async with opened_store(settings) as store:
        return await store.surveys()


async def _ask_telegram(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise CommandProblem(
            f"The bot's name is needed: give it with --bot, or set {PREFIX}TELEGRAM_TOKEN so that Telegram can be asked."
        )
    bot = build_bot(token, settings.telegram_api_url)
    try:
        return (await introduce(bot)).username
    finally:
        await bot.shutdown()


def _username(given: str) -> str:
    name = given.strip().removeprefix("@")
    if not re.fullmatch(USERNAME, name):
        raise CommandProblem(f"{given!r} is no name of a bot: it looks like quartierstimme_bot.")
    return name


def _write(address: str, path: Path, kind: str) -> str:
    try:
        segno.make_qr(address, error=CORRECTION).save(str(path), kind=kind, scale=SCALE, border=BORDER)
    except OSError as error:
        raise CommandProblem(f"{path} cannot be written: {error.strerror}.") from None
    return str(path)
