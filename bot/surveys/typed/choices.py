"""Choices by their labels in any language, by their place, several at once, with small slips of the fingers."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml
from rapidfuzz.distance import OSA, Levenshtein

from bot.surveys.model import Choice
from bot.surveys.typed.numbers import digits_only
from bot.wording import bare, clean

MOST_PARTS: Final = 60
MOST_IN_A_LABEL: Final = 6
SLIPS: Final = ((12, 2), (5, 1))
"""Labels of at least so many letters may be mistyped in so many places."""
_BETWEEN: Final = re.compile(r"[,;،؛\n/+&|]|(?<![\w])[-–•>](?![\w])|(?<=\D)\.\s|(?<=\d)[.)]\s")
_ENUMERATED: Final = re.compile(r"\s*(\w{1,2})\s*[.):]\s*\S")

_AND: Final = "و"

Found = Callable[[str], Choice | None]


def read_choice(choices: Sequence[Choice], text: str) -> str | None:
    """The name of the choice that `text` means."""
    choice = _meant(choices, text) or _mistyped(choices, text)
    return choice.name if choice else None


def read_choices(choices: Sequence[Choice], text: str) -> list[str] | None:
    """The names of all choices in an enumeration such as "1, 3 and 5", each once, in the order it was written;
    None where a part of it is none of them."""
    if whole := read_choice(choices, text):
        return [whole]
    parts = _parts(text)
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    found = _cover(parts, lambda part: _meant(choices, part), MOST_IN_A_LABEL)
    if found is None:  # a slip is looked for in single parts alone
        found = _cover(parts, lambda part: _meant(choices, part) or _mistyped(choices, part), 1)
    return None if found is None else list(dict.fromkeys(choice.name for choice in found))


def _meant(choices: Sequence[Choice], text: str) -> Choice | None:
    """A choice by its label, or by its number or letter in the label, or by its place: "2" is the second."""
    wanted = bare(text)
    if not wanted:  # a label may be nothing but a picture
        picture = clean(text)
        return _only([each for each in choices if picture and picture in map(clean, each.label.values())])
    if named := _only([each for each in choices if wanted in _labels(each)]):
        return named
    if marked := _only([each for each in choices if wanted in _marks(each)]):
        return marked
    place = digits_only(text)
    if place is None or any(label.isdigit() for each in choices for label in _labels(each)):
        return None  # where the labels are numbers themselves, a number is a label
    return choices[place - 1] if 0 < place <= len(choices) else None


def _mistyped(choices: Sequence[Choice], text: str) -> Choice | None:
    """The only choice that is a slip or two away. Never where digits differ, or a word begins otherwise: what
    stands there, such as "un-", may turn the meaning round."""
    wanted = bare(text)
    near = [each for each in choices if any(_is_slip(wanted, label) for label in _labels(each))]
    return near[0] if len(near) == 1 else None


def _is_slip(typed: str, label: str) -> bool:
    slips = next((most for length, most in SLIPS if min(len(typed), len(label)) >= length), 0)
    if not slips or abs(len(typed) - len(label)) > slips:
        return False
    ours, theirs = typed.split(), label.split()
    if [word[0] for word in ours] != [word[0] for word in theirs]:
        return False
    if re.findall(r"\d+", typed) != re.findall(r"\d+", label):
        return False
    return OSA.distance(typed, label, score_cutoff=slips) <= slips and not _turns_round(typed, label)


def _turns_round(typed: str, label: str) -> bool:
    """Whether an "m" more or less makes the difference, other than a doubled one: it denies in the middle of Turkish
    words ("biliyorum", I know; "bilmiyorum", I do not)."""
    for step in Levenshtein.editops(typed, label):
        where = {"insert": (label, step.dest_pos), "delete": (typed, step.src_pos)}.get(step.tag)
        if where:
            word, place = where
            if word[place] == "m" and "mm" not in word[max(0, place - 1) : place + 2]:
                return True
    return False


def _cover(parts: Sequence[str], find: Found, longest: int) -> list[Choice] | None:
    """The choices of all parts; up to `longest` parts together may be one, since labels have commas and "and" too."""
    covers: list[list[Choice] | None] = [[]] + [None] * len(parts)
    for end in range(1, len(parts) + 1):
        for start in range(max(0, end - longest), end):
            before = covers[start]
            if before is not None and (choice := find(" ".join(parts[start:end]))):
                covers[end] = [*before, choice]
                break
    return covers[-1]


def _parts(text: str) -> list[str]:
    """The parts of an enumeration, without the words and signs between them."""
    parts: list[str] = []
    for piece in _BETWEEN.split(text):
        words: list[str] = []
        for word in (piece or "").split():
            joins, bound = _joins(word), _without_and(word) != word
            if words and (joins or bound or (words[-1].isdigit() and word.isdigit())):
                parts.append(" ".join(words))
                words = []
            if not joins:
                words.append(_without_and(word))
        if words:
            parts.append(" ".join(words))
    return parts


def _joins(word: str) -> bool:
    return bare(word) in joiners()


def _without_and(word: str) -> str:
    """An Arabic word without the "and" that is written together with it."""
    return word[1:] if word.startswith(_AND) and (len(word) > 3 or word[1:].isdigit()) else word


@lru_cache
def joiners() -> frozenset[str]:
    """Words for "and" and "then"."""
    told = yaml.safe_load(files(__package__).joinpath("joiners.yml").read_text("utf-8"))
    return frozenset(bare(word) for words in told.values() for word in words)


def _labels(choice: Choice) -> frozenset[str]:
    return frozenset(key for label in choice.label.values() for key in _keys(label))


@lru_cache(maxsize=20_000)
def _keys(label: str) -> tuple[str, ...]:
    """A label as it is compared: whole, and without its words for "and"."""
    whole = bare(label)
    words = [_without_and(word) for word in whole.split() if not _joins(word)]
    return tuple(filter(None, dict.fromkeys((whole, " ".join(words)))))


def _marks(choice: Choice) -> frozenset[str]:
    """ "b" of "b) Buses"."""
    found = (_ENUMERATED.match(label) for label in choice.label.values())
    return frozenset(bare(match[1]) for match in found if match)


def _only(found: Sequence[Choice]) -> Choice | None:
    return found[0] if len(found) == 1 else None
