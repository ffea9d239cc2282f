"""Which categories and intents the single words of a text speak for."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from nlu.corpus import Example
from nlu.normalise import fold
from nlu.taxonomy import load_taxonomy

KEYWORDS_FILE: Final = Path(__file__).with_name("keywords.yml")
# German words stand in messages of every language: Kita, Jobcenter, Termin.
_EVERYWHERE: Final = "de"
# Ukrainian writes it, phones write it in four ways, and haste leaves it out.
_INNER_APOSTROPHE: Final = re.compile(r"(?<=[\u0400-\u04ff])['’ʼ`](?=[\u0400-\u04ff])")
# Shorter beginnings of words say nothing on their own.
_TELLING: Final = 5


def keyword_features(text: str, language: str) -> NDArray[np.float32]:
    """One number a label, in the taxonomy's order: 0 without a keyword, 1 with one, up to 2 with more."""
    key = _key(text)
    patterns = (
        [_patterns(language)] if language == _EVERYWHERE else [_patterns(_EVERYWHERE), _patterns(language)]
    )
    features = np.zeros(len(load_taxonomy().ids), dtype=np.float32)
    for column, label in enumerate(load_taxonomy().ids):
        found = {word for own in patterns if label in own for word in own[label].findall(key)}
        features[column] = min(2.0, np.log2(1 + len(found)))
    return features


def keyword_examples() -> tuple[Example, ...]:
    """The keywords as the shortest of messages, so that the classifier also knows them in other languages."""
    return tuple(
        Example(str(word).strip("-."), (label,), language)
        for language, entries in _file().items()
        for label, words in entries.items()
        for word in words
        if len(str(word)) >= _TELLING
    )


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    entries = _file().get(language, {})
    return {label: re.compile("|".join(map(_pattern, words))) for label, words in entries.items()}


@cache
def _file() -> dict[str, dict[str, list[object]]]:
    raw: dict[str, dict[str, list[object]]] = yaml.safe_load(KEYWORDS_FILE.read_text(encoding="utf-8"))
    return raw


def _key(text: str) -> str:
    return _INNER_APOSTROPHE.sub("", fold(text))


def _pattern(entry: object) -> str:
    word = str(entry)
    key = re.escape(_key(word.removeprefix("-").removesuffix(".")))
    return ("" if word.startswith("-") else r"\b") + key + (r"\b" if word.endswith(".") else "")
