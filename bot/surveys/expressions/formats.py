"""How `format-date` writes a date (https://docs.getodk.org/form-operators-functions/#format-date)."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.surveys.expressions.dates import Moment

# English, whatever the machine's locale: a stored value must not depend on where the bot runs.
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

_SPECIFIERS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "Y": lambda wall: f"{wall.year:04}",
    "y": lambda wall: f"{wall.year % 100:02}",
    "m": lambda wall: f"{wall.month:02}",
    "n": lambda wall: str(wall.month),
    "b": lambda wall: _MONTHS[wall.month - 1],
    "d": lambda wall: f"{wall.day:02}",
    "e": lambda wall: str(wall.day),
    "a": lambda wall: _WEEKDAYS[wall.weekday()],
    "H": lambda wall: f"{wall.hour:02}",
    "h": lambda wall: str(wall.hour),
    "M": lambda wall: f"{wall.minute:02}",
    "S": lambda wall: f"{wall.second:02}",
    "3": lambda wall: f"{wall.microsecond // 1000:03}",
    "W": lambda wall: str(wall.isocalendar().week),
    "%": lambda wall: "%",
}
_PART: Final = re.compile(r"%(.?)", re.DOTALL)


def format_moment(moment: Moment, shape: str) -> str:
    """`moment` in the given shape, such as %d.%m.%Y; an unknown part stays as it is."""

    def part(found: re.Match[str]) -> str:
        write = _SPECIFIERS.get(found[1])
        return write(moment.wall) if write else found[0]

    return _PART.sub(part, shape)


def format_problem(shape: str) -> str | None:
    """What is wrong with a shape and what to write instead; None where nothing is."""
    wrong = next((found[0] for found in _PART.finditer(shape) if found[1] not in _SPECIFIERS), None)
    known = " ".join(f"%{letter}" for letter in _SPECIFIERS)
    return f"'{wrong}' has no meaning in a date. Write one of {known}." if wrong else None
