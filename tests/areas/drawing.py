"""Small cities, drawn in squares of a kilometre around 51° N, 7° E, and files about them."""

import json
from pathlib import Path
from typing import Any

from shapely import Polygon, box

from bot.areas import Area, AreaTree

SHARED = Path(__file__).parents[2] / ".." / "shared" / "areas" / "dortmund-statistische-bezirke.geojson"
SHARED_MISSING = "the city's polygons (../shared/areas) are not here"

KM_NORTH = 1 / 111.195
KM_EAST = KM_NORTH / 0.6293  # at 51° N


def at(east: float, north: float) -> tuple[float, float]:
    """Kilometres to latitude and longitude."""
    return 51 + north * KM_NORTH, 7 + east * KM_EAST


def square(east: float, north: float, size: float = 1) -> Polygon:
    """A square with its lower left corner there."""
    (south, west), (top, right) = at(east, north), at(east + size, north + size)
    return box(west, south, right, top)


def quarter(name: str, parent: str = "town", **more: Any) -> Area:
    return Area(name.lower().replace(" ", "-"), name, "quarter", parent, **more)


TOWN = Area("town", "Town", "city", None)


def town(shapes: dict[str, Polygon]) -> AreaTree:
    """A city whose quarters are exactly these shapes, by id."""
    return AreaTree([TOWN, *(quarter(name.title()) for name in shapes)], shapes)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    if isinstance(geometry, Polygon):
        geometry = geometry.__geo_interface__
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file_of(folder: Path, *features: Any, name: str = "file.geojson", **more: Any) -> Path:
    """A GeoJSON file with these features."""
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **more}), "utf-8")
    return path
