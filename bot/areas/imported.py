"""What an import takes from a file, before it is known whose areas they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from bot.areas.area import Area
from bot.areas.tree import AreaTree


@dataclass(frozen=True)
class Place:
    """One area of the file: what it calls itself, and its shape if it was drawn."""

    name: str
    number: str
    district: str
    shape: BaseGeometry | None


@dataclass(frozen=True)
class ImportedAreas:
    """What a file held: areas and shapes for an `AreaTree`, and a sentence for each thing worth knowing."""

    areas: tuple[Area, ...]
    shapes: Mapping[str, BaseGeometry]
    notes: tuple[str, ...]

    def tree(self) -> AreaTree:
        """The areas as a tree."""
        return AreaTree(self.areas, self.shapes)
