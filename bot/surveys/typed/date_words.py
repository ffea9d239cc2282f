"""The words of typed dates and times in all languages: months, weekdays, "yesterday", "in the evening"."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import yaml
from babel import Locale
from babel.dates import get_day_names, get_month_names, get_period_names

from bot.wording import bare

RELATIVE: Final = {"before_yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "after_tomorrow": 2}
"""Days from today."""
SHORTEST: Final = 3  # letters of a shortened name; "do" and "mi" are too much else

Words = Mapping[str, Mapping[str, int]]
"""By language, what each word means. Names of several words stand without the spaces between them."""


def meaning(words: Words, word: str, language: str) -> int | None:
    """What `word` means: in `language`, else in any other where all others that know it agree."""
    own = words.get(language, {})
    if word in own:
        return own[word]
    meant = {known[word] for known in words.values() if word in known}
    return meant.pop() if len(meant) == 1 else None


@cache
def told() -> Mapping[str, Mapping[str, Any]]:
    """The data file."""
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        files(__package__).joinpath("date_words.yml").read_text("utf-8")
    )
    return read


@cache
def days_away() -> Words:
    """ "yesterday" is -1."""
    return {
        language: {bare(word): days for key, days in RELATIVE.items() for word in entry.get(key, ())}
        for language, entry in told().items()
    }


@cache
def months() -> Words:
    """January is 1."""
    return {
        language: dict(_month_names(language, entry.get("months", {}))) for language, entry in told().items()
    }


@cache
def weekdays() -> Words:
    """Monday is 0."""
    return {
        language: {
            name: day for name, day in _day_names(language, "abbreviated", "wide") if len(name) >= SHORTEST
        }
        for language in told()
    }


@cache
def names_of_weekdays() -> frozenset[str]:
    """All names, the shortest too, as they stand before a whole date."""
    return frozenset(
        name for language in told() for name, _ in _day_names(language, "short", "abbreviated", "wide")
    )


@cache
def halves_of_the_day() -> Words:
    """Words for the hours before noon are 0, those after it 12."""
    found: dict[str, dict[str, int]] = {}
    for language, entry in told().items():
        found[language] = {bare(word): 0 for word in entry.get("am", ())}
        found[language] |= {bare(word): 12 for word in entry.get("pm", ())}
        periods = get_period_names("abbreviated", "format", Locale.parse(language))
        found[language] |= {
            bare(periods[key]): hours for key, hours in (("am", 0), ("pm", 12)) if key in periods
        }
    return found


@cache
def beside(key: str) -> frozenset[str]:
    """Words that may stand beside a date ("beside") or a time ("clock") and mean nothing more."""
    return frozenset(bare(word) for entry in told().values() for word in entry.get(key, ()))


@cache
def of_several_words() -> Mapping[str, str]:
    """Names of months of several words, each with its joined spelling, the longest first."""
    names = {
        bare(name) for entry in told().values() for each in entry.get("months", {}).values() for name in each
    }
    several = sorted((name for name in names if " " in name), key=len, reverse=True)
    return {name: joined(name) for name in several}


def joined(name: str) -> str:
    """A name as one word."""
    return bare(name).replace(" ", "")


def _day_names(language: str, *widths: Literal["short", "abbreviated", "wide"]) -> Iterator[tuple[str, int]]:
    for width in widths:
        for context in ("format", "stand-alone"):
            for day, name in get_day_names(width, context, Locale.parse(language)).items():
                yield joined(name), day


def _month_names(language: str, more: Mapping[int, list[str]]) -> Iterator[tuple[str, int]]:
    for width in ("abbreviated", "wide"):
        for context in ("format", "stand-alone"):
            for month, name in get_month_names(width, context, Locale.parse(language)).items():
                if len(joined(name)) >= 2:
                    yield joined(name), month
    for month, names in more.items():
        yield from ((joined(name), month) for name in names)
