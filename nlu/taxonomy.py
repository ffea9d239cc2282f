"""The categories and dialogue intents of taxonomy.yml."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import yaml

TAXONOMY_FILE: Final = Path(__file__).with_name("taxonomy.yml")
EMERGENCY: Final = "emergency"
OUT_OF_SCOPE: Final = "out_of_scope"


@dataclass(frozen=True)
class Label:
    """A category (with its names by language) or a dialogue intent; `scope` says what belongs to it."""

    id: str
    scope: str
    names: tuple[tuple[str, str], ...] = ()

    def name(self, language: str) -> str:
        """The name in `language`, or the German one, or the id."""
        names = dict(self.names)
        return names.get(language) or names.get("de") or self.id


@dataclass(frozen=True)
class Taxonomy:
    """What a text can be about, in the order of taxonomy.yml."""

    categories: tuple[Label, ...]
    intents: tuple[Label, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """All ids, categories first."""
        return tuple(label.id for label in self.categories + self.intents)

    @cached_property
    def category_ids(self) -> frozenset[str]:
        return frozenset(label.id for label in self.categories)

    def is_need(self, label_id: str) -> bool:
        """Whether the id is a category, that is, a need and not a turn of the dialogue."""
        return label_id in self.category_ids


@cache
def load_taxonomy(path: Path = TAXONOMY_FILE) -> Taxonomy:
    """Read a taxonomy; a `ValueError` says which entry is wrong."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict):
        raise ValueError(f"{path.name}: expected the keys 'categories' and 'intents'.")
    taxonomy = Taxonomy(
        categories=tuple(_label(path, entry) for entry in raw.get("categories") or ()),
        intents=tuple(_label(path, entry) for entry in raw.get("intents") or ()),
    )
    ids = taxonomy.ids
    doubled = sorted({i for i in ids if ids.count(i) > 1})
    if doubled:
        raise ValueError(f"{path.name}: these ids stand there twice: {', '.join(doubled)}.")
    return taxonomy


def _label(path: Path, entry: Any) -> Label:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise ValueError(f"{path.name}: an entry without an id: {entry!r}.")
    names = tuple((key, str(value)) for key, value in entry.items() if key not in ("id", "scope"))
    return Label(id=entry["id"], scope=str(entry.get("scope", "")), names=names)
