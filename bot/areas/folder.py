"""A city as a folder: `areas.csv`, `aliases.yml` and, where there are polygons, `shapes.geojson`."""

import csv
import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

import shapely
import yaml
from shapely.geometry.base import BaseGeometry

from bot.areas.area import Area, AreaError
from bot.areas.feature_file import read_features
from bot.areas.polygons import PolygonError, read_polygons
from bot.areas.tree import AreaTree

SHIPPED: Final = Path(__file__).with_name("dortmund")
_TABLE: Final = "areas.csv"
_ALIASES: Final = "aliases.yml"
_SHAPES: Final = "shapes.geojson"
_COLUMNS: Final = ("id", "name", "kind", "parent", "number", "lat", "lon", "km2", "priority", "postcodes")


def load_areas(path: Path | None = None) -> AreaTree:
    """The city in a folder written by `save_areas`; without a path, Dortmund, which comes with the bot.

    Raises `AreaError` in one sentence where the folder cannot be used.
    """
    folder = SHIPPED if path is None else path.parent if path.name == _TABLE else path
    if not folder.exists() and _previous(folder).exists():
        folder = _previous(folder)  # an import was cut off between its two last steps
    try:
        aliases = _read_aliases(folder / _ALIASES)
        areas = _read_table(folder / _TABLE, aliases)
        shapes = _read_shapes(folder / _SHAPES)
    except OSError as error:
        raise AreaError(f"The areas in {folder} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise AreaError(f"The areas in {folder} are not in UTF-8.") from error
    return AreaTree(areas, shapes)


def save_areas(tree: AreaTree, folder: Path) -> None:
    """Write a city so that `load_areas` finds either what was there before or all of the new one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new.chmod(0o755)
        _write_table(new / _TABLE, tree)
        _write_aliases(new / _ALIASES, tree)
        if tree.shapes:
            _write_shapes(new / _SHAPES, tree)
        previous = _previous(folder)
        if folder.exists():
            shutil.rmtree(previous, ignore_errors=True)
            folder.rename(previous)
        new.rename(folder)
        shutil.rmtree(previous, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _read_table(path: Path, aliases: Mapping[str, tuple[str, ...]]) -> list[Area]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
            raise AreaError(f"{path.name} has no column {missing[0]!r}.")
        try:
            areas = [_read_row(row, f"{path.name}:{rows.line_num}", aliases) for row in rows]
        except csv.Error as error:
            raise AreaError(f"{path.name}:{rows.line_num} is no line of a table: {error}.") from error
    if unknown := set(aliases) - {area.id for area in areas}:
        raise AreaError(f"{_ALIASES} names {min(unknown)!r}, which {path.name} does not have.")
    return areas


def _read_row(row: Mapping[str, str | None], place: str, aliases: Mapping[str, tuple[str, ...]]) -> Area:
    cells = {column: (row.get(column) or "").strip() for column in _COLUMNS}
    return Area(
        id=cells["id"],
        name=cells["name"],
        kind=cells["kind"],
        parent=cells["parent"] or None,
        number=cells["number"],
        lat=_number(cells["lat"], place),
        lon=_number(cells["lon"], place),
        km2=_number(cells["km2"], place),
        aliases=aliases.get(cells["id"], ()),
        postcodes=tuple(cells["postcodes"].split()),
        priority=int(_number(cells["priority"], place) or 0),
    )


def _number(cell: str, place: str) -> float | None:
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise AreaError(f"{place}: {cell!r} is no number.")
    return number


def _read_aliases(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, RecursionError) as error:
        raise AreaError(f"{path.name} is no YAML: {' '.join(str(error).split())[:200]}.") from error
    if not isinstance(content or {}, dict):
        raise AreaError(f"{path.name} must hold one list of names for each area id.")
    return {str(id): tuple(dict.fromkeys(_names(id, names))) for id, names in (content or {}).items()}


def _names(area_id: str, names: object) -> Iterable[str]:
    if not isinstance(names, list):
        raise AreaError(f"{_ALIASES} must hold a list of names under {area_id!r}.")
    for name in names:
        if isinstance(name, str):
            yield name
        elif isinstance(name, list) and all(isinstance(inner, str) for inner in name):
            yield from name
        else:
            raise AreaError(
                f"{_ALIASES} holds something else than names under {area_id!r}: {str(name)[:40]!r}."
            )


def _read_shapes(path: Path) -> dict[str, BaseGeometry]:
    if not path.exists():
        return {}
    shapes: dict[str, BaseGeometry] = {}
    for feature in read_features(path):
        try:
            shapes[str(feature.properties.get("id"))] = read_polygons(feature.geometry)
        except PolygonError as error:
            raise AreaError(f"{path.name}: feature {feature.number} {error}.") from error
    return shapes


def _write_table(path: Path, tree: AreaTree) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(_COLUMNS)
        for area in tree:
            cells: dict[str, Any] = {column: getattr(area, column) for column in _COLUMNS}
            cells["postcodes"] = " ".join(area.postcodes)
            table.writerow("" if cell is None else cell for cell in cells.values())
        _keep(file)


def _write_aliases(path: Path, tree: AreaTree) -> None:
    aliases = {area.id: list(area.aliases) for area in tree if area.aliases}
    with path.open("w", encoding="utf-8") as file:
        yaml.safe_dump(aliases, file, allow_unicode=True, sort_keys=False, width=120)
        _keep(file)


def _write_shapes(path: Path, tree: AreaTree) -> None:
    features = [
        {"type": "Feature", "properties": {"id": id}, "geometry": json.loads(shapely.to_geojson(shape))}
        for id, shape in tree.shapes.items()
    ]
    with path.open("w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)
        _keep(file)


def _keep(file: TextIO) -> None:
    """On the disk before the folder takes its name, so that a power cut leaves no empty file."""
    file.flush()
    os.fsync(file.fileno())
