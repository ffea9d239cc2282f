"""Reading what staff ask for: "[week] [area]", in Telegram and on the command line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.areas import Area, AreaTree
from bot.digests.week import NoSuchWeek, Week
from bot.wording import same

_MEANT_AS_WEEK: Final = re.compile(r"\d{4}-?[wW]\d+", re.ASCII)


@dataclass(frozen=True)
class DigestWanted:
    """A week and an area; `area` None means the whole city."""

    week: Week
    area: Area | None


class Unclear(StrEnum):
    """Why words name no digest."""

    WEEK = "week"
    AREA = "area"
    SEVERAL_AREAS = "several areas"


class DigestUnclear(ValueError):
    """Words that name no digest; `areas` are those that could be meant, `words` those not understood."""

    def __init__(self, why: Unclear, words: str, areas: Sequence[Area] = ()) -> None:
        super().__init__(f"{why}: {words}")
        self.why = why
        self.words = words
        self.areas = tuple(areas)


def read_wanted(argument: str, today: date, areas: AreaTree) -> DigestWanted:
    """The digest that `argument` asks for; without a week, the last full one. Raises DigestUnclear.

    An area is named by its id, or as residents name it. A district may be called like one of its quarters:
    then the exact name means the district.
    """
    words = argument.split()
    week = Week.named("", today)
    try:
        if words:
            week = Week.named(words[0], today)
            words = words[1:]
    except NoSuchWeek:
        if _MEANT_AS_WEEK.fullmatch(words[0]):
            raise DigestUnclear(Unclear.WEEK, words[0]) from None
    if not words:
        return DigestWanted(week, None)
    name = " ".join(words)
    found = areas.find(name)
    exact = areas.get(name) or next((area for area in found if same(name, area.name)), None)
    if exact or len(found) == 1:
        return DigestWanted(week, exact or found[0])
    raise DigestUnclear(Unclear.SEVERAL_AREAS if found else Unclear.AREA, name, found)
