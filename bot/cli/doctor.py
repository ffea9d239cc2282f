"""`quartier doctor`: is everything in order?"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

import httpx
import typer

from bot.app import build_house, build_interpreter
from bot.areas import AreaError
from bot.cli.output import FAILED, Json, show, stop
from bot.settings import SettingProblem, Settings, load_settings
from bot.store import StoreProblem, open_store
from bot.telegram.bot import TelegramProblem, build_bot, introduce
from nlu import ModelError
from nlu.rasa_server import RasaProblem, RasaServer

SECONDS = 5.0


def doctor(
    alive: Annotated[
        bool, typer.Option("--alive", help="Only ask the running bot whether it answers.")
    ] = False,
    json: Json = False,
) -> None:
    """Check settings, database, areas, the model and Telegram; exit status 1 where something is wrong."""
    settings = load_settings()
    if alive:
        _ask_whether_alive(settings)
        return
    checks: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "database": _database,
        "areas": _areas,
        "model": _model,
        **({"rasa": _rasa} if settings.rasa_url else {}),
        "telegram": _telegram,
    }
    rows = asyncio.run(_examine(settings, checks))
    show(rows, as_json=json, rows=rows, empty="")
    if not all(row["ok"] for row in rows):
        raise typer.Exit(FAILED)


async def _examine(
    settings: Settings, checks: dict[str, Callable[[Settings], Awaitable[str]]]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, check in checks.items():
        try:
            rows.append({"check": name, "ok": True, "finding": await check(settings)})
        except (AreaError, ModelError, SettingProblem, StoreProblem, TelegramProblem) as problem:
            rows.append({"check": name, "ok": False, "finding": str(problem)})
    return rows


async def _database(settings: Settings) -> str:
    store = await open_store(settings.store_url, settings.key(), zone=settings.zone)
    await store.close()
    return "up to date, and the key belongs to it"


async def _areas(settings: Settings) -> str:
    house = build_house(settings)
    return f"{len(list(house.areas))} areas of {house.areas.root.name}"


async def _model(settings: Settings) -> str:
    interpreter = build_interpreter(build_house(settings))
    understanding = interpreter.parse("Wir finden keinen Kitaplatz", "de")
    return f"understands ({understanding.top.id if understanding.top else 'nothing'})"


async def _rasa(settings: Settings) -> str:
    server = RasaServer(settings.rasa_url or "", SECONDS)
    try:
        return (
            f"the server at {server.address} answers with the model {await asyncio.to_thread(server.status)}"
        )
    except RasaProblem as problem:
        raise SettingProblem(
            f"The Rasa server at {server.address} cannot be used ({problem}): start it, or correct QUARTIER_NLU; "
            "until then the embedded pipeline understands."
        ) from None


async def _telegram(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise SettingProblem("QUARTIER_TELEGRAM_TOKEN is missing: set it to the token that @BotFather gave.")
    bot = build_bot(token, settings.telegram_api_url)
    try:
        me = await introduce(bot)
    finally:
        await bot.shutdown()
    return f"the bot is @{me.username}"


def _ask_whether_alive(settings: Settings) -> None:
    host = "127.0.0.1" if settings.listen_host == "0.0.0.0" else settings.listen_host  # noqa: S104
    try:
        httpx.get(
            f"http://{host}:{settings.listen_port}/healthz", timeout=SECONDS, trust_env=False
        ).raise_for_status()
    except httpx.HTTPError as error:
        stop(f"The bot does not answer on port {settings.listen_port} ({type(error).__name__}).")
    print("The bot answers.")
