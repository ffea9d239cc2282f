"""Conditions of the plain kinds, made into functions: `${a} = 'yes'`, `${age} >= 18`, `selected(${b}, 'c')`, and what
`and`, `or` and `not` make of them. In a form of a thousand questions each turn looks at a thousand conditions, and
nearly all of them are of these kinds. They come to exactly what `evaluate` comes to; the others are left to it."""

import operator
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Final

from bot.surveys.expressions.comparison import ALMOST
from bot.surveys.expressions.dates import read_moment
from bot.surveys.expressions.tree import Call, Expression, Literal, Negated, Operation, Reference, parts
from bot.surveys.expressions.values import as_number, as_text

Condition = Callable[[Mapping[str, str], tzinfo | None], bool]
"""Whether it holds for these values by name; times with an offset are moved to the zone."""

_ORDERS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def quick(tree: Expression) -> Condition | None:
    """The condition as a function, None where it is of another kind."""
    match tree:
        case Reference(name):
            return lambda values, zone: bool(values[name])
        case Call("true", ()):
            return lambda values, zone: True
        case Call("false", ()):
            return lambda values, zone: False
        case Call("not", (operand,)):
            inner = quick(operand)
            return None if inner is None else _negated(inner)
        case Call("selected", (Reference(name), Literal(value))):
            return _selected(name, as_text(value).strip())
        case Operation(_, ((("and" | "or") as sign, _), *_)):
            return _joined(sign, [quick(each) for each in parts(tree)])
        case Operation(Reference(name), ((sign, other),)) if sign in _TURNED:
            return _compared(name, sign, other)
        case Operation(other, ((sign, Reference(name)),)) if sign in _TURNED:
            return _compared(name, _TURNED[sign], other)
    return None


def _negated(inner: Condition) -> Condition:
    return lambda values, zone: not inner(values, zone)


def _selected(name: str, wanted: str) -> Condition:
    if not wanted:
        return lambda values, zone: not values[name].strip()
    return lambda values, zone: wanted in values[name].split()


def _joined(sign: str, conditions: list[Condition | None]) -> Condition | None:
    known = [each for each in conditions if each is not None]
    if len(known) < len(conditions):
        return None
    if len(known) == 2:  # by far the most common
        one, other = known
        if sign == "and":
            return lambda values, zone: one(values, zone) and other(values, zone)
        return lambda values, zone: one(values, zone) or other(values, zone)
    if sign == "and":
        return lambda values, zone: all(each(values, zone) for each in known)
    return lambda values, zone: any(each(values, zone) for each in known)


def _compared(name: str, sign: str, other: Expression) -> Condition | None:
    match other:
        case Literal(str() as text):
            return _with_text(name, sign, text)
        case Literal(float() as number):
            return _with_number(name, sign, number)
        case Negated(Literal(float() as number)):
            return _with_number(name, sign, -number)
    return None


def _with_text(name: str, sign: str, text: str) -> Condition | None:
    if sign in _ORDERS or read_moment(text, None):  # dates are compared as days
        return None
    if sign == "=":
        return lambda values, zone: values[name] == text
    return lambda values, zone: values[name] != text


def _with_number(name: str, sign: str, number: float) -> Condition:
    if order := _ORDERS.get(sign):
        return lambda values, zone: order(as_number(values[name], zone), number)
    equal = sign == "="

    def same(values: Mapping[str, str], zone: tzinfo | None) -> bool:
        value = as_number(values[name], zone)
        return (value == number or abs(value - number) < ALMOST) == equal

    return same
