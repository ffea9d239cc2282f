"""The four kinds of values and how one is read as another.

The meanings are those of XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/, sections 3.4, 4.2 to 4.4),
with one addition of JavaRosa: a text that is an ISO date counts as days where a number is wanted.
An answer outside of repeats is a text here, as in JavaRosa: it is true when it is not blank."""

import math
import re
from datetime import tzinfo
from decimal import Decimal
from typing import Final, TypeAlias

from bot.surveys.expressions.dates import read_moment

Value: TypeAlias = str | float | bool | tuple[str, ...]
"""A text, a number, a truth, or the texts of several nodes."""

_NUMBER: Final = re.compile(r"[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)[ \t\r\n]*", re.ASCII)


def as_number(value: Value, zone: tzinfo | None) -> float:
    """`value` as a number; NaN where it is none. `zone` is where a time with an offset is moved to."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, float):
        return value
    text = as_text(value)
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = read_moment(text, zone)
    return moment.days if moment else math.nan


def as_text(value: Value) -> str:
    """`value` as a text: of several nodes the first, of a number its shortest decimals without an exponent."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return value[0] if value else ""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def as_truth(value: Value) -> bool:
    """`value` as yes or no: a text is true when not blank, a number when neither 0 nor NaN."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def as_texts(values: tuple[Value, ...]) -> list[str]:
    """All texts in `values`, those of several nodes one by one."""
    texts: list[str] = []
    for value in values:
        texts.extend(value if isinstance(value, tuple) else (as_text(value),))
    return texts
