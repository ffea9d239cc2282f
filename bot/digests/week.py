"""ISO weeks, as staff name them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_SHAPE: Final = re.compile(r"(\d{4})-?W(\d{1,2})", re.ASCII | re.IGNORECASE)
LAST: Final = frozenset({"", "last", "letzte", "vorige"})
THIS: Final = frozenset({"this", "diese", "aktuelle"})


class NoSuchWeek(ValueError):
    """Words that name no week."""


@dataclass(frozen=True)
class Week:
    """An ISO week, Monday to Sunday."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week in which `day` lies."""
        return cls(*day.isocalendar()[:2])

    @classmethod
    def named(cls, words: str, today: date) -> "Week":
        """The week that staff mean: "2026-W47", "this", "last" or nothing (the last full one)."""
        words = words.strip().casefold()
        if words in LAST:
            return cls.of(today - timedelta(days=7))
        if words in THIS:
            return cls.of(today)
        if match := _SHAPE.fullmatch(words):
            try:
                return cls.of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
            except ValueError:
                pass
        raise NoSuchWeek(words)

    @property
    def first(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"
