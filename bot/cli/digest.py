"""`quartier digest`: what a week brought."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.app import House, build_house, opened_store
from bot.areas import Area
from bot.cli.output import Json, show_json, stop
from bot.digests import DigestUnclear, Unclear, Week, digest_lines, digest_text, read_wanted
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
    try:
        wanted = read_wanted(" ".join(words or ()), today, house.areas)
    except DigestUnclear as unclear:
        stop(why_unclear(house, unclear))
    week, place = wanted.week, wanted.area
    shown = asyncio.run(_figures(house, week, place))
    if not json:
        texts = house.catalogues.texts(language)
        print(digest_text(shown, house.areas, house.taxonomy, texts, week))
        return
    lines = digest_lines(shown, house.areas, house.taxonomy)
    names = {each.id: each.name for each in house.areas}
    show_json(
        {
            "week": str(week),
            "first": week.first,
            "last": week.last,
            "area": place.id if place else house.areas.root.id,
            "threshold": settings.disclosure_threshold,
            "figures": [
                {**vars(line), "name": names[line.area], "withheld": line.requests is None} for line in lines
            ],
        }
    )


def why_unclear(house: House, unclear: DigestUnclear) -> str:
    """What is wrong with the words for a week and an area, and what to write instead."""
    match unclear.why:
        case Unclear.WEEK:
            return f"There is no week {unclear.words!r}; a week looks like 2026-W47."
        case Unclear.SEVERAL_AREAS:
            choices = ", ".join(each.id for each in unclear.areas)
            return f"{unclear.words!r} can be several areas: {choices}. Write one of these ids."
        case Unclear.AREA:
            return (
                f"{unclear.words!r} is neither a week such as 2026-W47 nor an area of {house.areas.root.name}; "
                "see `quartier area list`."
            )


async def _figures(house: House, week: Week, area: Area | None) -> Shown:
    async with opened_store(house.settings) as store:
        return await store.figures.requests(
            Operator(), house.areas, house.taxonomy, week=str(week), area=area.id if area else None
        )
