"""The quarter at a point: inside its shape, next to it, or by the nearest known point."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from bot.areas.area import Area
from bot.areas.plane import Plane

NEAR: Final = 300.0  # metres outside all shapes within which the nearest one still counts
# Without shapes a quarter is taken for a circle of its size. Measured on Dortmund's polygons
# (benchmarks/areas.py): the lowest ratio of distance to radius is right more often than the lowest distance;
# up to 1.5 radii, hardly a point of the city is refused and hardly one more than 1 km outside is taken.
REACH: Final = 1.5
_USUAL_KM2: Final = 3.0  # of a quarter whose size nobody gave


@dataclass(frozen=True)
class Found:
    """The area at a point, and whether the point is only near it."""

    area_id: str
    nearby: bool


class Position:
    """Finds the one quarter of a point; `shapes` in degrees, longitude first."""

    def __init__(self, quarters: Sequence[Area], shapes: Mapping[str, BaseGeometry]) -> None:
        shaped = [area.id for area in quarters if area.id in shapes]
        pointed = [area for area in quarters if area.id not in shapes and area.lat is not None]
        self._plane = _plane(pointed, [shapes[id] for id in shaped])
        self._ids = shaped
        self._polygons = [self._plane.project(shapes[id]) for id in shaped]
        self._tree = STRtree(self._polygons)
        self._circles = [
            (
                area.id,
                *self._plane.xy(area.lat, area.lon),
                math.sqrt((area.km2 or _USUAL_KM2) / math.pi) * 1000,
            )
            for area in pointed
            if area.lat is not None and area.lon is not None
        ]

    def locate(self, lat: float, lon: float) -> Found | None:
        """The quarter at a point in degrees; nothing where the point is outside or no point at all."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # false for NaN, too
            return None
        x, y = self._plane.xy(lat, lon)
        return self._inside(x, y) or self._next_to(x, y) or self._in_reach(x, y)

    def _inside(self, x: float, y: float) -> Found | None:
        # Shapes of one city overlap by slivers: the one in which the point lies deepest has it.
        point = shapely.Point(x, y)
        depths = [
            (-self._polygons[i].boundary.distance(point), self._ids[i])
            for i in self._tree.query(point, predicate="intersects").tolist()
        ]
        if not depths:
            return None
        depth, area_id = min(depths)
        return Found(area_id, nearby=depth == 0)

    def _next_to(self, x: float, y: float) -> Found | None:
        point = shapely.Point(x, y)
        near = [
            (self._polygons[i].distance(point), self._ids[i])
            for i in self._tree.query(point, predicate="dwithin", distance=NEAR).tolist()
        ]
        return Found(min(near)[1], nearby=True) if near else None

    def _in_reach(self, x: float, y: float) -> Found | None:
        ratios = [(math.hypot(x - cx, y - cy) / radius, id) for id, cx, cy, radius in self._circles]
        ratio, area_id = min(ratios, default=(math.inf, ""))
        return Found(area_id, nearby=True) if ratio <= REACH else None


def _plane(areas: Iterable[Area], shapes: Iterable[BaseGeometry]) -> Plane:
    boxes = [shape.bounds for shape in shapes if not shape.is_empty]
    lats = [box[1] for box in boxes] + [area.lat for area in areas if area.lat is not None]
    lons = [box[0] for box in boxes] + [area.lon for area in areas if area.lon is not None]
    return Plane(sum(lats) / len(lats), sum(lons) / len(lons)) if lats else Plane(0, 0)
