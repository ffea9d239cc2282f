"""`quartier demo`: simulator, bot and invented residents on a throw-away database, in one process."""

import asyncio
import signal
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from bot.app import House, build_house, opened_store, run
from bot.cli.output import CommandProblem
from bot.cli.seed import invent
from bot.observability import configure_logging
from bot.settings import PREFIX, Settings, load_settings
from bot.simulator import SimulatorSettings, running_simulator

TOKEN: Final = "1:demonstration"  # noqa: S105 - any token does for the simulator
RESIDENTS: Final = 400


def demo() -> None:
    """Try everything in the browser: no Telegram account needed. Ctrl-C ends it and removes its database."""
    with tempfile.TemporaryDirectory(prefix="quartier-demo-") as folder:
        settings = load_settings(
            data_dir=Path(folder),
            database_url="",
            secret_key=SecretStr(""),
            telegram_token=SecretStr(TOKEN),
            webhook_url="",
            listen_port=0,
            role="all",
            log_level="warning",
        )
        configure_logging(as_json=settings.log_format == "json", level="WARNING")
        asyncio.run(_demo(settings))
    print("The demo has ended; its database is gone.")


async def _demo(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    house = build_house(settings)
    print("1/3 Inventing residents on a throw-away database", flush=True)
    await _invent(settings, house)
    async with AsyncExitStack() as stack:
        print("2/3 Starting the simulator", flush=True)
        try:
            simulator = await stack.enter_async_context(
                running_simulator("127.0.0.1", settings.simulator_port, SimulatorSettings())
            )
        except OSError as error:
            raise CommandProblem(
                f"Port {settings.simulator_port} cannot be used ({error.strerror}): "
                f"set {PREFIX}SIMULATOR_PORT to another."
            ) from None
        settings = settings.model_copy(update={"telegram_api_url": simulator.url})
        print("3/3 Starting the bot", flush=True)
        bot = asyncio.create_task(run(settings, stop=stop, house=house))
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
