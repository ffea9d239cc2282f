"""A city that was not known before, made of the places of a file."""

from collections.abc import Sequence

from shapely.geometry.base import BaseGeometry

from bot.areas.area import CITY, DISTRICT, QUARTER, Area
from bot.areas.imported import ImportedAreas, Place
from bot.areas.plane import Plane
from bot.areas.spelling import key, new_id


def city_of_places(places: Sequence[Place], city: str, notes: list[str]) -> ImportedAreas:
    """The places as quarters, in districts where the file names any."""
    root = Area(id=new_id((), city), name=city, kind=CITY, parent=None)
    areas = {root.id: root}
    districts: dict[str, str] = {}
    shapes: dict[str, BaseGeometry] = {}
    for place in places:
        if place.district and _same(place.district) not in districts:
            area = Area(new_id(areas, place.district), place.district, DISTRICT, root.id)
            areas[area.id] = area
            districts[_same(place.district)] = area.id
    for place in places:
        area = quarter_of(place, districts.get(_same(place.district), root.id), areas)
        areas[area.id] = area
        if place.shape is not None:
            shapes[area.id] = place.shape
    notes.append(f"{city} has {len(districts)} districts and {len(places)} quarters.")
    return ImportedAreas(tuple(areas.values()), shapes, tuple(notes))


def quarter_of(place: Place, parent: str, areas: dict[str, Area], priority: int = 0) -> Area:
    """A place as a quarter with an id that none of the `areas` has, its point and its size."""
    area_id = new_id(areas, place.name, f"{place.district} {place.name}", f"{place.name} {place.number}")
    lat = lon = km2 = None
    if place.shape is not None:
        point = place.shape.representative_point()
        lat, lon = round(point.y, 5), round(point.x, 5)
        km2 = round(Plane(lat, lon).project(place.shape).area / 1e6, 2) or None
    return Area(area_id, place.name, QUARTER, parent, place.number, lat, lon, km2, priority=priority)


def _same(name: str) -> str:
    return key(name) or name  # a name may be nothing but signs
