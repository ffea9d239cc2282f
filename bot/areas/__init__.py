"""The tree of areas of a city; finding one by name, alias, postcode or point."""

from bot.areas.area import Area, AreaError, Located
from bot.areas.folder import load_areas, save_areas
from bot.areas.geojson import import_geojson
from bot.areas.imported import ImportedAreas
from bot.areas.tree import AreaTree

__all__ = [
    "Area",
    "AreaError",
    "AreaTree",
    "ImportedAreas",
    "Located",
    "import_geojson",
    "load_areas",
    "save_areas",
]
