"""Finding the places that a text names: with typos, inflected, in any script whose spelling is given."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from nlu.normalise import fold
from nlu.understanding import AreaMention

GAZETTEER_FILE: Final = Path(__file__).with_name("gazetteer.yml")
MAX_CHARACTERS: Final = 4096
_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u2060\u2066-\u2069\u00ad"
_TOKEN: Final = re.compile(rf"(?:[^\W_][{_MARKS}]*)+")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# Length of a name from which so many typing errors are forgiven. Short names are words of other languages
# with one letter changed ("Eving" is nearly the Turkish "evin", your house).
_FORGIVEN: Final = ((14, 3), (11, 2), (6, 1))
# Shorter names are found only as they are written.
_SHORTEST_STEM: Final = 4


@dataclass(frozen=True)
class _Token:
    key: str
    start: int
    end: int


class Gazetteer:
    """Areas by all their names. `names` maps an area's id to its name and aliases, transliterations included."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        areas: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_shape: dict[tuple[str, int], dict[tuple[str, ...], None]] = defaultdict(dict)
        for area, spellings in names.items():
            for spelling in spellings:
                for written in {spelling: None, spelling.translate(_UMLAUTS): None}:
                    tokens = _tokens(written)
                    if tokens:
                        words = tuple(token.key for token in tokens)
                        areas["".join(words)][area] = None
                        self._by_shape[words[0][0], len(words)][words] = None
        self._areas = {key: tuple(ids) for key, ids in areas.items()}
        self._most_tokens = max((size for _, size in self._by_shape), default=0)
        self._longest = max(map(len, self._areas), default=0)
        self._forms = _Forms.read()

    def find(self, text: str) -> tuple[AreaMention, ...]:
        """The places named in `text`, in order; the longest name wins, an ambiguous one has several areas."""
        text = text[:MAX_CHARACTERS]
        tokens = _tokens(text)
        mentions = []
        at = 0
        while at < len(tokens):
            size, areas = self._named_at(tokens, at)
            if areas and not self._is_everyday(tokens, at, size):
                start, end = tokens[at].start, tokens[at + size - 1].end
                mentions.append(AreaMention(text[start:end], start, end, areas))
            at += max(size, 1)
        return tuple(mentions)

    def match(self, text: str) -> list[tuple[str, float]]:
        """Areas that `text` as a whole may name, with a score from 0 to 1 (1: exactly), best first, at most ten."""
        key = "".join(token.key for token in _tokens(text[:MAX_CHARACTERS]))[:200]
        if not key:
            return []
        scores: dict[str, float] = {}

        def note(areas: Iterable[str], score: float) -> None:
            for area in areas:
                scores[area] = max(scores.get(area, 0.0), round(score, 3))

        note(self._areas.get(key, ()), 1.0)
        note(self._inflected(key), 0.95)
        for mention in self.find(text):
            note(mention.areas, 0.9)
        similar = process.extract(
            key, list(self._areas), scorer=Indel.normalized_similarity, score_cutoff=0.6, limit=20
        )
        for name, score, _ in similar:
            note(self._areas[name], 0.95 * score)
        if len(key) >= _SHORTEST_STEM - 1:
            for name, areas in self._areas.items():
                if len(name) > len(key):
                    errors = OSA.distance(key, name[: len(key)], score_cutoff=_forgiven(len(key)))
                    if errors <= _forgiven(len(key)):
                        note(areas, 0.7 + 0.2 * len(key) / len(name) - 0.1 * errors)
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:10]

    def _named_at(self, tokens: list[_Token], at: int) -> tuple[int, tuple[str, ...]]:
        """How many tokens from `at` name a place, and which areas it can be; (0, ()) if none do."""
        windows: list[tuple[str, ...]] = []
        # A name may be typed apart ("Borsig platz"), hence one token more than it has.
        for size in range(1, min(self._most_tokens + 1, len(tokens) - at) + 1):
            words = tuple(token.key for token in tokens[at : at + size])
            if sum(map(len, words)) > self._longest + 4:
                break
            windows.insert(0, words)
        for words in windows:
            if areas := self._areas.get("".join(words)):
                return len(words), areas
        for lookup in (lambda words: self._inflected("".join(words)), self._misspelt):
            for words in windows:
                if areas := lookup(words):
                    return len(words), areas
        return 0, ()

    def _is_everyday(self, tokens: list[_Token], at: int, size: int) -> bool:
        """Whether the name is an everyday word that nothing marks as a place ("nette Leute", "the city")."""
        if size > 1 or tokens[at].key not in self._forms.everyday:
            return False
        return at == 0 or tokens[at - 1].key not in self._forms.before_places

    def _inflected(self, key: str) -> tuple[str, ...]:
        return next((self._areas[stem] for stem in self._forms.stems(key) if stem in self._areas), ())

    def _misspelt(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The areas whose names differ from `words` by typing errors, word by word, the fewest first."""
        names = self._by_shape.get((words[0][0], len(words)), ())
        nearest: dict[str, None] = {}
        fewest = sum(errors for _, errors in _FORGIVEN)
        for name in names:
            errors = _errors(words, name, fewest)
            if errors is not None and errors <= fewest:
                nearest = nearest if errors == fewest else {}
                fewest = errors
                nearest |= dict.fromkeys(self._areas["".join(name)])
        return tuple(nearest)


@dataclass(frozen=True)
class _Forms:
    """What gazetteer.yml says of inflection."""

    suffixes: tuple[str, ...]
    prefixes: tuple[str, ...]
    endings: tuple[tuple[str, str], ...]
    everyday: frozenset[str]
    before_places: frozenset[str]

    @classmethod
    def read(cls) -> "_Forms":
        raw: dict[str, Any] = yaml.safe_load(GAZETTEER_FILE.read_text(encoding="utf-8"))
        endings = ((fold(new), fold(old)) for old, news in raw["endings"].items() for new in news)
        return cls(
            tuple(dict.fromkeys(map(fold, raw["suffixes"]))),
            tuple(dict.fromkeys(map(fold, raw["prefixes"]))),
            tuple(dict.fromkeys(endings)),
            frozenset(map(fold, raw["everyday"])),
            frozenset(map(fold, raw["before_places"])),
        )

    def stems(self, key: str) -> Iterable[str]:
        """What `key` may be a form of."""
        stems = []
        if key.endswith(self.suffixes):  # most words have none, which is quickly seen of all at once
            stems += [key[: -len(suffix)] for suffix in self.suffixes if key.endswith(suffix)]
        if key.startswith(self.prefixes):
            stems += [key[len(prefix) :] for prefix in self.prefixes if key.startswith(prefix)]
        stems += [key[: -len(new)] + old for new, old in self.endings if key.endswith(new)]
        return (stem for stem in stems if len(stem) >= _SHORTEST_STEM)


def _errors(words: tuple[str, ...], name: tuple[str, ...], most: int) -> int | None:
    """How many typing errors make `words` of `name`; None if more than `most` or than can be forgiven."""
    total = 0
    for word, part in zip(words, name, strict=True):
        forgiven = _forgiven(min(len(word), len(part)))
        errors = OSA.distance(word, part, score_cutoff=forgiven)
        total += errors
        if errors > forgiven or total > most:
            return None
    return total


def _forgiven(length: int) -> int:
    return next((errors for least, errors in _FORGIVEN if length >= least), 0)


def _tokens(text: str) -> list[_Token]:
    found = (_Token(fold(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text))
    return [token for token in found if token.key]
