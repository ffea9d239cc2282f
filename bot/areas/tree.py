"""The tree of areas: one city, its districts, their quarters."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from bot.areas.area import CITY, KINDS, OUTSIDE, Area, AreaError, Located
from bot.areas.position import Position
from bot.areas.search import NameSearch
from bot.areas.spelling import ID, key


class AreaTree:
    """All areas of one city, by id, by name and by point. Raises `AreaError` where they form no tree.

    `shapes` are polygons in degrees (WGS84, longitude first) of quarters; where there are none, the points
    of the areas decide.
    """

    def __init__(self, areas: Iterable[Area], shapes: Mapping[str, BaseGeometry] | None = None) -> None:
        self._areas: dict[str, Area] = {}
        for area in areas:
            _check(area, self._areas)
            self._areas[area.id] = area
        self.root = _root(self._areas.values())
        self._children = self._by_parent()
        self._order = tuple(self._below(self.root))
        if len(self._order) < len(self._areas):
            lost = next(id for id in self._areas if id not in {area.id for area in self._order})
            raise AreaError(f"The area {lost!r} is its own ancestor.")
        self.shapes = MappingProxyType(dict(shapes or {}))
        if unknown := [id for id in self.shapes if id not in self._areas]:
            raise AreaError(f"There is a shape for {unknown[0]!r}, but no such area.")
        self._search = NameSearch(self._order)
        self._position = Position(self.quarters_of(self.root.id), self.shapes)

    def get(self, area_id: str) -> Area | None:
        """The area of that id."""
        return self._areas.get(area_id)

    def children(self, area_id: str | None = None) -> tuple[Area, ...]:
        """What lies directly inside an area (without an id: inside the city), in the order to show it."""
        return self._children.get(self.root.id if area_id is None else area_id, ())

    def path(self, area_id: str) -> tuple[Area, ...]:
        """From the city down to the area itself; empty where there is no such area."""
        found: list[Area] = []
        area = self.get(area_id)
        while area:
            found.append(area)
            area = self.get(area.parent) if area.parent else None
        return tuple(reversed(found))

    def quarters_of(self, area_id: str) -> tuple[Area, ...]:
        """The innermost areas of an area, in the order to show them; of a quarter, itself."""
        area = self.get(area_id)
        return tuple(a for a in self._below(area) if not self.children(a.id)) if area else ()

    def find(self, text: str) -> tuple[Area, ...]:
        """What a resident may mean by a name, spelling or postcode: nothing, one area, or up to 12."""
        return self._search.find(text)

    def locate(self, lat: float, lon: float) -> Located:
        """The quarter at a point in degrees (WGS84)."""
        found = self._position.locate(lat, lon)
        return Located(self._areas[found.area_id], found.nearby) if found else OUTSIDE

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name and alias by area id, the official name first."""
        return {area.id: (area.name, *area.aliases) for area in self._order}

    def __iter__(self) -> Iterator[Area]:
        """All areas, each before what lies inside it."""
        return iter(self._order)

    def _by_parent(self) -> dict[str, tuple[Area, ...]]:
        inside: dict[str, list[Area]] = {}
        for area in self._areas.values():
            if area.parent is None:
                continue
            if area.parent not in self._areas:
                raise AreaError(f"The area {area.id!r} lies in {area.parent!r}, which does not exist.")
            inside.setdefault(area.parent, []).append(area)
        return {id: tuple(sorted(areas, key=_rank)) for id, areas in inside.items()}

    def _below(self, area: Area) -> Iterator[Area]:
        open_areas = [area]
        while open_areas:
            area = open_areas.pop()
            yield area
            open_areas += reversed(self._children.get(area.id, ()))


def _rank(area: Area) -> tuple[int, str, str]:
    return area.priority, key(area.name), area.id


def _root(areas: Iterable[Area]) -> Area:
    roots = [area for area in areas if area.parent is None]
    if len(roots) != 1:
        names = ", ".join(repr(area.id) for area in roots[:3]) or "none"
        raise AreaError(f"Exactly one area, the city, must lie in no other; found {names}.")
    if roots[0].kind != CITY:
        raise AreaError(f"The outermost area {roots[0].id!r} must be of the kind {CITY!r}.")
    return roots[0]


def _check(area: Area, known: Mapping[str, Area]) -> None:
    if not ID.fullmatch(area.id):
        raise AreaError(
            f"The area id {area.id!r} must be 1 to 32 of a-z, 0-9 and -, not beginning or ending in -."
        )
    if area.id in known:
        raise AreaError(f"The area id {area.id!r} stands there twice.")
    if not area.name.strip():
        raise AreaError(f"The area {area.id!r} has no name.")
    if area.kind not in KINDS:
        raise AreaError(f"The kind of {area.id!r} is {area.kind!r}; it must be one of {', '.join(KINDS)}.")
    if (area.lat is None) != (area.lon is None):
        raise AreaError(f"The area {area.id!r} has only half a point: give both lat and lon, or neither.")
    if area.lat is not None and area.lon is not None and not (abs(area.lat) <= 90 and abs(area.lon) <= 180):
        raise AreaError(f"The point of {area.id!r} is not in degrees.")
    if area.km2 is not None and not 0 < area.km2 < 1e6:
        raise AreaError(f"The size of {area.id!r} must lie between 0 and a million km².")
