"""The functions that formulas may call: a table of name, number of arguments and meaning.

Meanings: XPath 1.0, section 4 (https://www.w3.org/TR/1999/REC-xpath-19991116/#corelib), ODK form logic
(https://docs.getodk.org/form-operators-functions/), and JavaRosa where the two are silent. No function raises:
what makes no sense is NaN, "" or false. Functions that are `lazy` get their
arguments unevaluated."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from bot.surveys.expressions.dates import Moment, iso_date, moment_of_days, read_clock, read_moment
from bot.surveys.expressions.formats import format_moment
from bot.surveys.expressions.patterns import matches
from bot.surveys.expressions.scope import Scope
from bot.surveys.expressions.values import Value, as_number, as_text, as_texts, as_truth

Later = Callable[[], Value]
"""An argument that is not evaluated yet."""

LONGEST_RESULT: Final = 100_000
"""Characters of a joined text: formulas that double each other's results must not fill the memory."""
MOST_PLACES: Final = 30
"""Decimal places of `round`, beyond which the result is NaN, as in JavaRosa."""


@dataclass(frozen=True, slots=True)
class Function:
    """What may be called: `least` to `most` arguments (None: any number). `nodes`: the argument must be
    `${name}`, not something calculated. `lazy`: the function evaluates its arguments itself, as it needs them."""

    least: int
    most: int | None
    implementation: Callable[..., Value]
    lazy: bool = False
    nodes: bool = False


def _number(scope: Scope, value: Value) -> float:
    return as_number(value, scope.now.tzinfo)


def _moment(scope: Scope, value: Value) -> Moment | None:
    """A moment from a text, or from days since 1970-01-01."""
    moment = None if isinstance(value, float) else read_moment(as_text(value), scope.now.tzinfo)
    if moment:
        return moment
    days = _number(scope, value)
    return None if math.isnan(days) else moment_of_days(days)


# Choices


def _selected(scope: Scope, chosen: Value, name: Value) -> bool:
    wanted = as_text(name).strip()
    return wanted in as_text(chosen).split() if wanted else not as_text(chosen).strip()


def _count_selected(scope: Scope, chosen: Value) -> float:
    return float(len(as_text(chosen).split()))


def _selected_at(scope: Scope, chosen: Value, place: Value) -> str:
    names, index = as_text(chosen).split(), _int(scope, place)
    return names[int(index)] if 0 <= index < len(names) else ""


def _choice_name(scope: Scope, value: Value, question: Value) -> str:
    return scope.choice_name(as_text(value), as_text(question))


# Decisions


def _if(scope: Scope, condition: Later, then: Later, otherwise: Later) -> Value:
    return then() if as_truth(condition()) else otherwise()


def _coalesce(scope: Scope, first: Later, second: Later) -> Value:
    """The first, unless it is "" or NaN."""
    value = first()
    blank = math.isnan(value) if isinstance(value, float) else as_text(value) == ""
    return second() if blank else value


def _once(scope: Scope, value: Later) -> Value:
    """What the question already holds; only a blank one is calculated."""
    return scope.once or value()


# Texts


def _joined(separator: str, values: tuple[Value, ...]) -> str:
    texts, length = [], 0
    for text in as_texts(values):
        texts.append(text)
        length += len(text) + len(separator)
        if length > LONGEST_RESULT:
            break
    return separator.join(texts)[:LONGEST_RESULT]


def _substr(scope: Scope, value: Value, start: Value, end: Value | None = None) -> str:
    """From `start`, counted from 0, up to but without `end`; negative places count from the end."""
    text = as_text(value)
    first = _place(_number(scope, start), len(text))
    last = len(text) if end is None else _place(_number(scope, end), len(text))
    return text[first:last]


def _place(number: float, length: int) -> int:
    if math.isnan(number):
        return 0
    place = math.trunc(max(-length, min(number, length)))
    return place + length if place < 0 else place


def _translate(scope: Scope, value: Value, old: Value, new: Value) -> str:
    table: dict[int, str | None] = {}
    replacements = as_text(new)
    for place, sign in enumerate(as_text(old)):
        table.setdefault(ord(sign), replacements[place] if place < len(replacements) else None)
    return as_text(value).translate(table)


def _own(scope: Scope, value: Value | None) -> str:
    return scope.current if value is None else as_text(value)


def _string_length(scope: Scope, value: Value | None = None) -> float:
    return float(len(_own(scope, value)))


def _normalize_space(scope: Scope, value: Value | None = None) -> str:
    return " ".join(_own(scope, value).split())


# Numbers


def _int(scope: Scope, value: Value) -> float:
    number = _number(scope, value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _round(scope: Scope, value: Value, places: Value = 0.0) -> float:
    """Halves go up, as in XPath: 2.5 to 3, -2.5 to -2. By decimals, as in Excel: 2.675 to 2 places is 2.68."""
    number, digits = _number(scope, value), _number(scope, places)
    if not math.isfinite(number):
        return number
    if math.isnan(digits) or abs(digits) > MOST_PLACES:
        return math.nan
    with localcontext(prec=400):
        exact = Decimal(repr(number)).scaleb(math.trunc(digits))
        whole = exact.to_integral_value(ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP)
        return float(whole.scaleb(-math.trunc(digits)))


def _pow(scope: Scope, base: Value, exponent: Value) -> float:
    number, power = _number(scope, base), _number(scope, exponent)
    negative = (
        math.copysign(1, number) < 0 and math.fmod(power, 2) in (1, -1) if math.isfinite(power) else False
    )
    try:
        return math.pow(number, power)
    except OverflowError:
        return -math.inf if negative else math.inf
    except ValueError:  # 0 to a negative power, or a root of a negative number
        if number == 0:
            return -math.inf if negative else math.inf
        return math.nan


def _numbers(scope: Scope, values: tuple[Value, ...]) -> list[float]:
    """The numbers among all values; as in JavaRosa, what is none (an unanswered question) does not count."""
    numbers = [
        _number(scope, each) for value in values for each in (value if isinstance(value, tuple) else (value,))
    ]
    return [number for number in numbers if not math.isnan(number)]


def _sum(scope: Scope, values: Value) -> float:
    return float(sum(_numbers(scope, (values,))))


def _max(scope: Scope, *values: Value) -> float:
    return max(_numbers(scope, values), default=math.nan)


def _min(scope: Scope, *values: Value) -> float:
    return min(_numbers(scope, values), default=math.nan)


# Dates


def _date(scope: Scope, value: Value) -> str:
    """An ISO date, of an ISO date or time or of days since 1970-01-01; "" for anything else."""
    moment = _moment(scope, value)
    return iso_date(moment.wall) if moment else ""


def _format_date(scope: Scope, value: Value, shape: Value) -> str:
    moment = _moment(scope, value)
    return format_moment(moment, as_text(shape)) if moment else ""


def _decimal_date_time(scope: Scope, value: Value) -> float:
    """Days since 1970-01-01 00:00 UTC, with fractions; a number stays as it is."""
    if isinstance(value, float):
        return value
    moment = read_moment(as_text(value), scope.now.tzinfo)
    return moment.universal_days(scope.now.tzinfo) if moment else math.nan


def _decimal_time(scope: Scope, value: Value) -> float:
    """The time of day as a part of a day: noon is 0.5."""
    clock = read_clock(as_text(value))
    return math.nan if clock is None else clock


FUNCTIONS: Final[Mapping[str, Function]] = {
    "selected": Function(2, 2, _selected),
    "count-selected": Function(1, 1, _count_selected),
    "selected-at": Function(2, 2, _selected_at),
    "jr:choice-name": Function(2, 2, _choice_name),
    "not": Function(1, 1, lambda scope, value: not as_truth(value)),
    "true": Function(0, 0, lambda scope: True),
    "false": Function(0, 0, lambda scope: False),
    "boolean": Function(1, 1, lambda scope, value: as_truth(value)),
    "if": Function(3, 3, _if, lazy=True),
    "coalesce": Function(2, 2, _coalesce, lazy=True),
    "once": Function(1, 1, _once, lazy=True),
    "regex": Function(2, 2, lambda scope, value, pattern: matches(as_text(pattern), as_text(value))),
    "string": Function(1, 1, lambda scope, value: as_text(value)),
    "string-length": Function(0, 1, _string_length),
    "normalize-space": Function(0, 1, _normalize_space),
    "concat": Function(1, None, lambda scope, *values: _joined("", values)),
    "join": Function(1, None, lambda scope, separator, *values: _joined(as_text(separator), values)),
    "contains": Function(2, 2, lambda scope, text, part: as_text(part) in as_text(text)),
    "starts-with": Function(2, 2, lambda scope, text, part: as_text(text).startswith(as_text(part))),
    "ends-with": Function(2, 2, lambda scope, text, part: as_text(text).endswith(as_text(part))),
    "substr": Function(2, 3, _substr),
    "translate": Function(3, 3, _translate),
    "number": Function(1, 1, _number),
    "int": Function(1, 1, _int),
    "round": Function(1, 2, _round),
    "abs": Function(1, 1, lambda scope, value: abs(_number(scope, value))),
    "pow": Function(2, 2, _pow),
    "min": Function(1, None, _min),
    "max": Function(1, None, _max),
    "sum": Function(1, 1, _sum, nodes=True),
    "count": Function(1, 1, lambda scope, value: float(len(as_texts((value,)))), nodes=True),
    "position": Function(0, 1, lambda scope, *_: float(scope.position)),
    "today": Function(0, 0, lambda scope: iso_date(scope.now)),
    "now": Function(0, 0, lambda scope: scope.now.isoformat(timespec="milliseconds")),
    "date": Function(1, 1, _date),
    "format-date": Function(2, 2, _format_date),
    "format-date-time": Function(2, 2, _format_date),
    "decimal-date-time": Function(1, 1, _decimal_date_time),
    "decimal-time": Function(1, 1, _decimal_time),
}
