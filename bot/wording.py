"""Reading what residents type: cleaned, folded, compared with labels."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from nlu.normalise import fold

MAX_LENGTH: Final = 4096
# Controls, bidi marks and isolates, zero-width characters and unpaired surrogates: Unicode's C categories
# except line breaks. ZWNJ and ZWJ stay: Persian words and many emoji need them.
_KEPT: Final = "\n\t\u200c\u200d"


def clean(text: str) -> str:
    """What was typed without invisible characters, at most 4096 characters long."""
    visible = "".join(
        char
        for char in text[: MAX_LENGTH * 2]
        if char in _KEPT or not unicodedata.category(char).startswith("C")
    )
    tidy = unicodedata.normalize("NFC", visible).strip(" \n\t\u200c\u200d")
    return tidy[:MAX_LENGTH]


def only_pictures(text: str) -> bool:
    """Whether a text is made of emoji and signs alone."""
    return bool(text) and not any(char.isalnum() for char in text)


def same(typed: str, label: str) -> bool:
    """Whether `typed` means `label`: case, accents, pictures and punctuation aside."""
    words = bare(typed)
    return bool(words) and words == bare(label)


@lru_cache(maxsize=4096)
def bare_label(label: str) -> str:
    """`bare` for the bot's own words, which come again and again; what residents type is not kept."""
    return bare(label)


def bare(text: str) -> str:
    """Letters and digits of a text alone, folded, single-spaced. The Ukrainian apostrophe is a letter to Unicode."""
    return " ".join(re.findall(r"\w+", fold(text).replace("\u02bc", "'")))


def number(text: str) -> int | None:
    """A whole number in digits of any script, up to nine digits; None where the text is anything else."""
    digits = re.sub(r"[.)\s]+$", "", clean(text))
    if not re.fullmatch(r"[+-]?\d{1,9}", digits):
        return None
    return int(digits)


def shorter(text: str, longest: int) -> str:
    """`text`, cut between words where it has more than `longest` characters."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    words, space, rest = head.rpartition(" ")
    return (words if space and len(rest) < longest // 3 else head).rstrip(" ,;:–-") + "…"
