"""What a resident may mean by a typed place."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.areas.area import Area
from bot.areas.spelling import key

MAX_FOUND: Final = 12
MAX_CHARACTERS: Final = 4096
_MAX_WORDS: Final = 6  # of a name inside a longer text
_MAX_WORDS_READ: Final = 40  # of a longer text, when looking for mistyped names
_LONG: Final = 8  # letters
_LONGEST_ENDING: Final = 4
_SHORTEST_STEM: Final = 6
_MOST_SLIPS: Final = 3
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
        words = [word for part in _WORD.findall(text[:MAX_CHARACTERS]) if (word := key(part))]
        ids = self._spelt("".join(words))
        if not ids:
            words = [word for word in words if self._spelt(word) != {self._root}]
            ids = self._guessed(words)
        told_apart = self._told_apart(ids)
        return tuple(area for area in self._areas.values() if area.id in told_apart)[:MAX_FOUND]

    def _guessed(self, words: Sequence[str]) -> set[str]:
        whole = "".join(words)
        # One slip in the whole explains it better than words left over: "Scharnhorst Osst" names one quarter.
        return (
            self._mistyped(whole, slips=len(whole) // 7)
            or self._mentioned(words, self._spelt)
            or self._mistyped(whole)
            or self._mentioned(words[:_MAX_WORDS_READ], self._mistyped_inside)
        )

    def _mentioned(self, words: Sequence[str], look_up: Callable[[str], set[str]]) -> set[str]:
        """What is named inside a text, the longest names first."""
        mentions: list[set[str]] = []
        start = 0
        while start < len(words):
            for end in range(min(start + _MAX_WORDS, len(words)), start, -1):
                if ids := look_up("".join(words[start:end])) - {self._root}:
                    self._add(mentions, ids)
                    start = end - 1
                    break
            start += 1
        return set().union(*mentions)

    def _add(self, mentions: list[set[str]], ids: set[str]) -> None:
        """ "44145 Nordmarkt" means the one that both name; what has nothing in common is meant as well."""
        for number, mention in enumerate(mentions):
            if common := self._common(mention, ids):
                mentions[number] = common
                return
        mentions.append(ids)

    def _common(self, one: set[str], other: set[str]) -> set[str]:
        return {id for id in one if other & self._upwards(id)} | {
            id for id in other if one & self._upwards(id)
        }

    def _spelt(self, wanted: str) -> set[str]:
        return self._exact.get(wanted, set())

    def _mistyped(self, wanted: str, slips: int = _MOST_SLIPS) -> set[str]:
        if not slips or len(wanted) > _LONGEST_NAME:
            return set()
        close = process.extract(wanted, self._names, scorer=OSA.distance, score_cutoff=slips, limit=None)
        likely = [(distance, name) for name, distance, _ in close if distance <= _typos(wanted, name)]
        best = min(likely, default=(0, ""))[0]
        return set(chain.from_iterable(self._exact[name] for distance, name in likely if distance == best))

    def _mistyped_inside(self, wanted: str) -> set[str]:
        """Among other words only long names are guessed, and known by their stem: "w Dorstfeldzie"."""
        if len(wanted) < _LONG:
            return set()
        shortest = max(len(wanted) - _LONGEST_ENDING, _SHORTEST_STEM)
        stems = (self._exact.get(wanted[:end]) for end in range(len(wanted) - 1, shortest - 1, -1))
        return self._mistyped(wanted) or next((ids for ids in stems if ids), set())

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
    """How many wrong letters still make it that name. The shorter a name, the more likely another word is meant."""
    if len(name) >= 9:
        return _MOST_SLIPS if len(name) >= 14 else 2
    if len(name) < 5 or wanted[:1] != name[:1]:
        return 0
    # "Hagen" is another city, not "Hafen": in so short a name a letter may be missing or swapped, not another.
    return 1 if len(name) > 6 or len(wanted) != len(name) or sorted(wanted) == sorted(name) else 0
