"""What a formula comes to, for given answers. Walks the tree; nothing is ever run as code."""

import math
import operator
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from bot.surveys.expressions.comparison import compare
from bot.surveys.expressions.functions import FUNCTIONS
from bot.surveys.expressions.scope import Scope
from bot.surveys.expressions.tree import (
    Call,
    Column,
    Current,
    Expression,
    Literal,
    Negated,
    Operation,
    Parent,
    QuestionName,
    Reference,
    parts,
)
from bot.surveys.expressions.values import Value, as_number, as_text, as_texts, as_truth


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of a parsed formula. Never raises for any answers: nonsense is NaN, "" or false."""
    match expression:
        case Literal(value):
            return value
        case Reference(name):
            return scope.value(name)
        case QuestionName(name):
            return name
        case Column(name):
            return scope.column(name)
        case Current():
            return scope.current
        case Parent():
            return ""
        case Negated(operand):
            return -as_number(evaluate(operand, scope), scope.now.tzinfo)
        case Operation():
            return _operation(expression, scope)
        case Call(name, arguments):
            function = FUNCTIONS[name]
            if function.lazy:
                return function.implementation(scope, *(partial(evaluate, each, scope) for each in arguments))
            values = []
            for each in arguments:  # no comprehension: it would cost a frame of the stack per level
                values.append(evaluate(each, scope))
            return function.implementation(scope, *values)


def truth(expression: Expression, scope: Scope) -> bool:
    """Whether a condition holds: `relevant`, `constraint`, `required`, `read_only`."""
    return as_truth(evaluate(expression, scope))


def number_of(expression: Expression, scope: Scope) -> float:
    """The value as a number, NaN where it is none: `repeat_count`."""
    return as_number(evaluate(expression, scope), scope.now.tzinfo)


def text_of(expression: Expression, scope: Scope) -> str:
    """The value as a form stores it: `calculation`, `default`. What is no number is blank, as in JavaRosa
    (`Recalculate.wrapData`), so that nobody reads "NaN" while an answer is missing."""
    value = evaluate(expression, scope)
    return "" if isinstance(value, float) and math.isnan(value) else as_text(value)


def _operation(chain: Operation, scope: Scope) -> Value:
    sign = chain.rest[0][0]
    if sign in ("and", "or"):
        # Stops at the first that decides, so that the rest is not even looked at.
        for operand in parts(chain):
            if as_truth(evaluate(operand, scope)) == (sign == "or"):
                return sign == "or"
        return sign == "and"
    if sign == "|":
        # The same question twice is one node (XPath 1.0, section 3.3).
        return tuple(as_texts(tuple(evaluate(each, scope) for each in dict.fromkeys(parts(chain)))))
    zone = scope.now.tzinfo
    value = evaluate(chain.first, scope)
    for sign, operand in chain.rest:
        right = evaluate(operand, scope)
        if sign in _ARITHMETIC:
            value = _ARITHMETIC[sign](as_number(value, zone), as_number(right, zone))
        else:
            value = compare(sign, value, right, zone)
    return value


def _divide(left: float, right: float) -> float:
    """As IEEE 754 has it: dividing by zero is infinite, or NaN for 0 and NaN."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """With the sign of the left one, as in XPath and Java."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


_ARITHMETIC: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _remainder,
}
