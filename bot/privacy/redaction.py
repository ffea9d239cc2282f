"""Taking out of a text what could tell who wrote it: numbers, addresses, names that are introduced as such.

It errs on the side of taking out too much, and it is no promise: who reads texts has to be trusted with them. All
patterns are bounded, so that no text takes long.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

REMOVED: Final = "[…]"
LONGEST: Final = 4096  # characters, Telegram's limit; what is longer is cut

_GAP: Final = r"[\s\-/.()\u00a0\u200b-\u200f\u2060\ufeff\u00ad]"  # may stand between two digits of one number
_EMAIL: Final = re.compile(
    r"[^\s@<>,;:()]{1,64}\s?(?:@|\(at\)|\[at\])\s?[^\s@<>,;:()]{1,200}\.[^\W\d_]{2,24}", re.I
)
_LINK: Final = re.compile(r"(?:https?://|www\.|t\.me/)[^\s,;]{1,500}", re.I)
_HANDLE: Final = re.compile(r"(?<![\w@])@\w{4,64}")
_IBAN: Final = re.compile(rf"(?<!\w)[A-Z]{{2}}{_GAP}?\d{{2}}(?:{_GAP}?[A-Z0-9]){{11,30}}(?!\w)", re.I)
_PHONE: Final = re.compile(rf"(?<!\w)[+(]{{0,2}}\d(?:{_GAP}{{0,3}}\d){{5,}}")
_DATE: Final = re.compile(
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d"
)
_LEAST_IBAN_DIGITS: Final = 10
_NAME: Final = r"[^\W\d_][\w'’.\-\u200c]{0,40}"
_MOST_NAMES: Final = 3


def redact(text: str) -> str:
    """`text` with REMOVED in the place of e-mail addresses, links, bank and telephone numbers, house numbers and
    names after openings such as "ich heiße"; at most LONGEST characters are read."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    for pattern, keep in _numbers():
        text = _without(text, pattern, keep)
    for pattern in _house_numbers():
        text = _without(text, pattern, None)
    return _without_names(text)


def _without(text: str, pattern: re.Pattern[str], keep: Callable[[str], bool] | None) -> str:
    """`text` without what matches; found in a copy with digits of all scripts as ASCII, as long as the text."""
    plain = _with_plain_digits(text)
    parts = []
    end = 0
    for match in pattern.finditer(plain):
        if keep and keep(match.group()):
            continue
        start, stop = match.span("out" if "out" in pattern.groupindex else 0)
        parts += [text[end:start], REMOVED]
        end = stop
    return "".join(parts) + text[end:]


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


@cache
def _numbers() -> tuple[tuple[re.Pattern[str], Callable[[str], bool] | None], ...]:
    return (
        (_EMAIL, None),
        (_LINK, None),
        (_HANDLE, None),
        (_IBAN, lambda found: sum(char.isdigit() for char in found) < _LEAST_IBAN_DIGITS),
        (_PHONE, lambda found: bool(_DATE.fullmatch(found))),
    )


@cache
def _words() -> dict[str, Any]:
    return dict(yaml.safe_load(files("bot.privacy").joinpath("redaction.yml").read_text("utf-8")))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first; spaces stand for one to three of any kind."""
    longest_first = sorted({unicodedata.normalize("NFC", str(word)) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(r"\s{1,3}".join(map(re.escape, word.split())) for word in longest_first) + ")"


@cache
def _house_numbers() -> tuple[re.Pattern[str], ...]:
    words = _words()
    endings, before, house = (
        _any_of(words[key]) for key in ("street_endings", "street_words", "house_words")
    )
    number = r"\d{1,4}(?:\s?[a-z](?!\w))?(?:\s?[-/]\s?\d{1,4}(?:\s?[a-z](?!\w))?)?(?!\d)"
    return tuple(
        re.compile(pattern, re.I)
        for pattern in (
            rf"\w{{0,40}}{endings}\.?,?\s{{0,3}}(?P<out>{number})",
            rf"(?<!\w){before}\.?\s(?:[^\W\d]\S{{0,40}}\s){{1,4}}(?P<out>{number})",
            rf"(?<!\w)(?P<out>{number}),?\s{before}(?!\w)",
            rf"(?<!\w){house}\.?\s?:?\s?(?P<out>{number})",
        )
    )


@cache
def _openings() -> re.Pattern[str]:
    words = _words()
    names = _any_of(opening for openings in words["names"].values() for opening in openings)
    fillers = _any_of(words["fillers"])
    return re.compile(rf"(?<!\w){names}(?!\w)\s{{0,3}}(?:{fillers}(?!\w)\s{{0,3}}){{0,2}}", re.I)


@cache
def _not_names() -> frozenset[str]:
    return frozenset(str(word).casefold() for word in _words()["not_names"])


def _without_names(text: str) -> str:
    name = re.compile(rf"\s{{0,3}}({_NAME})")
    parts = []
    end = 0
    for opening in _openings().finditer(text):
        if opening.start() < end:
            continue
        stop = opening.end()
        found = 0
        while found < _MOST_NAMES and (word := name.match(text, stop)):
            if word[1].rstrip(".").casefold() in _not_names():
                break
            found += 1
            stop = word.end()
            if word[1].endswith("."):
                break
        if found:
            parts += [text[end : opening.end()].rstrip(), " ", REMOVED]
            end = stop
    return "".join(parts) + text[end:]
