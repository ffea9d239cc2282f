"""Messages as they might also have been typed: in haste, without diacritics, with words left out."""

import random
import unicodedata
from collections.abc import Callable
from typing import Final

_TYPOS: Final = 0.04  # of letters
_WORDS_LEFT_OUT: Final = 0.12
_FEW_WORDS: Final = 3


def hasty(text: str, chance: random.Random) -> str:
    """`text` with one or two kinds of noise."""
    for kind in chance.sample(_KINDS, chance.choice((1, 1, 2))):
        text = kind(text, chance) or text
    return text


def _lower(text: str, chance: random.Random) -> str:
    return text.lower()


def _without_marks(text: str, chance: random.Random) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) != "Mn"))


def _without_punctuation(text: str, chance: random.Random) -> str:
    return "".join(c for c in text if not unicodedata.category(c).startswith("P")).strip()


def _with_typos(text: str, chance: random.Random) -> str:
    letters = list(text)
    for at in range(len(letters) - 1):
        if letters[at].isalpha() and chance.random() < _TYPOS:
            kind = chance.randrange(3)
            if kind == 0:
                letters[at] = ""
            elif kind == 1:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            else:
                letters[at] *= 2
    return "".join(letters)


def _with_fewer_words(text: str, chance: random.Random) -> str:
    words = text.split()
    if len(words) <= _FEW_WORDS:
        return text
    return " ".join(word for word in words if chance.random() >= _WORDS_LEFT_OUT)


_KINDS: Final[list[Callable[[str, random.Random], str]]] = [
    _lower,
    _without_marks,
    _with_typos,
    _with_fewer_words,
    _without_punctuation,
]
