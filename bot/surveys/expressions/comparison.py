"""`=`, `!=`, `<`, `<=`, `>` and `>=`.

XPath 1.0, section 3.4: several nodes compare true when one of them does. From JavaRosa: dates are compared as
days, and numbers that differ by less than 1e-12 are equal, so that 0.1 + 0.2 is 0.3 to residents as well."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from itertools import product
from math import floor
from typing import Final

from bot.surveys.expressions.dates import Moment, read_moment
from bot.surveys.expressions.values import Value, as_number, as_truth

ALMOST: Final = 1e-12

_ORDERS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: Value, right: Value, zone: tzinfo | None) -> bool:
    """Whether `left sign right` holds; whatever cannot be compared does not, except as `!=`."""
    if isinstance(left, bool) or isinstance(right, bool):
        left, right = _single(left), _single(right)
    return any(_holds(sign, one, other, zone) for one, other in product(_each(left), _each(right)))


def _single(value: Value) -> Value:
    return as_truth(value) if isinstance(value, tuple) else value


def _each(value: Value) -> Iterable[str | float | bool]:
    return value if isinstance(value, tuple) else (value,)


def _holds(sign: str, left: str | float | bool, right: str | float | bool, zone: tzinfo | None) -> bool:
    if sign in _ORDERS:
        return _ORDERS[sign](*_measures(left, right, zone))
    return _same(left, right, zone) == (sign == "=")


def _same(left: str | float | bool, right: str | float | bool, zone: tzinfo | None) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_truth(left) == as_truth(right)
    if isinstance(left, str) and isinstance(right, str):
        if left == right:
            return True
        moments = _moments(left, right, zone)
        return moments is not None and operator.eq(*_days(*moments))
    one, other = as_number(left, zone), as_number(right, zone)
    return one == other or abs(one - other) < ALMOST


def _measures(
    left: str | float | bool, right: str | float | bool, zone: tzinfo | None
) -> tuple[float, float]:
    moments = _moments(left, right, zone)
    return _days(*moments) if moments else (as_number(left, zone), as_number(right, zone))


def _moments(left: Value, right: Value, zone: tzinfo | None) -> tuple[Moment, Moment] | None:
    if not (isinstance(left, str) and isinstance(right, str)):
        return None
    one, other = read_moment(left, zone), read_moment(right, zone)
    return (one, other) if one and other else None


def _days(left: Moment, right: Moment) -> tuple[float, float]:
    """Beside a plain date the time of day does not count: today is today, at any hour."""
    if left.timed and right.timed:
        return left.days, right.days
    return floor(left.days), floor(right.days)
