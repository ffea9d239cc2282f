"""Numbers in digits of any script, with the separators of any of the languages."""

import re
import unicodedata
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import get_group_symbol

from bot.surveys.bounds import bounds_of
from bot.surveys.model import Question
from bot.surveys.typed.number_words import number_word
from bot.wording import clean

MOST_DIGITS: Final = 15  # a float keeps so many
_SIGNS: Final = str.maketrans(
    {"−": "-", "–": "-", "﹣": "-", "-": "-", "٫": ".", "٬": "’", "'": "’", "‘": "’"}
)
_SPACES: Final = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
_EDGES: Final = re.compile(r"^[^\w+.,-]+|[^\w]+$")
_SHAPE: Final = re.compile(r"([+-]?)(\d[\d.,’]*)", re.ASCII)


def read_integer(question: Question, text: str, language: str) -> int | None:
    """A whole number in digits, or written out; "none" is 0."""
    found = _digits(text, language, whole=True)
    if found is not None:
        return int(found) if found == int(found) else None
    return number_word(text, language, counted=True)


def read_decimal(question: Question, text: str, language: str) -> float | None:
    """A number in digits; a whole one may be written out."""
    found = _digits(text, language, whole=False)
    if found is None:
        word = number_word(text, language)
        return None if word is None else float(word)
    return found


def read_range(question: Question, text: str, language: str) -> int | float | None:
    """A number that is a step of the question's range."""
    start, _, step = question.bounds
    low, high = bounds_of(question)
    found = _digits(text, language, whole=all(each == int(each) for each in (start, step)))
    if found is None:
        found = number_word(text, language)
    if found is None or low is None or high is None or not low <= found <= high:
        return None
    if abs((found - start) / step - round((found - start) / step)) > 1e-6:
        return None
    return int(found) if found == int(found) else float(found)


def digits_only(text: str) -> int | None:
    """A whole number in digits and nothing else: the place of a choice."""
    found = _digits(text, "", whole=True)
    return int(found) if found is not None and found == int(found) else None


def western_digits(text: str) -> str:
    """`text` with the digits 0 to 9 in the place of those of other scripts."""
    return text if text.isascii() else "".join(map(_ascii, text))


def _digits(text: str, language: str, *, whole: bool) -> float | None:
    """`1.234,5`, `1,234.5`, `1 234,5`, `١٢٫٥`. Of one separator before three digits, the language decides whether
    it is that of thousands; where a `whole` number is wanted it always is."""
    tidy = clean(text).translate(_SIGNS)
    if len(tidy) > 40 or any(unicodedata.category(char) == "No" for char in tidy):  # "5²" is not 52
        return None
    tidy = _EDGES.sub("", "".join(_ascii(char) for char in tidy))
    shape = _SHAPE.fullmatch(_SPACES.sub("’", tidy))
    if shape is None:
        return None
    number = _plain(shape[2], language, whole)
    if number is None or sum(char.isdigit() for char in number) > MOST_DIGITS:
        return None
    value = float(number)
    return -value if shape[1] == "-" else value


def _plain(number: str, language: str, whole: bool) -> str | None:
    """`number` with a point for the decimals alone; None where its separators make no sense."""
    signs = [char for char in number if not char.isdigit()]
    if not signs:
        return number
    last = signs[-1]
    kinds = set(signs)
    if (
        last != "’"
        and signs.count(last) == 1
        and (len(kinds) > 1 or not _parts_thousands(number, last, language, whole))
    ):
        head, _, tail = number.rpartition(last)
        rest = kinds - {last}
        if len(rest) > 1:
            return None
        grouped = _ungrouped(head, rest.pop()) if rest else head
        return None if grouped is None or not tail else f"{grouped}.{tail}"
    return _ungrouped(number, last) if len(kinds) == 1 else None


def _parts_thousands(number: str, sign: str, language: str, whole: bool) -> bool:
    """Whether the only separator of `number` stands before its last three digits as that of thousands."""
    head, _, tail = number.partition(sign)
    if len(tail) != 3 or not 1 <= len(head) <= 3 or head.startswith("0"):
        return False
    return whole or sign == _group_sign(language)


def _ungrouped(number: str, sign: str) -> str | None:
    head, *groups = number.split(sign)
    return (
        head + "".join(groups) if head and len(head) <= 3 and all(len(each) == 3 for each in groups) else None
    )


def _group_sign(language: str) -> str:
    try:
        return get_group_symbol(Locale.parse(language or "de")).translate(_SIGNS)
    except (UnknownLocaleError, ValueError):
        return ""


def _ascii(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)
