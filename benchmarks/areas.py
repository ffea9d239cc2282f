"""How often a point finds its quarter without polygons, and how long finding takes.

    python -m benchmarks.areas

Measured against the city's own polygons, which are not part of the project; without them it says so.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from bot.areas import AreaTree, import_geojson, load_areas

POLYGONS: Final = (
    Path(__file__).parents[1] / ".." / "shared" / "areas" / "dortmund-statistische-bezirke.geojson"
)
SEED: Final = 20
POINTS: Final = 20_000


def main() -> None:
    """Print the figures."""
    if not POLYGONS.exists():
        print(f"skipped: the polygons are not there ({'/'.join(POLYGONS.parts[-3:])})")
        return
    pointed, shaped = load_areas(), import_geojson(POLYGONS).tree()
    _agreement(pointed, shaped)
    point = (51.5294, 7.4672)
    print(f"locate by polygon        {_micros(lambda: shaped.locate(*point)):8.0f} µs")
    print(f"locate by point          {_micros(lambda: pointed.locate(*point)):8.0f} µs")
    for text in ("Nordmarkt", "Bövinghausn", "ich wohne in der Nähe vom Nordmarkt", "lorem ipsum " * 341):
        print(f"find {text[:18]!r:20}{_micros(partial(pointed.find, text), 50):8.0f} µs")


def _agreement(pointed: AreaTree, shaped: AreaTree) -> None:
    box = shapely.total_bounds(list(shaped.shapes.values()))
    margin = 0.05  # degrees: some points beyond the city
    low, high = box[:2] - margin, box[2:] + margin
    lons, lats = np.random.default_rng(SEED).uniform(low, high, (POINTS, 2)).T.tolist()
    city = shapely.union_all(list(shaped.shapes.values()))
    inside = same = refused = beyond = taken = 0
    for lat, lon in zip(lats, lons, strict=True):
        truth, guess = shaped.locate(lat, lon).area, pointed.locate(lat, lon).area
        if truth:
            inside += 1
            same += truth == guess
            refused += guess is None
        elif city.distance(shapely.Point(lon, lat)) > 0.014:  # more than a kilometre
            beyond += 1
            taken += guess is not None
    print(f"points in the city: {inside}; nearest point agrees with the polygon: {same / inside:.1%}")
    print(f"points in the city taken for outside: {refused / inside:.1%}")
    print(f"points more than 1 km outside taken for inside: {taken / beyond:.1%} of {beyond}")


def _micros(work: Callable[[], object], times: int = 500) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times * 1e6


if __name__ == "__main__":
    main()
