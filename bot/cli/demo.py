"""`quartier demo`: simulator, bot and invented residents on a throw-away database, in one process."""

import asyncio
import sys
from pathlib import Path
from typing import Final

from bot.app import House, build_house, opened_store, run
from bot.cli.seed import invent
from bot.cli.stage import simulated, stop_on_signals, throw_away
from bot.settings import PREFIX, Settings

RESIDENTS: Final = 400


def demo() -> None:
    """Try everything in the browser: no Telegram account needed. Ctrl-C ends it and removes its database."""
    with throw_away("demo") as settings:
        asyncio.run(_demo(settings))
    print("The demo has ended; its database is gone.")


async def _demo(settings: Settings) -> None:
    stop = stop_on_signals()
    house = build_house(settings)
    print("1/3 Inventing residents on a throw-away database", flush=True)
    await _invent(settings, house)
    print("2/3 Starting the simulator", flush=True)
    async with simulated(settings) as (simulator, bot_settings):
        print("3/3 Starting the bot", flush=True)
        bot = asyncio.create_task(run(bot_settings, stop=stop, house=house))
        print(_words(simulator.url, settings), flush=True)
        await bot


async def _invent(settings: Settings, house: House) -> None:
    async with opened_store(settings) as store:
        await invent(store, house, RESIDENTS)


def _words(address: str, settings: Settings) -> str:
    command = Path(sys.argv[0]).name
    return f"""
Chat with the bot as a resident:   {address}/
What staff see, in a second shell: {PREFIX}DATA_DIR={settings.data_dir} .venv/bin/{command} digest this
Ctrl-C ends the demo.
"""
