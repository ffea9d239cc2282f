"""A resident shares a location."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, union_all

from bot.areas import Area, AreaTree, Located, import_geojson, load_areas
from tests.areas.drawing import SHARED, SHARED_MISSING, TOWN, at, quarter, square, town

CITY = load_areas()
polygons = pytest.mark.skipif(not SHARED.exists(), reason=SHARED_MISSING)


def name_at(tree: AreaTree, east: float, north: float) -> tuple[str | None, bool]:
    located = tree.locate(*at(east, north))
    return located.area.name if located.area else None, located.nearby


def test_inside_a_shape_is_there() -> None:
    tree = town({"mill": square(0, 0), "hill": square(1, 0)})
    assert name_at(tree, 0.5, 0.5) == ("Mill", False)
    assert name_at(tree, 1.5, 0.5) == ("Hill", False)


def test_a_border_belongs_to_one_of_its_sides() -> None:
    tree = town({"mill": square(0, 0), "hill": square(1, 0)})
    border = square(0, 0).exterior.coords[0]
    assert {tree.locate(border[1], border[0]).area, tree.locate(*at(1, 0.5)).area} <= set(tree.children())
    assert tree.locate(*at(1, 0.5)) == tree.locate(*at(1, 0.5))


def test_in_a_gap_the_nearest_shape_has_it() -> None:
    tree = town({"mill": square(0, 0), "hill": square(1.2, 0)})
    assert name_at(tree, 1.05, 0.5) == ("Mill", True)
    assert name_at(tree, 1.15, 0.5) == ("Hill", True)


def test_in_an_overlap_the_shape_in_which_the_point_lies_deeper_has_it() -> None:
    tree = town({"mill": square(0, 0), "hill": square(0.9, 0)})
    assert name_at(tree, 0.92, 0.5) == ("Mill", False)
    assert name_at(tree, 0.98, 0.5) == ("Hill", False)


def test_just_outside_the_city_is_nearby_and_farther_is_outside() -> None:
    tree = town({"mill": square(0, 0)})
    assert name_at(tree, 1.25, 0.5) == ("Mill", True)
    assert name_at(tree, 1.35, 0.5) == (None, False)


def test_a_hole_belongs_to_what_fills_it() -> None:
    lake = square(1, 1)
    ring = Polygon(square(0, 0, 3).exterior, [lake.exterior])
    assert name_at(town({"shore": ring, "lake": lake}), 1.5, 1.5) == ("Lake", False)
    assert name_at(town({"shore": ring}), 1.5, 1.5) == (None, False)


def test_a_quarter_may_lie_in_two_pieces() -> None:
    tree = AreaTree([TOWN, quarter("Mill")], {"mill": MultiPolygon([square(0, 0), square(5, 0)])})
    assert name_at(tree, 5.5, 0.5) == ("Mill", False)
    assert name_at(tree, 3, 0.5) == (None, False)


def test_without_shapes_a_large_quarter_reaches_farther_than_a_small_one() -> None:
    def placed(name: str, east: float, km2: float) -> Area:
        lat, lon = at(east, 0)
        return quarter(name, lat=lat, lon=lon, km2=km2)

    tree = AreaTree([TOWN, placed("Large", 0, 12.0), placed("Small", 3, 1.0)])
    assert name_at(tree, 1.7, 0) == ("Large", True)
    assert name_at(tree, 2.7, 0) == ("Small", True)
    assert name_at(tree, 8, 0) == (None, False)


def test_a_quarter_without_a_shape_keeps_its_point() -> None:
    lat, lon = at(10, 0)
    tree = AreaTree(
        [TOWN, quarter("Mill"), quarter("Isle", lat=lat, lon=lon, km2=1.0)], {"mill": square(0, 0)}
    )
    assert name_at(tree, 0.5, 0.5) == ("Mill", False)
    assert name_at(tree, 10.2, 0) == ("Isle", True)


def test_a_city_without_any_points_is_nowhere() -> None:
    assert AreaTree([TOWN]).locate(51, 7) == AreaTree([TOWN, quarter("Mill")]).locate(51, 7) == Located(None)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (48.1, 11.6),
        (0, 0),
        (91, 7),
        (51, 181),
        (math.nan, 7.4),
        (51.5, math.inf),
        (-math.inf, math.nan),
        (7.47, 51.5),
    ],
)
def test_other_places_and_no_places_are_outside(lat: float, lon: float) -> None:
    assert CITY.locate(lat, lon) == Located(None)


SHAPED = town({"mill": square(0, 0), "hill": square(0.9, 0.5), "isle": square(3, 3)})
NUMBERS = st.floats() | st.floats(50.9, 51.1) | st.floats(6.9, 7.1)


@given(NUMBERS, NUMBERS)
def test_no_pair_of_numbers_is_an_error(lat: float, lon: float) -> None:
    for tree in (CITY, SHAPED):
        located = tree.locate(lat, lon)
        assert located == tree.locate(lat, lon)
        assert located.area is not None or not located.nearby


@pytest.mark.parametrize("area", CITY.quarters_of("dortmund"), ids=lambda area: area.id)
def test_each_quarters_own_point_lies_in_it(area: Area) -> None:
    assert area.lat is not None
    assert area.lon is not None
    assert CITY.locate(area.lat, area.lon).area == area


@polygons
def test_with_the_citys_polygons_each_point_lies_inside_its_own_and_every_point_somewhere() -> None:
    tree = import_geojson(Path(SHARED)).tree()
    for area in tree.quarters_of("dortmund"):
        assert area.lat is not None
        assert area.lon is not None
        assert tree.locate(area.lat, area.lon) == Located(area)
    # Overlaps and gaps between these polygons: every corner of every one lies somewhere.
    for shape in tree.shapes.values():
        parts = [shape] if isinstance(shape, Polygon) else list(shape.geoms)  # type: ignore[attr-defined]
        for lon, lat in parts[0].exterior.coords[::10]:
            assert tree.locate(lat, lon).area
    box = union_all(list(tree.shapes.values())).bounds
    assert tree.locate(box[1] - 0.05, box[0]).area is None
