"""A city kept in a folder."""

import shutil
from pathlib import Path

import pytest

from bot.areas import Area, AreaError, AreaTree, load_areas, save_areas
from bot.areas.folder import SHIPPED
from tests.areas.drawing import TOWN, quarter, square

MILL = quarter(
    "Mill", lat=51.0, lon=7.0, km2=1.5, aliases=("Moulin", "طاحونة", "no", "1"), postcodes=("01001", "01002")
)
HILL = quarter("Hill", number="007", priority=3)


def small_town() -> AreaTree:
    return AreaTree([TOWN, MILL, HILL], {"mill": square(0, 0)})


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "areas"
    save_areas(small_town(), folder)
    loaded = load_areas(folder)
    assert list(loaded) == list(small_town())
    assert loaded.shapes["mill"].equals(square(0, 0))
    assert list(load_areas(folder / "areas.csv")) == list(loaded)


def test_the_shipped_city_survives_the_way_through_a_folder(tmp_path: Path) -> None:
    save_areas(load_areas(), tmp_path / "areas")
    assert list(load_areas(tmp_path / "areas")) == list(load_areas())


def test_a_new_city_replaces_the_old_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    save_areas(small_town(), folder)
    save_areas(AreaTree([TOWN, HILL]), folder)
    assert [area.id for area in load_areas(folder)] == ["town", "hill"]
    assert not load_areas(folder).shapes
    assert [path.name for path in tmp_path.iterdir()] == ["areas"]


def test_a_failed_save_leaves_the_old_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "areas"
    save_areas(small_town(), folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_areas(AreaTree([TOWN]), folder)
    assert list(load_areas(folder)) == list(small_town())
    assert [path.name for path in tmp_path.iterdir()] == ["areas"]


def test_a_save_cut_off_between_its_last_steps_leaves_the_old_city(tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    save_areas(small_town(), folder)
    folder.rename(tmp_path / ".areas.previous")
    assert list(load_areas(folder)) == list(small_town())
    save_areas(AreaTree([TOWN]), folder)
    assert list(load_areas(folder)) == [TOWN]
    assert [path.name for path in tmp_path.iterdir()] == ["areas"]


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("areas.csv", "", "no column 'id'"),
        ("areas.csv", "id,name\n", "no column 'kind'"),
        ("areas.csv", "{head}town,Town,city,,,x,,,,\n", "areas.csv:2: 'x' is no number"),
        ("areas.csv", "{head}town,Town,city,,,,,,1e999,\n", "areas.csv:2: '1e999' is no number"),
        ("areas.csv", "{head}", "Exactly one area"),
        ("aliases.yml", "mill: [", "no YAML"),
        ("aliases.yml", "[1, 2]", "one list of names for each area"),
        ("aliases.yml", "dortmund: Doortmund", "list of names under 'dortmund'"),
        ("aliases.yml", "dortmund: [no]", "something else than names"),
        ("aliases.yml", "!!python/object/apply:os.getcwd []", "no YAML"),
        ("aliases.yml", "atlantis: [Atlantis]", "'atlantis', which areas.csv does not have"),
        ("shapes.geojson", "{", "no JSON"),
        (
            "shapes.geojson",
            '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
            "has no geometry",
        ),
    ],
)
def test_a_damaged_folder_is_refused_in_a_sentence(
    tmp_path: Path, file: str, content: str, complaint: str
) -> None:
    folder = tmp_path / "areas"
    shutil.copytree(SHIPPED, folder)
    head = "id,name,kind,parent,number,lat,lon,km2,priority,postcodes\n"
    if file == "areas.csv":
        (folder / "aliases.yml").unlink()
    (folder / file).write_text(content.replace("{head}", head), "utf-8")
    with pytest.raises(AreaError, match=complaint) as caught:
        load_areas(folder)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match="cannot be read: No such file"):
        load_areas(tmp_path / "nowhere")


def test_a_table_in_another_encoding_is_refused_in_a_sentence(tmp_path: Path) -> None:
    table = (SHIPPED / "areas.csv").read_text("utf-8")
    (tmp_path / "areas.csv").write_bytes(table.encode("latin-1"))
    with pytest.raises(AreaError, match="not in UTF-8"):
        load_areas(tmp_path)


def test_an_area_without_anything_is_still_an_area(tmp_path: Path) -> None:
    bare = Area("bare", "Bare", "quarter", "town")
    save_areas(AreaTree([TOWN, bare]), tmp_path / "areas")
    assert load_areas(tmp_path / "areas").get("bare") == bare
