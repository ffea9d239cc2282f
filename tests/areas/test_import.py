"""An operator imports the areas of a city from a file."""

import json
import math
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import box

from bot.areas import AreaError, ImportedAreas, import_geojson, load_areas
from tests.areas.drawing import SHARED, SHARED_MISSING, at, feature, file_of, square

polygons = pytest.mark.skipif(not SHARED.exists(), reason=SHARED_MISSING)


def names(imported: ImportedAreas) -> list[str]:
    return [area.name for area in imported.areas if area.kind == "quarter"]


@pytest.mark.parametrize(
    ("name", "number", "district", "city"),
    [
        ("name", "id_nr", "bezirk", "Stadt"),
        ("NAME", "NR", "BEZIRK", "GEMEINDE"),
        ("Stadtteil_Name", "Stadtteil_Nr", "Stadtbezirk", "Kommune"),
        ("stadtteil", "schluessel", "stadtbezirksname", "ort"),
        ("OTEIL", "Schlüssel", "BEZIRK", "stadt"),
        ("bezeichnung", "nummer", "bezirksname", "kommune"),
        ("quartier", "code", "arrondissement", "commune"),
        ("barrio", "codbarrio", "distrito", "municipio"),
        ("neighborhood", "key", "borough", "city"),
    ],
)
def test_a_city_is_read_whatever_it_calls_its_properties(
    tmp_path: Path, name: str, number: str, district: str, city: str
) -> None:
    path = file_of(
        tmp_path,
        feature(square(0, 0), **{city: "Essen", district: "Nord", number: "01", name: "Altenessen"}),
        feature(square(1, 0), **{city: "Essen", district: "Nord", number: "02", name: "Karnap"}),
        feature(square(0, 1), **{city: "Essen", district: "Süd", number: "03", name: "Werden"}),
    )
    tree = import_geojson(path).tree()
    assert tree.root.name == "Essen"
    assert [area.name for area in tree.children()] == ["Nord", "Süd"]
    assert [area.name for area in tree.children("nord")] == ["Altenessen", "Karnap"]
    assert tree.locate(*at(1.5, 0.5)).area == tree.get("karnap")
    assert tree.find("werden") == (tree.get("werden"),)


def test_the_operator_may_say_which_property_is_which(tmp_path: Path) -> None:
    rows = [("Mühle", "A", "Ost", "x1"), ("Hügel", "B", "Ost", "x2"), ("Wald", "C", "West", "x3")]
    path = file_of(
        tmp_path, *(feature(square(i, 0), p=p, q=q, r=r, s=s) for i, (p, q, r, s) in enumerate(rows))
    )
    with pytest.raises(AreaError, match=r"No property looks like the name.*'p', 'q', 'r', 's'"):
        import_geojson(path)
    imported = import_geojson(
        path, name_property="p", key_property="s", district_property="r", city="Mühlheim"
    )
    tree = imported.tree()
    assert [area.id for area in tree] == ["muehlheim", "ost", "huegel", "muehle", "west", "wald"]
    assert [area.number for area in tree.quarters_of("muehlheim")] == ["x2", "x1", "x3"]
    with pytest.raises(AreaError, match="No feature has a property 'nope'"):
        import_geojson(path, name_property="nope")


def test_the_only_property_with_words_is_the_name(tmp_path: Path) -> None:
    path = file_of(tmp_path, feature(square(0, 0), zzz="Mill", n=1), feature(square(1, 0), zzz="Hill", n=2))
    imported = import_geojson(path)
    assert names(imported) == ["Mill", "Hill"]
    assert "The names come from the property 'zzz'." in imported.notes


def test_a_property_of_numbers_is_no_name_and_as_a_district_says_what_it_counts(tmp_path: Path) -> None:
    rows = [("Altstadt", "011", 1), ("Carlstadt", "012", 1), ("Bilk", "036", 3)]
    path = file_of(
        tmp_path,
        *(feature(square(i, 0), Name=n, Stadtteil=t, Stadtbezirk=b) for i, (n, t, b) in enumerate(rows)),
    )
    tree = import_geojson(path, city="Düsseldorf").tree()
    assert [area.name for area in tree.children()] == ["Stadtbezirk 1", "Stadtbezirk 3"]
    assert [area.name for area in tree.children("stadtbezirk-1")] == ["Altstadt", "Carlstadt"]


def test_a_file_that_does_not_name_its_city_does_so_by_its_own_name(tmp_path: Path) -> None:
    path = file_of(tmp_path, feature(square(0, 0), name="Mill"), name="stadtteile_hagen_2024.geojson")
    imported = import_geojson(path)
    assert imported.areas[0].name == "Hagen"
    assert any("'Hagen' after the file" in note for note in imported.notes)
    assert import_geojson(path, city="Haan").areas[0].name == "Haan"


def test_points_and_sizes_come_from_the_shapes(tmp_path: Path) -> None:
    path = file_of(tmp_path, feature(square(0, 0, 2), name="Mill"))
    (mill,) = import_geojson(path).tree().children()
    assert mill.km2 == pytest.approx(4, rel=0.01)
    assert mill.lat == pytest.approx(at(1, 1)[0], abs=0.001)


def test_areas_of_the_same_name_get_ids_of_their_own(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        feature(square(0, 0), name="Mitte", bezirk="Nord", nr="1"),
        feature(square(1, 0), name="Mitte", bezirk="Süd", nr="2"),
        feature(square(2, 0), name="Nord", bezirk="Nord", nr="3"),
        feature(square(3, 0), name="Край", bezirk="Süd", nr="4"),
    )
    tree = import_geojson(path, city="Nord").tree()
    assert len({area.id for area in tree}) == 7
    assert [area.name for area in tree.find("Mitte")] == ["Mitte", "Mitte"]
    assert [area.name for area in tree.find("край")] == ["Край"]


def test_the_pieces_of_an_area_are_put_together(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        feature(square(0, 0), name="Mill", nr=1),
        feature(square(5, 0), name="Mill", nr=1),
        feature(square(1, 0), name="Hill", nr=2),
    )
    imported = import_geojson(path)
    assert names(imported) == ["Mill", "Hill"]
    assert imported.tree().locate(*at(5.5, 0.5)).area == imported.tree().get("mill")
    assert any("2 features" in note for note in imported.notes)


def test_an_area_without_a_polygon_can_still_be_chosen(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, feature(square(0, 0), name="Mill"), feature(None, name="Hill"), feature(None, name="Pond")
    )
    imported = import_geojson(path)
    assert names(imported) == ["Mill", "Hill", "Pond"]
    assert list(imported.shapes) == ["mill"]
    assert sum("no polygon" in note for note in imported.notes) == 2


def test_a_ring_that_crosses_itself_is_repaired(tmp_path: Path) -> None:
    bow_tie = {"type": "Polygon", "coordinates": [[[7, 51], [7.02, 51.02], [7.02, 51], [7, 51.02], [7, 51]]]}
    tree = import_geojson(file_of(tmp_path, feature(bow_tie, name="Mill"))).tree()
    assert tree.shapes["mill"].is_valid
    assert tree.locate(51.01, 7.003).area == tree.get("mill")
    assert tree.locate(51.01, 7.017).area == tree.get("mill")


def test_heights_are_ignored_and_open_rings_closed(tmp_path: Path) -> None:
    open_ring = {
        "type": "Polygon",
        "coordinates": [[[7, 51, 80], [7.02, 51, 81], [7.02, 51.02, 82], [7, 51.02, 83]]],
    }
    tree = import_geojson(file_of(tmp_path, feature(open_ring, name="Mill"))).tree()
    assert tree.locate(51.01, 7.01).area == tree.get("mill")


def test_names_are_cleaned_of_what_nobody_sees(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, feature(square(0, 0), name=" Old\n\u202eMill\u200b  "), feature(square(1, 0), name="<b>&")
    )
    assert names(import_geojson(path)) == ["Old Mill", "<b>&"]


# --- the city that comes with the bot ---------------------------------------------------------------------


def dortmund(*, lat_first: bool = False) -> list[dict[str, Any]]:
    """A file about Dortmund's quarters as squares around their points."""
    features = []
    for area in load_areas().quarters_of("dortmund"):
        assert area.lat is not None
        assert area.lon is not None
        x, y = (area.lat, area.lon) if lat_first else (area.lon, area.lat)
        shape = box(x - 0.005, y - 0.003, x + 0.005, y + 0.003)
        features.append(feature(shape, statistischer_bezirk=area.name.upper(), nr=area.number, rowid=area.id))
    return features


def test_a_file_about_the_known_city_only_adds_shapes(tmp_path: Path) -> None:
    imported = import_geojson(file_of(tmp_path, *dortmund()))
    assert imported.areas == tuple(load_areas())
    assert len(imported.shapes) == 62


def test_renamed_missing_and_new_quarters_of_the_known_city_lose_nothing(tmp_path: Path) -> None:
    features = dortmund()
    renamed, missing = features[0]["properties"], features.pop()["properties"]
    old_id = renamed["rowid"]
    renamed["statistischer_bezirk"] = "Neuer Name"
    features.append(
        feature(box(7.46, 51.58, 7.47, 51.59), statistischer_bezirk="Neuland", nr="999", rowid="n")
    )
    imported = import_geojson(file_of(tmp_path, *features))
    tree = imported.tree()
    assert old_id in tree.shapes
    assert missing["rowid"] not in tree.shapes
    assert tree.get(missing["rowid"])
    assert tree.locate(51.585, 7.465).area == tree.get("neuland")
    assert any("does not have" in note for note in imported.notes)
    assert any("'Neuland' is new" in note for note in imported.notes)


def test_the_districts_of_the_known_city_are_a_tree_of_their_own(tmp_path: Path) -> None:
    districts = load_areas().children()
    path = file_of(
        tmp_path, *(feature(square(i, 0), stadtbezirk=area.name) for i, area in enumerate(districts))
    )
    assert len(import_geojson(path, city="Dortmund").areas) == 13


def test_another_city_with_the_same_names_is_another_city(tmp_path: Path) -> None:
    assert import_geojson(file_of(tmp_path, *dortmund()), city="Neustadt").areas[0].id == "neustadt"


def test_coordinates_the_wrong_way_round_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match="wrong way round"):
        import_geojson(file_of(tmp_path, *dortmund(lat_first=True)))


@polygons
def test_the_citys_own_file_is_recognised() -> None:
    imported = import_geojson(Path(SHARED))
    assert imported.areas == tuple(load_areas())
    assert set(imported.shapes) == {area.id for area in load_areas().quarters_of("dortmund")}


# --- files that cannot be used ----------------------------------------------------------------------------

GOOD = feature(square(0, 0), name="Mill")


def refused(path: Path, sentence: str) -> None:
    with pytest.raises(AreaError, match=sentence) as caught:
        import_geojson(path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"<html>", "no JSON: line 1"),
        (b"[" * 1_000_000, "nested too deeply"),
        (b'{"type":"FeatureCollection","features":' + b'[{"a":' * 100_000, "nested too deeply"),
        (b"[]", "FeatureCollection; found 'list'"),
        (b'{"type": "Topology"}', "found 'Topology'"),
        (b'{"type": "FeatureCollection"}', "has no features"),
        (b'{"type": "FeatureCollection", "features": {}}', "has no features"),
        (b'{"type": "FeatureCollection", "features": [7]}', "entry 1 of the features is no Feature"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "a number that is none"),
        (b"[" + b"9" * 10_000 + b"]", "a number that is none"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "file.geojson"
    path.write_bytes(content)
    refused(path, sentence)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "none.geojson", "cannot be read: No such file")
    refused(tmp_path, "cannot be read: Is a directory")


def test_a_file_of_more_than_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.geojson"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    refused(path, "larger than 50 MB")


def test_too_many_areas_are_refused(tmp_path: Path) -> None:
    refused(file_of(tmp_path, *[GOOD] * 2001), "at most 2000 areas")


@pytest.mark.parametrize("crs", ["EPSG:25832", "urn:ogc:def:crs:EPSG::3857", "urn:ogc:def:crs:EPSG::31466"])
def test_other_reference_systems_are_refused(tmp_path: Path, crs: str) -> None:
    refused(
        file_of(tmp_path, GOOD, crs={"type": "name", "properties": {"name": crs}}),
        f"'{crs}'; save it in WGS84",
    )


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"])
def test_degrees_under_their_old_names_are_accepted(tmp_path: Path, crs: str) -> None:
    path = file_of(tmp_path, GOOD, crs={"type": "name", "properties": {"name": crs}})
    assert names(import_geojson(path)) == ["Mill"]


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (
            {"type": "Polygon", "coordinates": [[[390000, 5700000], [391000, 5700000], [390500, 5701000]]]},
            "no degrees",
        ),
        ({"type": "Polygon", "coordinates": [[[7, 10**400], [8, 51], [8, 52]]]}, "no degrees"),
        (
            {"type": "Polygon", "coordinates": [[[7, 1e999], [8, 51], [8, 52]]]},
            "a number that is none|no degrees",
        ),
        ({"type": "Polygon", "coordinates": []}, "no rings"),
        ({"type": "Polygon", "coordinates": [[]]}, "no rings"),
        ({"type": "Polygon", "coordinates": [[[7, 51], [8, 51]]]}, "fewer than three points"),
        (
            {"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [7, 51]]]},
            "without any surface|fewer than three",
        ),
        ({"type": "Polygon", "coordinates": [[[7, 51]] * 9]}, "without any surface"),
        ({"type": "Polygon", "coordinates": [[[7], [8], [9]]]}, "not a pair of numbers"),
        ({"type": "Polygon", "coordinates": [["ab", "cd", "ef"]]}, "not a pair of numbers"),
        ({"type": "Polygon", "coordinates": "7 51"}, "no rings"),
        ({"type": "Polygon"}, "no rings"),
        ({"type": "MultiPolygon", "coordinates": [[[7, 51], [8, 51], [8, 52]]]}, "fewer than three points"),
        ({"type": "LineString", "coordinates": [[7, 51], [8, 52]]}, "is a LineString"),
        ({"type": "GeometryCollection", "geometries": []}, "is a GeometryCollection"),
        ("POLYGON", "no geometry"),
    ],
)
def test_what_is_no_area_is_refused_with_its_place_in_the_file(
    tmp_path: Path, geometry: Any, sentence: str
) -> None:
    refused(
        file_of(tmp_path, GOOD, feature(geometry, name="Hill")), f"feature 2 .'Hill'.*({sentence})|{sentence}"
    )


def test_a_ring_made_to_cross_itself_millions_of_times_is_refused_at_once(tmp_path: Path) -> None:
    points = 20_001
    step = 2 * math.pi * (points // 2) / points
    star = [[7 + math.cos(i * step) / 10, 51 + math.sin(i * step) / 10] for i in range(points)]
    path = file_of(tmp_path, feature({"type": "Polygon", "coordinates": [[*star, star[0]]]}, name="Star"))
    began = time.process_time()
    refused(path, "crosses itself too often")
    assert time.process_time() - began < 20


def test_features_without_a_name_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [feature(square(i, 0), name=f"Place {i}") for i in range(12)]
    imported = import_geojson(file_of(tmp_path, *rows, feature(square(0, 3), name=None)))
    assert len(names(imported)) == 12
    assert "Feature 13 has no name and was left out." in imported.notes
    refused(file_of(tmp_path, feature(square(0, 0))), "There are: none")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([7, 51, 7.5, 51.5]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "name"]), inner, max_size=2)
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(["Polygon", "MultiPolygon"]), JSON, JSON)
def test_no_file_ends_in_another_error(tmp_path: Path, kind: str, coordinates: Any, properties: Any) -> None:
    odd = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    path = tmp_path / "file.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [GOOD, odd]}), "utf-8")
    # A second feature that says nothing is left out; any other is taken or refused.
    try:
        taken = names(import_geojson(path))
    except AreaError:
        return
    assert taken[0] == "Mill"
