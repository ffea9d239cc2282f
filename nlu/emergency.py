"""Phrases that mean danger now, so that a call for help never depends on the classifier alone."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.normalise import fold

EMERGENCY_FILE: Final = Path(__file__).with_name("emergency.yml")
_SENTENCE: Final = re.compile(r"[.!?؟۔;\n]+")
_WORD: Final = re.compile(r"\w+|[,،]")
_DOUBLE: Final = re.compile(r"(.)\1+")
_GAP: Final = r"(?:\w+ ){0,3}?"


@dataclass(frozen=True)
class _Alarm:
    """One language's cries, its phrases, what denies these close by, and what places them elsewhere."""

    cries: re.Pattern[str]
    phrases: re.Pattern[str]
    denials: re.Pattern[str]
    elsewhere: re.Pattern[str]


def calls_for_help(text: str) -> bool:
    """Whether `text` says, in words of emergency.yml of any language, that someone is in danger now."""
    sentences = _sentences(text)
    words = "".join(f"{word} " for word in "".join(sentences).replace(",", "").split())
    if any(alarm.cries.fullmatch(words) for alarm in _alarms()):
        return True
    return any(_alarming(sentence, alarm) for sentence in sentences for alarm in _alarms())


def _alarming(sentence: str, alarm: _Alarm) -> bool:
    return any(
        not alarm.denials.search(_around(sentence, match))
        and not alarm.elsewhere.search(f"{sentence[: match.start()]} {sentence[match.end() :]}")
        for match in alarm.phrases.finditer(sentence)
    )


def _around(sentence: str, match: re.Match[str]) -> str:
    """The two words before and the one after a phrase, unless a comma stands between."""
    before = sentence[: match.start()].rsplit(",", 1)[-1].split()[-2:]
    after = sentence[match.end() :].split(",", 1)[0].split()[:1]
    return f" {' '.join(before)} | {' '.join(after)} "


def _sentences(text: str) -> list[str]:
    return [f" {_key(part)} " for part in _SENTENCE.split(text)]


def _key(text: str) -> str:
    words = _WORD.findall(_DOUBLE.sub(r"\1", fold(text)))
    return " ".join(words).replace("،", ",")


@cache
def _alarms() -> tuple[_Alarm, ...]:
    raw: dict[str, dict[str, list[Any]]] = yaml.safe_load(EMERGENCY_FILE.read_text(encoding="utf-8"))
    return tuple(
        _Alarm(
            _nothing_but(entry["cries"]),
            *(_any_of(entry[key]) for key in ("phrases", "denials", "elsewhere")),
        )
        for entry in raw.values()
    )


def _nothing_but(cries: list[Any]) -> re.Pattern[str]:
    """Cries, once or again and again, each with a space behind it."""
    return re.compile("(?:(?:" + "|".join(_pattern(str(cry)) for cry in cries) + ") )+")


def _any_of(phrases: list[Any]) -> re.Pattern[str]:
    # In Arabic "and" is written onto the word that follows.
    return re.compile(r"(?<= )[وف]?(?:" + "|".join(_pattern(str(phrase)) for phrase in phrases) + r")(?= )")


def _pattern(phrase: str) -> str:
    """A phrase of emergency.yml as a regular expression over keys."""
    ready = ""
    for word in phrase.split():
        if word == "..":
            ready += _GAP
        else:
            key = re.escape(_key(word.rstrip("*"))).replace(r"\ ", " ")
            ready += key + (r"\w*" if word.endswith("*") else "") + " "
    return ready.rstrip(" ")
