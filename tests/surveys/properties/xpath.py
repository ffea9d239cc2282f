"""XPath 1.0 by `elementpath`, with the few functions that XForms add and random forms use."""

import math
import operator
import re
from collections.abc import Callable
from copy import copy
from typing import Any
from xml.etree.ElementTree import Element

from elementpath import XPath1Parser, XPathContext
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathFunction

Evaluator = Callable[[XPathFunction, XPathContext | None], Any]


class FormParser(XPath1Parser):
    """XPath as XForms have it."""


def _added(name: str, least: int, most: int) -> Callable[[Evaluator], Evaluator]:
    FormParser.function(name, nargs=(least, most) if least != most else least)

    def register(evaluator: Evaluator) -> Evaluator:
        FormParser.symbol_table[name].evaluate = evaluator
        return evaluator

    return register


def _value(token: Any, context: XPathContext | None) -> Any:
    value = token.evaluate(copy(context))
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.string_value if isinstance(value, XPathNode) else value


def as_text(value: Any) -> str:
    """A result as an XForm instance would have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else str(value)
    return str(value)


def _text(token: Any, context: XPathContext | None) -> str:
    return as_text(_value(token, context))


@_added("selected", 2, 2)
def _selected(self: XPathFunction, context: XPathContext | None = None) -> bool:
    return _text(self[1], context) in _text(self[0], context).split()


@_added("count-selected", 1, 1)
def _count_selected(self: XPathFunction, context: XPathContext | None = None) -> int:
    return len(_text(self[0], context).split())


@_added("if", 3, 3)
def _if(self: XPathFunction, context: XPathContext | None = None) -> Any:
    condition = _value(self[0], context)
    return _value(self[1] if condition else self[2], context)


@_added("coalesce", 2, 2)
def _coalesce(self: XPathFunction, context: XPathContext | None = None) -> Any:
    first = _text(self[0], context)
    return first if first else _value(self[1], context)


@_added("regex", 2, 2)
def _regex(self: XPathFunction, context: XPathContext | None = None) -> bool:
    return re.fullmatch(_text(self[1], context), _text(self[0], context)) is not None


def _compared(sign: str) -> Evaluator:
    """A comparison by XPath 1.0, section 3.4; elementpath itself raises where a blank answer meets a number."""

    def evaluator(self: XPathFunction, context: XPathContext | None = None) -> bool:
        left, right = (each.evaluate(copy(context)) for each in (self[0], self[1]))
        if isinstance(left, bool) or isinstance(right, bool):
            return _holds(sign, float(bool(left)), float(bool(right)))
        return any(_holds(sign, one, other) for one in _each(left) for other in _each(right))

    return evaluator


def _each(value: Any) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    return [each.string_value if isinstance(each, XPathNode) else each for each in values]


def _holds(sign: str, left: Any, right: Any) -> bool:
    if sign not in ("=", "!=") or not (isinstance(left, str) and isinstance(right, str)):
        left, right = _number(left), _number(right)
    return bool(SIGNS[sign](left, right))


def _number(value: Any) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


SIGNS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
for each in SIGNS:
    # A class of its own, so that XPath as others use it stays as it is.
    known = FormParser.symbol_table[each]
    FormParser.symbol_table[each] = type(known.__name__, (known,), {"evaluate": _compared(each)})

FormParser.build()


def evaluate(root: Element, expression: str, node: Element, current: Element | None = None) -> Any:
    """What `expression` comes to at `node`: a text, a number or a truth. `current()` is where a filter stands."""
    token = FormParser().parse(expression.replace("current()", "$current"))
    variables: dict[str, Any] = {} if current is None else {"current": current}
    return _value(token, XPathContext(root, item=node, variables=variables))
