"""Typed times of the day: 14:30, 14.30, 14h30, "14 Uhr", 2pm, ٢:٣٠ مساءً; and a date and a time together."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from bot.surveys.typed.date_words import beside, halves_of_the_day, meaning
from bot.surveys.typed.dates import read_dates
from bot.wording import bare
from nlu.normalise import fold

LONGEST: Final = 80
_DIGITS: Final = re.compile(r"\d+")
_SHAPE: Final = re.compile(
    r"(\d{1,2})(?:\s?[:.h]\s?|\s)(\d{2})(?:[:.](\d{2})(?:\.\d+)?)?|(\d{1,2})|(\d{2})(\d{2})"
)


def read_time(text: str, language: str, *, surely: bool = False) -> time | None:
    """The time that `text` means; a bare number is an hour. `surely` wants more than bare numbers."""
    folded = fold(text[: LONGEST + 1])
    if len(folded) > LONGEST or re.search(r"[-+]\s*\d", folded):
        return None
    words = _words(folded).split()
    known, half = _half(words, language)
    if not known:
        return None
    digits = _digits(folded)
    if digits is None or (surely and not words and not re.search(r"\d\s?[:.h]\s?\d", folded)):
        return None
    hour, minute, second = digits
    if half is not None:
        if not 1 <= hour <= 12 and not (half == 12 and hour < 24):
            return None
        hour = hour % 12 + half if hour <= 12 else hour
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_moments(text: str, today: date, language: str) -> tuple[datetime, ...]:
    """The moments (on the wall clock) that a date and a time in `text` may mean, in any order; the likeliest first."""
    words = re.sub(r"(?<=\d)T(?=\d)|[,،]", " ", text[: LONGEST + 1]).split()
    for place in range(len(words) - 1, 0, -1):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        for day, hour in ((first, second), (second, first)):
            at = read_time(hour, language, surely=True)
            if at is not None and (days := read_dates(day, today, language)):
                return tuple(datetime.combine(each, at) for each in days)
    return ()


def _half(words: Sequence[str], language: str) -> tuple[bool, int | None]:
    """Whether the words beside the numbers are all about the time, and which half of the day they name."""
    clock = beside("clock")
    for start in range(len(words) + 1):
        for end in range(len(words), start - 1, -1):
            if all(word in clock for word in (*words[:start], *words[end:])):
                said = " ".join(words[start:end])
                half = meaning(halves_of_the_day(), said, language)
                if half is not None or not said:
                    return True, half
    return False, None


def _digits(folded: str) -> tuple[int, int, int] | None:
    kept = re.sub(r"[^\d:.h\s]|(?<!\d)[h.]|[.h](?!\s?\d)", " ", folded)
    found = _SHAPE.fullmatch(" ".join(kept.split()))
    if found is None:
        return None
    hour, minute, second, alone, first, last = found.groups()
    return int(hour or alone or first), int(minute or last or 0), int(second or 0)


def _words(folded: str) -> str:
    return " ".join(_DIGITS.sub(" ", bare(_DIGITS.sub(lambda found: f" {found[0]} ", folded))).split())
