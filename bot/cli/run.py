"""`quartier run` and `quartier migrate`: the bot itself."""

import asyncio
from typing import Annotated

import typer

from bot import app as house
from bot.cli.output import Json, show_json
from bot.observability import configure_logging
from bot.settings import Settings, load_settings
from bot.store import current, migrate


def run(
    role: Annotated[
        str | None,
        typer.Option(
            help="all: takes updates in, answers and sends. worker: more hands beside it, with PostgreSQL."
        ),
    ] = None,
) -> None:
    """Run the bot until Ctrl-C. Needs QUARTIER_TELEGRAM_TOKEN; the rest has sensible defaults."""
    settings = load_settings(**({"role": role} if role else {}))
    configure_logging(as_json=settings.log_format == "json", level=settings.log_level.upper())
    asyncio.run(house.run(settings))


def migrate_(json: Json = False) -> None:
    """Bring the database to the shape this program needs; does nothing where it has it already."""
    settings = load_settings()
    before, after = asyncio.run(_migrate(settings))
    if json:
        show_json({"before": before, "now": after})
    elif before == after:
        print(f"The database is up to date ({after}).")
    else:
        print(f"The database is ready ({after}).")


async def _migrate(settings: Settings) -> tuple[str | None, str]:
    settings.prepare_data_dir()
    file = settings.sqlite_file
    before = None if file and not file.exists() else await current(settings.store_url)
    return before, await migrate(settings.store_url)
