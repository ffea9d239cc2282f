"""A text in sentences: models are trained on single ones and lose what comes after the first."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

# Possessive, so that a run of signs is looked at once.
_END: Final = re.compile(r"(?<![.!?…؟۔])(?P<sign>[.!?…؟۔]++[\"'”“»)\]]*+)\s++(?=\S)")
LONGEST_WORD: Final = 20
"""Characters before a full stop that may be an abbreviation."""
_SPACE: Final = re.compile(r"\s")


def sentences(text: str, longest: int) -> list[str]:
    """The sentences of `text`, none of them longer than `longest` characters; blank text has none."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        words = text[max(start, end.start() - LONGEST_WORD) : end.start()].split()
        if not _goes_on(words[-1] if words else "", end["sign"]):
            found.append(text[start : end.end()])
            start = end.end()
    found.append(text[start:])
    return [piece for each in found for piece in _pieces(each.strip(), longest) if piece]


def _goes_on(word: str, sign: str) -> bool:
    """Whether a full stop belongs to the word before it: `z. B.`, `Nr.`, `1.`"""
    bare = word.strip("(\"'„“«[").casefold()
    return sign == "." and (len(bare) < 2 or bare.isdecimal() or bare in _abbreviations())


def _pieces(sentence: str, longest: int) -> Iterator[str]:
    """A sentence that is too long, cut at spaces."""
    while len(sentence) > longest:
        spaces = [each.start() for each in _SPACE.finditer(sentence, 1, longest + 1)]
        cut = spaces[-1] if spaces else longest
        yield sentence[:cut]
        sentence = sentence[cut:].lstrip()
    yield sentence


@cache
def _abbreviations() -> frozenset[str]:
    words = yaml.safe_load(files("bot.translation").joinpath("abbreviations.yml").read_text("utf-8"))
    return frozenset(word for each in words.values() for word in each)
