"""A stage to try the bot on: simulator and bot on a throw-away database, in one process."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from bot.cli.output import CommandProblem
from bot.observability import configure_logging
from bot.settings import PREFIX, Settings, load_settings
from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator

TOKEN: Final = "1:demonstration"  # noqa: S105 - any token does for the simulator


@contextmanager
def throw_away(name: str) -> Iterator[Settings]:
    """Settings with a data folder of their own, which is removed with all that is in it."""
    with tempfile.TemporaryDirectory(prefix=f"quartier-{name}-") as folder:
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
        yield settings


def stop_on_signals() -> asyncio.Event:
    """Set by Ctrl-C, or by whoever ends the process."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    return stop


@asynccontextmanager
async def simulated(settings: Settings) -> AsyncIterator[tuple[RunningSimulator, Settings]]:
    """A running simulator, and the settings for a bot that speaks to it. Raises CommandProblem."""
    async with AsyncExitStack() as stack:
        try:
            simulator = await stack.enter_async_context(
                running_simulator("127.0.0.1", settings.simulator_port, SimulatorSettings())
            )
        except OSError as error:
            raise CommandProblem(
                f"Port {settings.simulator_port} cannot be used ({error.strerror}): "
                f"set {PREFIX}SIMULATOR_PORT to another."
            ) from None
        yield simulator, settings.model_copy(update={"telegram_api_url": simulator.url})
