"""A clock of buttons: first the hour, then the minutes. Presses: "h" and the hour, "t" and the time."""

import re
from collections.abc import Callable
from datetime import time
from typing import Final

from bot.conversation.asked import Asked
from bot.conversation.spoken import clock as in_words
from bot.conversation.talk import Row, grid

EVERY: Final = 5  # minutes
_BACK: Final = "h"


def hours(asked: Asked) -> tuple[Row, ...]:
    """The hours of the day."""
    buttons = [asked.button(in_words(asked.t, time(hour)), f"h{hour:02}") for hour in range(24)]
    return grid(buttons, 4)


def minutes(asked: Asked, hour: int, allowed: Callable[[time], bool]) -> tuple[Row, ...]:
    """The minutes of an hour, those that are `allowed`, and the way back to the hours."""
    times = [time(hour, minute) for minute in range(0, 60, EVERY)]
    buttons = [asked.button(in_words(asked.t, each), f"t{each:%H:%M}") for each in times if allowed(each)]
    return (*grid(buttons, 3), (asked.button(asked.t("🕐 Another hour"), _BACK),))


def hour_of(value: str) -> str | None:
    """The hour that was pressed as two digits, "" for back to the hours; None where the press was another."""
    if value == _BACK:
        return ""
    found = re.fullmatch(r"h([01]\d|2[0-3])", value, re.ASCII)
    return found[1] if found else None


def time_of(value: str) -> time | None:
    """The time that was pressed."""
    found = re.fullmatch(r"t([01]\d|2[0-3]):([0-5]\d)", value, re.ASCII)
    return time(int(found[1]), int(found[2])) if found else None
