"""`quartier seed`: invented residents, for demonstrations and benchmarks."""

import asyncio
from typing import Annotated

import typer

from bot.app import House, build_house, opened_store
from bot.cli.output import Json, progress_bar, show_json
from bot.settings import load_settings
from bot.store import Store
from bot.store.seed import seed
from bot.store.store import utc_now


def seed_(
    residents: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many residents to invent.")] = 200,
    number: Annotated[int, typer.Option("--seed", help="Another number invents other residents.")] = 1,
    json: Json = False,
) -> None:
    """Put invented residents with eight weeks of answers and requests into the database."""
    settings = load_settings()
    house = build_house(settings)

    async def work() -> None:
        async with opened_store(settings) as store:
            await invent(store, house, residents, number)

    asyncio.run(work())
    if json:
        show_json({"residents": residents, "seed": number})
    else:
        print(f"Invented {residents} residents.")


async def invent(store: Store, house: House, residents: int, number: int = 1) -> None:
    """Invents residents, with a progress bar."""
    with progress_bar() as bar:
        task = bar.add_task("Residents", total=residents)
        await seed(
            store,
            house.areas,
            house.taxonomy,
            await store.surveys(),
            residents=residents,
            seed=number,
            now=utc_now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
