"""The tree: what lies in what, in which order, and what is no tree."""

from dataclasses import replace

import pytest
from shapely import box

from bot.areas import Area, AreaError, AreaTree, load_areas
from tests.areas.drawing import TOWN, quarter


def test_a_city_opens_from_districts_to_quarters() -> None:
    city = load_areas()
    assert city.root.name == "Dortmund"
    assert [area.name for area in city.children("innenstadt-nord")] == ["Borsigplatz", "Hafen", "Nordmarkt"]
    assert [area.id for area in city.path("nordmarkt")] == ["dortmund", "innenstadt-nord", "nordmarkt"]
    assert city.quarters_of("innenstadt-nord") == city.children("innenstadt-nord")
    assert [area.id for area in city.quarters_of("nordmarkt")] == ["nordmarkt"]
    assert len(city.quarters_of("dortmund")) == 62


def test_what_does_not_exist_is_nowhere() -> None:
    city = load_areas()
    assert city.get("atlantis") is None
    assert city.children("atlantis") == city.path("atlantis") == city.quarters_of("atlantis") == ()


def test_lower_priority_comes_first_then_the_name_as_a_reader_sorts_it() -> None:
    names = {"Zoo": 1, "Öde": 2, "Otto": 2, "Ziel": 2}
    tree = AreaTree([TOWN, *(quarter(name, priority=p) for name, p in names.items() if name != "Öde")])
    assert [area.name for area in tree.children()] == ["Zoo", "Otto", "Ziel"]
    umlaut = replace(quarter("Oede", priority=2), name="Öde")
    tree = AreaTree(
        [TOWN, umlaut, *(quarter(name, priority=p) for name, p in names.items() if name != "Öde")]
    )
    assert [area.name for area in tree.children()] == ["Zoo", "Öde", "Otto", "Ziel"]


@pytest.mark.parametrize(
    ("areas", "complaint"),
    [
        ([], "Exactly one area"),
        ([TOWN, replace(TOWN, id="other")], "Exactly one area"),
        ([TOWN, TOWN], "stands there twice"),
        ([TOWN, quarter("Mill", parent="nowhere")], "'nowhere', which does not exist"),
        ([TOWN, quarter("Mill", parent="hill"), quarter("Hill", parent="mill")], "its own ancestor"),
        ([TOWN, replace(quarter("Mill"), id="Mill")], "area id 'Mill'"),
        ([TOWN, replace(quarter("Mill"), id="x" * 33)], "1 to 32"),
        ([TOWN, replace(quarter("Mill"), name=" ")], "has no name"),
        ([TOWN, replace(quarter("Mill"), kind="village")], "'village'"),
        ([TOWN, quarter("Mill", lat=51.0)], "half a point"),
        ([TOWN, quarter("Mill", lat=5_700_000.0, lon=390_000.0)], "not in degrees"),
        ([TOWN, quarter("Mill", lat=float("nan"), lon=7.0)], "not in degrees"),
        ([TOWN, quarter("Mill", km2=0.0)], "size"),
        ([quarter("Mill", parent="town"), replace(TOWN, kind="district")], "must be of the kind 'city'"),
    ],
)
def test_what_is_no_tree_is_refused_in_a_sentence(areas: list[Area], complaint: str) -> None:
    with pytest.raises(AreaError, match=complaint):
        AreaTree(areas)


def test_a_shape_needs_an_area() -> None:
    with pytest.raises(AreaError, match="no such area"):
        AreaTree([TOWN], {"mill": box(7, 51, 8, 52)})


def test_every_name_is_there_for_reading_messages() -> None:
    names = load_areas().names()
    assert names["nordmarkt"][0] == "Nordmarkt"
    assert "نوردماركت" in names["nordmarkt"]
    assert not any(name.isdigit() for all_names in names.values() for name in all_names)
