"""Which of the twelve languages a text is written in."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.corpus import LANGUAGES
from nlu.head import Floats, LinearHead
from nlu.ngrams import NgramSpace
from nlu.normalise import clean

LANGUAGES_FILE: Final = Path(__file__).with_name("languages.yml")
OTHER: Final = "other"
SPACE: Final = NgramSpace(shortest=1, longest=4, buckets=1 << 15)
# How many times likelier the language that the resident chose is made, before the text is looked at.
HINT_WEIGHT: Final = 8.0
# Below so many characters a word belongs to several languages ("да", "no", "kita").
TELLING: Final = 6
HINT_WEIGHT_SHORT: Final = 100.0
# The languages that an alphabet leaves possible; every language here may also be typed in Latin letters.
_WRITES: Final = {"ARABIC": {"ar", "fa", OTHER}, "CYRILLIC": {"ru", "uk", "bg", OTHER}}


@dataclass(frozen=True)
class LanguageModel:
    """Identifies languages by their alphabet and their n-grams."""

    head: LinearHead

    def identify(self, text: str, hint: str | None = None) -> str:
        """A code of `LANGUAGES`, or "other". `hint` settles what the text itself leaves open."""
        key = language_key(text)
        script = _script(key)
        known_hint = hint if hint in LANGUAGES else None
        if script is None:
            return known_hint or OTHER
        if script in _foreign_scripts():
            return OTHER
        probabilities = self.probabilities(key)
        weights = {label: float(p) for label, p in zip(self.head.labels, probabilities, strict=True)}
        if known_hint:
            # A language that the model has no examples of looks like one that nobody here speaks.
            weights.setdefault(known_hint, weights.get(OTHER, 0.0))
            weights[known_hint] *= HINT_WEIGHT if len(key) >= TELLING else HINT_WEIGHT_SHORT
        possible = _WRITES.get(script, set(weights))
        return max(sorted(possible), key=lambda label: weights.get(label, 0.0))

    def probabilities(self, key: str) -> Floats:
        """How likely each label of the head is for a `language_key`."""
        row: Floats = self.head.read_sparse([SPACE.row(key)])[0]
        return row


def language_key(text: str) -> str:
    """What languages are told apart by: the text without case, digits and signs, but with its diacritics."""
    kept = (
        c if c.isalpha() or unicodedata.category(c) == "Mn" or c in "'’" else " " for c in clean(text)[:1000]
    )
    return " ".join("".join(kept).casefold().split())


def other_languages(path: Path = LANGUAGES_FILE) -> tuple[str, ...]:
    """Messages in languages that the bot does not speak."""
    texts = _languages_file(path)["other"].values()
    return tuple(line[2:] for text in texts for line in text.splitlines() if line.startswith("- "))


def _script(key: str) -> str | None:
    """The alphabet of most letters, by its Unicode name; None where there are no letters."""
    counts = Counter(unicodedata.name(c, "?").split(" ")[0].split("-")[0] for c in key[:300] if c.isalpha())
    return counts.most_common(1)[0][0] if counts else None


@cache
def _foreign_scripts() -> frozenset[str]:
    return frozenset(_languages_file(LANGUAGES_FILE)["scripts"]["other"])


def _languages_file(path: Path) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return raw
