"""Cutting a message into the parts that may each voice a need of their own."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.normalise import fold

SPLIT_FILE: Final = Path(__file__).with_name("split.yml")
MAX_PARTS: Final = 6
_MIN_WORDS: Final = 3
# Shorter messages voice one need (99 % of those with several in data/ are longer), and each part costs time.
_MIN_WORDS_OF_SEVERAL: Final = 7
_END: Final = re.compile(r"(?<=[.!?;:,…،؛؟。\n])\s+|\s+(?=[-–—•]\s)|[\n]+")


def split(text: str, language: str) -> tuple[str, ...]:
    """The parts of a cleaned text, in order, at most `MAX_PARTS`; nothing of the text is lost but spaces.

    Cuts stand after the punctuation of any script and before the words of split.yml. A part of fewer
    than three words is no need of its own and stays with its neighbour.
    """
    if len(text.split()) < _MIN_WORDS_OF_SEVERAL:
        return (text,) if text else ()
    pieces = [piece for stretch in _END.split(text) if stretch for piece in _before_joins(stretch, language)]
    parts: list[str] = []
    for piece in pieces:
        if parts and (_short(parts[-1]) or _short(piece) or len(parts) == MAX_PARTS):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return tuple(parts)


def _before_joins(stretch: str, language: str) -> list[str]:
    words = stretch.split()
    folded = [fold(word).strip(".,;:!?،؛؟") for word in words]
    starts = [0]
    for joined in _joins(language):
        size = len(joined)
        starts += (i for i in range(1, len(words) - size) if tuple(folded[i : i + size]) == joined)
    glued = _glued(language)
    starts += (
        i for i in range(1, len(words)) if glued and folded[i].startswith(glued) and len(folded[i]) > 4
    )
    starts = [*sorted(set(starts)), len(words)]
    return [" ".join(words[a:b]) for a, b in pairwise(starts) if a < b]


def _short(part: str) -> bool:
    return len(part.split()) < _MIN_WORDS


@cache
def _joins(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple({tuple(fold(str(words)).split()): None for words in _file().get(language, ())})


@cache
def _glued(language: str) -> tuple[str, ...]:
    return tuple(map(fold, _file()["glued"].get(language, ())))


@cache
def _file() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(SPLIT_FILE.read_text(encoding="utf-8"))
    return raw
