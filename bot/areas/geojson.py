"""Importing the areas of any city from a GeoJSON file."""

from collections.abc import Sequence
from pathlib import Path

from bot.areas.area import AreaError
from bot.areas.feature_file import Feature, read_features
from bot.areas.folder import load_areas
from bot.areas.imported import ImportedAreas, Place
from bot.areas.known_city import is_about, with_shapes
from bot.areas.new_city import city_of_places
from bot.areas.polygons import PolygonError, joined, read_polygons
from bot.areas.properties import Properties, text, usual_names
from bot.areas.spelling import key


def import_geojson(
    path: Path,
    *,
    name_property: str | None = None,
    key_property: str | None = None,
    district_property: str | None = None,
    city: str | None = None,
) -> ImportedAreas:
    """Read a city's areas from a GeoJSON file in WGS84; properties that are not given are guessed.

    Where the file is about the shipped city, its ids, aliases and postcodes stay and shapes are added.
    Raises `AreaError`, in one sentence, where the file cannot be used.
    """
    features = read_features(path)
    properties = Properties(features)
    name = properties.name(name_property)
    number = properties.key(key_property)
    district = properties.district(district_property, name)
    notes = [f"The names come from the property {name!r}."]
    notes.append(f"The official keys come from {number!r}." if number else "There are no official keys.")
    places = _places(path, features, (name, number, district), notes)
    known = load_areas()
    if (city is None or key(city) == key(known.root.name)) and is_about(known, places):
        imported = with_shapes(known, places, notes)
    else:
        notes.append(f"The districts come from {district!r}." if district else "There are no districts.")
        imported = city_of_places(places, city or _city(path, features, properties.city(), notes), notes)
    imported.tree()  # what is handed out forms a tree
    return imported


def _places(
    path: Path, features: Sequence[Feature], roles: tuple[str, str | None, str | None], notes: list[str]
) -> list[Place]:
    """The areas of the file; parts of one area, drawn as several features, are put together."""
    parts: dict[tuple[str, str, str], list[Feature]] = {}
    for feature in features:
        name, number, district = (text(feature, role) for role in roles)
        if district.isdigit():
            district = f"{roles[2]} {district}"  # "Stadtbezirk 1" says more on a button than "1"
        if name:
            parts.setdefault((name, number, district), []).append(feature)
        else:
            notes.append(f"Feature {feature.number} has no name and was left out.")
    places = []
    for (name, number, district), pieces in parts.items():
        try:
            shapes = [read_polygons(piece.geometry) for piece in pieces if piece.geometry is not None]
        except PolygonError as error:
            numbers = " or ".join(str(piece.number) for piece in pieces[:5])
            raise AreaError(f"{path.name}: feature {numbers} ({name!r}) {error}.") from error
        if len(pieces) > 1:
            notes.append(f"{name!r} was put together from {len(pieces)} features.")
        if not shapes:
            notes.append(f"{name!r} has no polygon: it can be chosen by name, but not by location.")
        places.append(
            Place(name, number, district, joined(shapes) if len(shapes) > 1 else next(iter(shapes), None))
        )
    if not places:
        raise AreaError(f"{path.name} has no feature with a name.")
    return places


def _city(path: Path, features: Sequence[Feature], property_name: str | None, notes: list[str]) -> str:
    if property_name is not None:
        return next(value for feature in features if (value := text(feature, property_name)))
    strange = usual_names("file_words")
    words = [
        w for w in path.stem.replace("-", " ").replace("_", " ").replace(".", " ").split() if w.isalpha()
    ]
    name = " ".join(word for word in words if key(word) not in strange).title()[:40] or path.stem[:40]
    notes.append(
        f"No property names the city; it is called {name!r} after the file unless you say otherwise."
    )
    return name
