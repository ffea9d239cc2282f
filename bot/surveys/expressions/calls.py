"""What a call of a function must be like, so that nothing is left to find out while a resident answers."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

from bot.surveys.expressions.formats import format_problem
from bot.surveys.expressions.functions import FUNCTIONS
from bot.surveys.expressions.lexer import NAME, Token
from bot.surveys.expressions.patterns import pattern_problem
from bot.surveys.expressions.problem import ExpressionProblem
from bot.surveys.expressions.tree import Call, Current, Expression, Literal, Operation, Parent, Reference

LIKE: Final = 60
"""How alike (of 100) a name must be to be suggested."""

ELSEWHERE: Final = frozenset(
    {
        "acos",
        "area",
        "asin",
        "atan",
        "atan2",
        "base64-decode",
        "boolean-from-string",
        "ceiling",
        "checklist",
        "cos",
        "count-non-empty",
        "current",
        "date-time",
        "digest",
        "distance",
        "enclosed-area",
        "exp",
        "exp10",
        "floor",
        "geofence",
        "id",
        "indexed-repeat",
        "instance",
        "intersects",
        "jr:itext",
        "lang",
        "last",
        "local-name",
        "log",
        "log10",
        "name",
        "namespace-uri",
        "pi",
        "property",
        "pulldata",
        "random",
        "randomize",
        "search",
        "sin",
        "sqrt",
        "substring",
        "substring-after",
        "substring-before",
        "tan",
        "thousandsep",
        "uuid",
        "version",
        "weighted-checklist",
    }
)
"""Functions of ODK or XPath that surveys here do not have, so that nobody is told of a spelling mistake."""

_REFERENCE: Final = re.compile(rf"\$\{{({NAME})\}}")


def check_name(name: Token) -> None:
    """ExpressionProblem where there is no function of that name."""
    if name.text in FUNCTIONS:
        return
    if name.text in ELSEWHERE:
        raise ExpressionProblem(
            name.column,
            f"The function '{name.text}' exists elsewhere, not here. Write the formula without it.",
        )
    found = process.extractOne(name.text.lower(), list(FUNCTIONS), scorer=fuzz.ratio, score_cutoff=LIKE)
    cure = f"Did you mean '{found[0]}'?" if found else "Write the formula without it."
    raise ExpressionProblem(name.column, f"There is no function '{name.text}'. {cure}")


def check_call(name: Token, arguments: Sequence[Expression]) -> Call:
    """The call of the function `name`; ExpressionProblem where it cannot work."""
    function = FUNCTIONS[name.text]
    number = len(arguments)
    if number < function.least or (function.most is not None and number > function.most):
        raise ExpressionProblem(
            name.column,
            f"'{name.text}' has {_values(number)} in its brackets. Write {_wanted(function.least, function.most)}.",
        )
    cure = _cure(name.text, arguments)
    if cure:
        raise ExpressionProblem(name.column, f"'{name.text}': {cure}")
    return Call(name.text, tuple(arguments))


def check_text(text: Token) -> Literal:
    """A text in quotes; ExpressionProblem where an answer is meant to appear in it, since it would not."""
    found = _REFERENCE.search(text.text)
    if found:
        raise ExpressionProblem(
            text.column,
            f"Inside quotes {found[0]} is not replaced by the answer. Write it outside, as in concat('... ', {found[0]}).",
        )
    return Literal(text.text)


def question_name(text: str) -> str | None:
    """The name in "${name}", as `jr:choice-name` takes it in quotes; None where there is none."""
    found = _REFERENCE.fullmatch(text.strip())
    return found[1] if found else None


def _cure(name: str, arguments: Sequence[Expression]) -> str | None:
    if FUNCTIONS[name].nodes and not is_node(arguments[0]):
        return f"It looks at the answers of a repeat, not at something calculated. Write {name}(${{name}})."
    if name == "position":
        ok = not arguments or isinstance(arguments[0], Parent)
        return None if ok else "It tells the round of the present repeat only. Write position(..)."
    if any(isinstance(each, Parent) for each in arguments):
        return "'..' has a meaning in position(..) only. Write ${name} for a question."
    match name, arguments:
        case "regex", [_, Literal(str() as pattern)]:
            return pattern_problem(pattern)
        case "format-date" | "format-date-time", [_, Literal(str() as shape)]:
            return format_problem(shape)
    return None


def is_node(expression: Expression) -> bool:
    """Whether `expression` is an answer, or several joined by `|`, and not something calculated."""
    if isinstance(expression, Operation):
        return expression.rest[0][0] == "|"
    return isinstance(expression, Reference | Current)


def _values(number: int) -> str:
    return "1 value" if number == 1 else f"{number or 'no'} values"


def _wanted(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {_values(least)}, with commas between them"
    if least == most:
        return f"{_values(least)}, with commas between them" if least > 1 else _values(least)
    return f"{least or 'none'} or {_values(most)}"
