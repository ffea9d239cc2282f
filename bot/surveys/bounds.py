"""The least and the greatest number that a question takes, where its form says so plainly."""

from bot.surveys.expressions import Expression, ExpressionProblem, parse
from bot.surveys.expressions.tree import Current, Literal, Negated, Operation
from bot.surveys.model import Question, QuestionType


def bounds_of(question: Question) -> tuple[float | None, float | None]:
    """Least and greatest number, None where there is no such bound, or none that can be read off the form.

    Read from the ends of a range, or from a constraint such as `. >= 0 and . <= 120`.
    """
    if question.type is QuestionType.RANGE:
        start, end, _ = question.bounds
        return min(start, end), max(start, end)
    try:
        tree = parse(question.constraint) if question.constraint else None
    except ExpressionProblem:
        return None, None
    low: float | None = None
    high: float | None = None
    whole = question.type is QuestionType.INTEGER
    for part in _conditions(tree) if tree is not None else ():
        sign, number = part
        if sign in (">", ">="):
            number += whole and sign == ">"
            low = number if low is None else max(low, number)
        else:
            number -= whole and sign == "<"
            high = number if high is None else min(high, number)
    return low, high


def _conditions(tree: Expression) -> list[tuple[str, float]]:
    """Comparisons of the answer with a number, joined by `and`; none where there is anything else."""
    if not isinstance(tree, Operation):
        return []
    sign = tree.rest[0][0]
    if sign == "and":
        parts = [_conditions(each) for each in (tree.first, *(other for _, other in tree.rest))]
        return [condition for part in parts for condition in part]
    if len(tree.rest) == 1 and sign in _TURNED:
        left, right = _number(tree.first), _number(tree.rest[0][1])
        if isinstance(tree.first, Current) and right is not None:
            return [(sign, right)]
        if isinstance(tree.rest[0][1], Current) and left is not None:
            return [(_TURNED[sign], left)]
    return []


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _number(tree: Expression) -> float | None:
    if isinstance(tree, Negated):
        inner = _number(tree.operand)
        return None if inner is None else -inner
    return float(tree.value) if isinstance(tree, Literal) and isinstance(tree.value, float) else None
