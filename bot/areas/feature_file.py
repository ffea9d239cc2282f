"""Reading a GeoJSON file that anybody may have made: its features, or one sentence on what is wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Never

from bot.areas.area import AreaError

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_FEATURES: Final = 2000
# Names of the one reference system GeoJSON knows, and of ETRS89, which differs from it by less than a metre.
_DEGREES: Final = ("CRS84", "4326", "4258", "WGS84", "WGS 84")


@dataclass(frozen=True)
class Feature:
    """One feature, counted from 1; `geometry` is not checked yet."""

    number: int
    properties: Mapping[str, Any]
    geometry: object


def read_features(path: Path) -> tuple[Feature, ...]:
    """All features of a FeatureCollection in WGS84. Raises `AreaError`."""
    content = _read_json(path)
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        kind = content.get("type") if isinstance(content, dict) else type(content).__name__
        raise AreaError(f"{path.name} must hold a GeoJSON FeatureCollection; found {str(kind)[:40]!r}.")
    _check_crs(path, content.get("crs"))
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise AreaError(f"{path.name} has no features.")
    if len(features) > MAX_FEATURES:
        raise AreaError(
            f"{path.name} has {len(features)} features; at most {MAX_FEATURES} areas can be imported."
        )
    return tuple(_read_feature(path, number, feature) for number, feature in enumerate(features, start=1))


def _read_json(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AreaError(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > MAX_BYTES:
        raise AreaError(
            f"{path.name} is larger than {MAX_BYTES // 2**20} MB; simplify the polygons and import it again."
        )
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError as error:
        raise AreaError(f"{path.name} is nested too deeply to be GeoJSON.") from error
    except UnicodeDecodeError as error:
        raise AreaError(f"{path.name} is not in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise AreaError(f"{path.name} is no JSON: line {error.lineno}: {error.msg}.") from error
    except ValueError as error:  # NaN, or a number with more digits than Python reads
        raise AreaError(f"{path.name} holds a number that is none: {str(error)[:60]}.") from error


def _no_number(constant: str) -> Never:
    raise ValueError(constant)


def _check_crs(path: Path, crs: object) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else str(crs)
    if not name.strip().upper().endswith(_DEGREES):
        raise AreaError(
            f"{path.name} is in {name[:60]!r}; save it in WGS84 (EPSG:4326, degrees) and import it again."
        )


def _read_feature(path: Path, number: int, feature: object) -> Feature:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise AreaError(f"{path.name}: entry {number} of the features is no Feature.")
    properties = feature.get("properties")
    return Feature(number, properties if isinstance(properties, dict) else {}, feature.get("geometry"))
