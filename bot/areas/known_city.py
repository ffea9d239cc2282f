"""A file about a city that is known already: its areas stay as they are and get shapes."""

from collections.abc import Sequence
from typing import Final

from shapely.geometry.base import BaseGeometry

from bot.areas.area import Area, AreaError
from bot.areas.imported import ImportedAreas, Place
from bot.areas.new_city import quarter_of
from bot.areas.plane import Plane
from bot.areas.spelling import key
from bot.areas.tree import AreaTree

_ENOUGH: Final = 0.8  # of the quarters, on both sides, must have the same names
_FAR: Final = 20_000.0  # metres between a shape and the point of its quarter: no city moves that far


def is_about(known: AreaTree, places: Sequence[Place]) -> bool:
    """Whether the places of a file are the quarters of the known city."""
    quarters = known.quarters_of(known.root.id)
    return len(_by_name(quarters, places)) >= _ENOUGH * max(len(quarters), len(places))


def with_shapes(known: AreaTree, places: Sequence[Place], notes: list[str]) -> ImportedAreas:
    """The known areas with the shapes of the file. What the file does not have keeps its point, what only
    the file has becomes a quarter of the city itself."""
    quarters = known.quarters_of(known.root.id)
    pairs = _by_name(quarters, places)
    _add_by_number(pairs, quarters, places)
    areas = {area.id: area for area in known}
    shapes: dict[str, BaseGeometry] = {}
    for quarter in quarters:
        place = pairs.get(quarter.id)
        if place is None:
            notes.append(f"The file does not have {quarter.name!r}; its point remains.")
        elif place.shape is not None:
            _check_distance(quarter, place.shape)
            shapes[quarter.id] = place.shape
    notes.append(f"These are the {len(pairs)} known quarters of {known.root.name}; ids and aliases stay.")
    for place in places:
        if place not in pairs.values():
            district = next((a for a in known.children() if key(a.name) == key(place.district)), known.root)
            area = quarter_of(place, district.id, areas, district.priority)
            areas[area.id] = area
            if place.shape is not None:
                shapes[area.id] = place.shape
            notes.append(f"{place.name!r} is new in {known.root.name} and was added as {area.id!r}.")
    return ImportedAreas(tuple(areas.values()), shapes, tuple(notes))


def _by_name(quarters: Sequence[Area], places: Sequence[Place]) -> dict[str, Place]:
    named: dict[str, Place] = {}
    for place in places:
        named.setdefault(key(place.name), place)
    return {quarter.id: named[key(quarter.name)] for quarter in quarters if key(quarter.name) in named}


def _add_by_number(pairs: dict[str, Place], quarters: Sequence[Area], places: Sequence[Place]) -> None:
    """A quarter whose name was changed, but not its key."""
    taken = list(pairs.values())
    numbered = {place.number: place for place in places if place.number and place not in taken}
    for quarter in quarters:
        if quarter.id not in pairs and quarter.number in numbered:
            pairs[quarter.id] = numbered.pop(quarter.number)


def _check_distance(quarter: Area, shape: BaseGeometry) -> None:
    if quarter.lat is None or quarter.lon is None:
        return
    x, y = Plane(quarter.lat, quarter.lon).xy(shape.centroid.y, shape.centroid.x)
    if max(abs(x), abs(y)) > _FAR:
        raise AreaError(
            f"{quarter.name!r} lies elsewhere in the file; are latitude and longitude the wrong way round?"
        )
