"""`quartier digest`: what a week brought."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.app import House, build_house, opened_store
from bot.areas import Area
from bot.cli.output import Json, show_json, stop
from bot.digests import NoSuchWeek, Week, digest_lines, digest_text
from bot.privacy.disclosure import Shown
from bot.settings import load_settings
from bot.store import Operator
from bot.texts import STAFF_LANGUAGE


def digest(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WEEK] [AREA]",
            help="A week such as 2026-W47, 'this' or 'last' (the default); then a district or quarter.",
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the words.")] = STAFF_LANGUAGE,
    json: Json = False,
) -> None:
    """Print how many requests there were and of how many residents, per area and category."""
    settings = load_settings()
    house = build_house(settings)
    today = datetime.now(UTC).astimezone(settings.zone).date()
    named = list(words or ())
    try:
        wanted = Week.named(named[0] if named else "", today)
        named = named[1:]
    except NoSuchWeek:  # then the words name an area
        wanted = Week.named("", today)
    place = _area(house, " ".join(named)) if named else None
    shown = asyncio.run(_figures(house, wanted, place))
    if not json:
        texts = house.catalogues.texts(language)
        print(digest_text(shown, house.areas, house.taxonomy, texts, wanted))
        return
    lines = digest_lines(shown, house.areas, house.taxonomy)
    names = {each.id: each.name for each in house.areas}
    show_json(
        {
            "week": str(wanted),
            "first": wanted.first,
            "last": wanted.last,
            "area": place.id if place else house.areas.root.id,
            "threshold": settings.disclosure_threshold,
            "figures": [
                {**vars(line), "name": names[line.area], "withheld": line.requests is None} for line in lines
            ],
        }
    )


def _area(house: House, words: str) -> Area:
    exact = house.areas.get(words)
    found = (exact,) if exact else house.areas.find(words)
    if not found:
        stop(
            f"{words!r} is neither a week such as 2026-W47 nor an area of {house.areas.root.name}; "
            "see `quartier area list`."
        )
    if len(found) > 1:
        choices = ", ".join(each.id for each in found)
        stop(f"{words!r} can be several areas: {choices}. Write one of these ids.")
    return found[0]


async def _figures(house: House, week: Week, area: Area | None) -> Shown:
    async with opened_store(house.settings) as store:
        return await store.figures.requests(
            Operator(), house.areas, house.taxonomy, week=str(week), area=area.id if area else None
        )
