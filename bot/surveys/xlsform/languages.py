"""Which language a header means: `Deutsch (de)`, `German`, `English(en)`, `Türkçe (tk)`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from babel import Locale

from bot.texts import LANGUAGES
from nlu.normalise import fold

_CODED: Final = re.compile(r"(?P<name>.*?)\s*[(\[]\s*(?P<code>[^()\[\]]*?)\s*[)\]]\s*")
_NAMERS: Final = ("en", "de")  # who names languages for authors


@dataclass(frozen=True)
class Read:
    """A language as it was understood. `known`: whether it is a language; `right`: whether the code was its own."""

    code: str
    known: bool
    right: bool = True


@cache
def read_language(words: str) -> Read:
    """The language that `words` mean; unknown ones keep their words as their code."""
    found = _CODED.fullmatch(words.strip())
    name, given = (found["name"], found["code"]) if found else (words.strip(), "")
    code, by_name = _of_code(given), _names().get(fold(name).strip(), "")
    if not given and not by_name:
        code = _of_code(name)
        return Read(code, True, code == name) if code else Read(name.lower()[:32] or "default", False)
    if by_name and code != by_name:
        return Read(by_name, True, right=not given)
    if code:
        return Read(code, True, right=code == _base(given))
    return Read(given.lower()[:32] or name.lower()[:32], False)


def language_name(code: str) -> str:
    """The name of a language in English; its code where it has none."""
    if code in LANGUAGES:
        return LANGUAGES[code].name
    return str(Locale("en").languages.get(code, code))


def _base(given: str) -> str:
    """The language of a tag, without the country: `en-GB` is English."""
    return re.split(r"[-_]", given.strip().casefold())[0]


def _of_code(given: str) -> str:
    base = _base(given)
    mistaken: Mapping[str, str] = _data()["mistaken"]
    if base in mistaken:
        return mistaken[base]
    return base if base in Locale("en").languages else ""


@cache
def _names() -> Mapping[str, str]:
    names = {}
    for namer in _NAMERS:
        names.update(
            {fold(name).strip(): code for code, name in Locale(namer).languages.items() if "_" not in code}
        )
    names.update({fold(each.name).strip(): code for code, each in LANGUAGES.items()})
    for code, spellings in _data()["names"].items():
        names.update({fold(spelling).strip(): code for spelling in spellings})
    return names


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return dict(yaml.safe_load(files("bot.surveys.xlsform").joinpath("languages.yml").read_text("utf-8")))
