"""GeoJSON polygons to sound geometries in degrees, whatever their makers drew."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

# A ring that crosses itself is cut at every crossing. Slips of a pen cross a few times; a file made to
# cross millions of times would take all memory.
MAX_CROSSINGS: Final = 100_000
_SAMPLES: Final = 50

Points = NDArray[np.float64]  # longitude and latitude, one point a row


class PolygonError(ValueError):
    """A geometry that is no area; the message continues "feature 7 …"."""


def read_polygons(geometry: object) -> BaseGeometry:
    """A Polygon or MultiPolygon, valid and not empty; rings that cross themselves are repaired."""
    if not isinstance(geometry, dict):
        raise PolygonError("has no geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        drawn: BaseGeometry = _polygon(coordinates)
    elif kind == "MultiPolygon":
        drawn = MultiPolygon([_polygon(part) for part in _items(coordinates)])
    else:
        raise PolygonError(f"is a {str(kind)[:40]}; an area must be a Polygon or a MultiPolygon")
    sound = drawn if drawn.is_valid else _repaired(drawn)
    if sound.is_empty:
        raise PolygonError("has a polygon without any surface")
    return sound


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Several shapes of one area as one."""
    return _surface(shapely.union_all(list(shapes)))


def _polygon(rings: object) -> Polygon:
    shell, *holes = [_ring(ring) for ring in _items(rings)]
    return Polygon(shell, holes)


def _ring(ring: object) -> Points:
    positions = _items(ring)
    if len(positions) < 3:
        raise PolygonError("has a ring of fewer than three points")
    points = np.array([_position(position) for position in positions])
    # Written so that NaN and infinity fail, too.
    if not (np.abs(points) <= (180, 90)).all():
        raise PolygonError("has coordinates that are no degrees; save the file in WGS84 (EPSG:4326)")
    return points


def _position(position: object) -> tuple[float, float]:
    match position:
        case [int() | float() as lon, int() | float() as lat, *_]:
            # An integer may be too long for a float; it is out of range anyway.
            return float(max(-999, min(lon, 999))), float(max(-999, min(lat, 999)))
    raise PolygonError("has a position that is not a pair of numbers")


def _items(value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise PolygonError("has coordinates that are no rings of positions")
    return value


def _repaired(drawn: BaseGeometry) -> BaseGeometry:
    if _crossings(drawn) > MAX_CROSSINGS:
        raise PolygonError("crosses itself too often to be repaired")
    return _surface(shapely.make_valid(drawn))


def _crossings(drawn: BaseGeometry) -> float:
    """About how many pairs of segments cross, from every n-th segment."""
    ends = [shapely.get_coordinates(ring) for ring in shapely.get_rings(drawn)]
    pairs = np.concatenate([np.stack([points[:-1], points[1:]], axis=1) for points in ends])
    segments = np.atleast_1d(np.asarray(shapely.linestrings(pairs)))
    sample = segments[:: max(1, len(segments) // _SAMPLES)]
    found: int = STRtree(segments).query(sample, predicate="crosses").shape[1]
    return found / len(sample) * len(segments) / 2


def _surface(geometry: BaseGeometry) -> BaseGeometry:
    """Only what has a surface: repairing may leave lines and points behind."""
    parts = shapely.get_parts(shapely.get_parts(geometry)).tolist()
    polygons = [part for part in parts if isinstance(part, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
