"""What the column `type` says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from bot.surveys.check.finding import Finding, Place, found
from bot.surveys.check.rules import Rule
from bot.surveys.model import QuestionType
from bot.surveys.xlsform.data import aliases, turned

LIKE: Final = 60
"""How alike (of 100) a type must be to be suggested."""


@dataclass(frozen=True)
class RowType:
    """A type as it was understood. `list` names the choices, `other` says that own words may follow, `end` that a
    group or repeat is over, `most` bounds a number, `device` marks what is left out for privacy."""

    type: QuestionType
    list: str = ""
    other: bool = False
    end: bool = False
    most: int | None = None
    device: bool = False


def read_type(words: str, where: Place) -> RowType | Finding:
    """The type that `words` name, or what is wrong with them."""
    text = " ".join(words.split())
    known = turned("types")
    if text in known:
        return RowType(QuestionType(known[text]))
    if text in aliases()["counted"]:
        return RowType(QuestionType.INTEGER, most=aliases()["counted"][text])
    if text in aliases()["device"]:
        return RowType(QuestionType.HIDDEN, device=True)
    if group := _GROUP.fullmatch(text):
        return _group(group, where)
    if select := _select().fullmatch(text):
        return RowType(QuestionType(turned("selects")[select["type"]]), select["list"], bool(select["other"]))
    unsupported: Mapping[str, str] = aliases()["unsupported"]
    name = next((each for each in _longest(unsupported) if text == each or text.startswith(f"{each} ")), None)
    if name:
        return found(Rule.TYPE_UNSUPPORTED, where, type=name, cure=unsupported[name])
    if text in turned("selects"):
        return found(Rule.LIST_NAME_MISSING, where, type=text)
    return found(Rule.TYPE_UNKNOWN, where, type=text, cure=_meant(text))


_GROUP: Final = re.compile(r"(?P<edge>begin|end)[ _](?P<kind>[a-z]+(?: [a-z]+)?)(?: (?P<rest>.*))?")


def _group(group: re.Match[str], where: Place) -> RowType | Finding:
    kinds = turned("groups")
    kind = kinds.get(group["kind"])
    if kind and not group["rest"]:
        return RowType(QuestionType(kind), end=group["edge"] == "end")
    unsupported = aliases()["unsupported"]
    word = group["kind"].split()[0]
    if word in unsupported:
        return found(Rule.TYPE_UNSUPPORTED, where, type=word, cure=unsupported[word])
    return found(
        Rule.TYPE_UNKNOWN,
        where,
        type=group[0],
        cure=f"Write {group['edge']}_group or {group['edge']}_repeat.",
    )


@cache
def _select() -> re.Pattern[str]:
    types, others = (
        "|".join(re.escape(each) for each in _longest(spellings))
        for spellings in (turned("selects"), aliases()["or_other"])
    )
    return re.compile(rf"(?P<type>{types}) (?P<list>\S+)(?: (?P<other>{others}))?")


def _longest(spellings: Iterable[str]) -> list[str]:
    return sorted(spellings, key=len, reverse=True)


def _meant(text: str) -> str:
    known = [*turned("types"), *turned("selects"), "begin_group", "end_group", "begin_repeat", "end_repeat"]
    like = process.extractOne(text.split(" ")[0].lower(), known, scorer=fuzz.ratio, score_cutoff=LIKE)
    return (
        f"Did you mean '{like[0]}'?"
        if like
        else "Write one of the types of https://xlsform.org, such as text."
    )
