"""What a translation must not touch: references, placeholders, addresses, markup, emoji; and numbers, which it may
move but not change."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Kind(Enum):
    """How a part of a text is treated."""

    WORDS = "words"
    """Is translated."""
    REFERENCE = "reference"
    """Stands for a word of its sentence (`${name}`), so the sentence cannot be cut there."""
    MARKUP = "markup"
    """Stands beside the words: markup, addresses, emoji."""


@dataclass(frozen=True)
class Part:
    """A stretch of a text."""

    kind: Kind
    text: str


_REFERENCES: Final = (
    r"\$\{[^{}\n]{1,255}\}",  # answers of a form
    r"\{[^{}\s]{0,60}\}",  # placeholders
    r"%\([^()\s]{1,60}\)[a-z]|%[sd](?!\w)",
)
_MARKUP: Final = (
    r"!?\[(?=[^\]\n]{0,1000}\]\([^)\n]{1,1000}\))|\]\([^)\n]{1,1000}\)",  # links and pictures, but not their words
    r"(?i:https?://|www\.)[^\s<>()\[\]{}\"]*[^\s<>()\[\]{}\".,;:!?…'“”]",
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    r"(?<![\w/@])[@/]\w+",  # names and commands of a chat
    r"</?[A-Za-z][^<>\n]{0,1000}>|&#?\w{1,30};",
    r"(?m:^[ \t]{0,3}(?:#{1,6}|[-+*•▪·–>]|\d{1,3}[.)])(?=[ \t]))",  # headings and lists
    r"\\[\\`*_{}\[\]()#+.!~-]|[*`]+|~~|__+|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)",  # emphasis
    r"[0-9#*]\ufe0f?\u20e3",
    r"(?:[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299©®™]"
    r"[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)+",
    r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+",  # directions of writing
)
_KEPT: Final = re.compile(f"(?P<reference>{'|'.join(_REFERENCES)})|{'|'.join(_MARKUP)}")
_DIGITS: Final = re.compile(r"\d+")


def parts(text: str) -> list[Part]:
    """`text` in its parts, in order; put together they are `text` again."""
    found: list[Part] = []
    end = 0
    for each in _KEPT.finditer(text):
        if each.start() > end:
            found.append(Part(Kind.WORDS, text[end : each.start()]))
        found.append(Part(Kind.REFERENCE if each["reference"] else Kind.MARKUP, each[0]))
        end = each.end()
    return [*found, Part(Kind.WORDS, text[end:])] if end < len(text) else found


def has_words(text: str) -> bool:
    """Whether there is a letter to translate."""
    return any(sign.isalpha() for part in parts(text) if part.kind is Kind.WORDS for sign in part.text)


def survives(text: str, translation: str) -> bool:
    """Whether everything that must not be touched in `text` is in `translation`, as often, and nothing more: the
    markup in its order, the rest in any; and every number."""
    return _shape(text) == _shape(translation)


def _shape(text: str) -> tuple[Counter[str], list[str], Counter[int]]:
    kept = parts(text)
    words = " ".join(part.text for part in kept if part.kind is Kind.WORDS)
    return (
        Counter(part.text for part in kept if part.kind is Kind.REFERENCE),
        [part.text.strip() for part in kept if part.kind is Kind.MARKUP],
        Counter(int(digits) for digits in _DIGITS.findall(words)),
    )
