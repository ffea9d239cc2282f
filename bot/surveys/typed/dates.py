"""Typed dates: 24.12.2026, 24/12/26, 2026-12-24, "24. Dezember", "24 aralık", "yesterday", "Friday".

Days come before months, as everybody writes them whom the bot talks to; only where that makes no date, months may
come first. Years before the year 1850 and after 2150 are taken for mistakes (or for years of another calendar).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.surveys.typed.date_words import (
    beside,
    days_away,
    meaning,
    months,
    names_of_weekdays,
    of_several_words,
    weekdays,
)
from bot.wording import bare
from nlu.normalise import fold

LONGEST: Final = 80
YEARS: Final = range(1850, 2151)
AHEAD: Final = 10  # a year of two digits is at most so far in the future
_ORDINAL: Final = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|re|e|го|е|ого|ї|те|ти|ро)?")
_SCATTERED: Final = re.compile(r"\d(?:,(?!\s?\d{4})|\s*[:;+*])\s*\d")


class _Parts(NamedTuple):
    """What stands in the text: the month that is named, and the numbers as they were written."""

    month: int | None
    numbers: tuple[str, ...]


def read_dates(text: str, today: date, language: str) -> tuple[date, ...]:
    """The dates that `text` may mean, the likeliest first; none where it is no date.

    There are several where the year is missing or has two digits, and for a weekday.
    """
    words = bare(text[: LONGEST + 1])
    if not words or len(text) > LONGEST:
        return ()
    away = meaning(days_away(), words, language)
    if away is not None:
        return (today + timedelta(days=away),)
    if found := _weekday(words, today, language):
        return found
    parts = _read(text, language)
    if parts is None:
        return ()
    if parts.month is not None:
        return _named(parts.month, parts.numbers, today)
    return _numeric(parts.numbers, today)


def read_months(text: str, today: date, language: str) -> tuple[date, ...]:
    """The months that `text` may mean, each by its first day; also those of whole dates."""
    parts = _read(text, language)
    found: Iterable[date] = ()
    if parts and parts.month is not None and len(parts.numbers) <= 1:
        years = _years(parts.numbers[0], today) if parts.numbers else _nearby(today)
        found = _valid((year, parts.month, 1) for year in years)
        if not parts.numbers:
            found = sorted(found, key=lambda day: abs(day - today))
    elif parts and parts.month is None and len(parts.numbers) == 2:
        first, second = parts.numbers
        month, year = (second, first) if len(first) == 4 else (first, second)
        found = _valid((each, int(month), 1) for each in _years(year, today))
    return tuple(found) or _each_once(day.replace(day=1) for day in read_dates(text, today, language))


def read_years(text: str, today: date, language: str) -> tuple[date, ...]:
    """The years that `text` may mean, each by its first day; also those of whole dates."""
    parts = _read(text, language)
    if parts and parts.month is None and len(parts.numbers) == 1 and len(parts.numbers[0]) in (2, 4):
        return _valid((year, 1, 1) for year in _years(parts.numbers[0], today))
    return _each_once(day.replace(day=1) for day in _firsts(read_months(text, today, language)))


def _firsts(days: Iterable[date]) -> Iterable[date]:
    return (day.replace(month=1) for day in days)


def _weekday(words: str, today: date, language: str) -> tuple[date, ...]:
    """The last such day, which may be today, and the next one."""
    said = [word for word in words.split() if word not in beside("beside")]
    day = meaning(weekdays(), "".join(said), language) if said else None
    if day is None:
        return ()
    last = today - timedelta(days=(today.weekday() - day) % 7)
    return last, last + timedelta(days=7)


def _read(text: str, language: str) -> _Parts | None:
    """The parts of a date; None where anything else stands in the text."""
    folded = fold(text[:LONGEST])
    if _SCATTERED.search(folded) or re.search(r"(?<!\w)-\d", folded):
        return None
    words = bare(folded)
    for name, one_word in of_several_words().items():
        words = re.sub(rf"(?<!\w){name}(?!\w)", one_word, words)
    month: int | None = None
    numbers: list[str] = []
    for word in words.split():
        ordinal = _ORDINAL.fullmatch(word)
        if ordinal:
            numbers.append(ordinal[1])
        elif re.fullmatch(r"\d{8}", word):
            numbers += [word[:2], word[2:4], word[4:]]
        elif (found := meaning(months(), word, language)) is not None and month is None:
            month = found
        elif word not in beside("beside") and word not in names_of_weekdays():
            return None
    return _Parts(month, tuple(numbers))


def _named(month: int, numbers: Sequence[str], today: date) -> tuple[date, ...]:
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        return _without_year(month, int(numbers[0]), today)
    if len(numbers) != 2:
        return ()
    day, year = sorted(numbers, key=len) if len(numbers[0]) > 2 else numbers
    return _valid((each, month, int(day)) for each in _years(year, today))


def _numeric(numbers: Sequence[str], today: date) -> tuple[date, ...]:
    if len(numbers) == 2 and all(len(each) <= 2 for each in numbers):
        return _without_year(int(numbers[1]), int(numbers[0]), today)
    if len(numbers) != 3:
        return ()
    if len(numbers[0]) == 4:
        year, month, day = numbers
    else:
        day, month, year = numbers
    if len(day) > 2 or len(month) > 2:
        return ()
    years = _years(year, today)
    found = _valid((each, int(month), int(day)) for each in years)
    return found or _valid((each, int(day), int(month)) for each in years)


def _without_year(month: int, day: int, today: date) -> tuple[date, ...]:
    """In the year that brings it nearest to today, then in those around."""
    found = _valid((year, month, day) for year in _nearby(today))
    return tuple(sorted(found, key=lambda each: abs(each - today)))


def _nearby(today: date) -> tuple[int, ...]:
    return today.year, today.year - 1, today.year + 1


def _years(text: str, today: date) -> tuple[int, ...]:
    """The years that two or four digits stand for."""
    year = int(text)
    if len(text) == 4:
        return (year,)
    if len(text) != 2:
        return ()
    century = today.year - today.year % 100
    if century + year <= today.year + AHEAD:
        return century + year, century + year - 100
    return century + year - 100, century + year


def _valid(days: Iterable[tuple[int, int, int]]) -> tuple[date, ...]:
    found = []
    for year, month, day in days:
        try:
            if year in YEARS:
                found.append(date(year, month, day))
        except ValueError:
            continue
    return tuple(found)


def _each_once(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(days))
