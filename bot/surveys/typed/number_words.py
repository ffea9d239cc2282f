"""Numbers that are written out: "zwei", "yirmi beş", "трое", "quatre-vingt-dix", "اثنين"."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from bot.wording import bare

TENS: Final = range(20, 100, 10)
UNITS: Final = range(1, 10)


def number_word(text: str, language: str = "", *, counted: bool = False) -> int | None:
    """The number that `text` names: in `language`, or in any other where all others that know the word agree.

    `counted` also takes "none" and "nobody", as 0.
    """
    word = bare(text)
    if not word:
        return None
    own = _words(counted).get(language, {})
    if word in own:
        return own[word]
    meant = {words[word] for words in _words(counted).values() if word in words}
    return meant.pop() if len(meant) == 1 else None


@cache
def _words(counted: bool) -> Mapping[str, Mapping[str, int]]:
    """By language, what each word means."""
    told = yaml.safe_load(files(__package__).joinpath("number_words.yml").read_text("utf-8"))
    return {language: dict(_forms(entry, counted)) for language, entry in told.items()}


def _forms(entry: Mapping[str, Any], counted: bool) -> Iterator[tuple[str, int]]:
    numbers: Mapping[int, list[str]] = entry["numbers"]
    alone = {bare(word) for word in entry.get("not_alone", ())}
    for tens in TENS:
        for unit in UNITS:
            if tens + unit not in numbers:
                for shape in entry["joined"]:
                    for ten in numbers[tens]:
                        yield from (
                            (bare(shape.format(tens=ten, unit=one)), tens + unit) for one in numbers[unit]
                        )
    for number, words in numbers.items():
        yield from ((bare(word), number) for word in words if bare(word) not in alone)
    if counted:
        yield from ((bare(word), 0) for word in entry["none"])
