"""What a resident may mean by a typed place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.areas.area import Area
from bot.areas.spelling import key
from nlu.normalise import fold

MAX_FOUND: Final = 12
MAX_CHARACTERS: Final = 4096
_MAX_WORDS: Final = 6  # of a name inside a longer text
_LONGEST_NAME: Final = 60  # letters and digits; nothing longer is compared for typing errors
_WORD: Final = re.compile(r"\w+")


class NameSearch:
    """Finds areas by name, alias and postcode. `areas` come in the order in which to answer, the city first."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = {area.id: area for area in areas}
        self._root = areas[0].id
        self._exact: dict[str, set[str]] = {}
        for area in areas:
            for name in (area.name, *area.aliases, *area.postcodes):
                self._exact.setdefault(key(name), set()).add(area.id)
        self._exact.pop("", None)
        # A postcode with another digit is another place, not a typing error.
        self._names = [name for name in self._exact if not name.isdigit()]

    def find(self, text: str) -> tuple[Area, ...]:
        """The areas that a text names; of a whole-city name, nothing. Never more than `MAX_FOUND`."""
        text = text[:MAX_CHARACTERS]
        wanted = key(text)
        ids = self._exact.get(wanted) or self._mentioned(text) or self._mistyped(wanted)
        return tuple(area for area in self._areas.values() if area.id in self._told_apart(ids))[:MAX_FOUND]

    def _mistyped(self, wanted: str) -> set[str]:
        if len(wanted) > _LONGEST_NAME:
            return set()
        close = process.extract(wanted, self._names, scorer=OSA.distance, score_cutoff=3, limit=None)
        likely = [(distance, name) for name, distance, _ in close if distance <= _typos(wanted, name)]
        best = min(likely, default=(0, ""))[0]
        return set(chain.from_iterable(self._exact[name] for distance, name in likely if distance == best))

    def _mentioned(self, text: str) -> set[str]:
        meant: set[str] = set()
        for ids in self._mentions(_WORD.findall(fold(text))):
            meant = self._narrowed(meant, ids) if meant else ids
        return meant

    def _mentions(self, words: Sequence[str]) -> Iterator[set[str]]:
        start = 0
        while start < len(words):
            for end in range(min(start + _MAX_WORDS, len(words)), start, -1):
                ids = self._exact.get(key(" ".join(words[start:end])), set()) - {self._root}
                if ids:
                    yield ids
                    start = end - 1
                    break
            start += 1

    def _narrowed(self, one: set[str], other: set[str]) -> set[str]:
        """ "44145 Nordmarkt" means the one that both name; two that have nothing in common are both meant."""
        common = {id for id in one if other & self._upwards(id)} | {
            id for id in other if one & self._upwards(id)
        }
        return common or one | other

    def _upwards(self, area_id: str) -> set[str]:
        found: set[str] = set()
        area: Area | None = self._areas[area_id]
        while area and area.id != self._root:
            found.add(area.id)
            area = self._areas.get(area.parent or "")
        return found

    def _told_apart(self, ids: Iterable[str]) -> set[str]:
        """Without the city, and without a quarter called like its district: choosing the district offers it."""
        left = set(ids) - {self._root}
        return {id for id in left if not self._shares_name(self._areas[id], left)}

    def _shares_name(self, area: Area, ids: set[str]) -> bool:
        parent = self._areas.get(area.parent or "")
        return parent is not None and parent.id in ids and key(parent.name) == key(area.name)


def _typos(wanted: str, name: str) -> int:
    """How many wrong letters still make it that name: hardly any in a short one, where the first must be right."""
    if len(name) >= 9:
        return 3 if len(name) >= 14 else 2
    return 1 if len(name) >= 5 and wanted[:1] == name[:1] else 0
