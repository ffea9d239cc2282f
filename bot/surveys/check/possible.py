"""Whether a condition can hold at all, as far as that can be told without trying every answer.

A condition becomes a list of ways in which it may hold; each way is a list of plain facts about answers. What cannot
be told counts as possible, so that nothing is called impossible that is not."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Final

from bot.surveys.bounds import bounds_of
from bot.surveys.expressions import Expression, evaluate
from bot.surveys.expressions.dates import read_moment
from bot.surveys.expressions.functions import FUNCTIONS
from bot.surveys.expressions.tree import (
    Call,
    Column,
    Current,
    Literal,
    Negated,
    Operation,
    Parent,
    Reference,
    parts,
)
from bot.surveys.expressions.values import as_text, as_truth
from bot.surveys.model import CHOSEN, Question, QuestionType

MOST_WAYS: Final = 64
"""Beyond so many a condition counts as possible."""
MOST_CHOICES: Final = 100
"""Beyond so many they are not tried one by one."""
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_CHANGING: Final = frozenset({"today", "now", "once", "position"})
_NUMERIC: Final = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})


@dataclass(frozen=True)
class Fact:
    """`term sign value`, such as age >= 18; the sign `has` stands for selected()."""

    term: Expression
    sign: str
    value: str | float
    holds: bool = True


Way = tuple[Fact, ...]
Asked = Callable[[Expression], Question | None]
"""The question that a term is the answer to, None where it is something else."""


def ways(tree: Expression, wanted: bool = True) -> list[Way]:
    """The ways in which `tree` may be true (or false, where that is wanted); none where it never is."""
    match tree:
        case Operation(_, rest) if rest[0][0] in ("and", "or"):
            inner = [ways(each, wanted) for each in parts(tree)]
            if (rest[0][0] == "and") == wanted:
                return joined(inner)
            either = [way for each in inner for way in each]
            return either if len(either) <= MOST_WAYS else [()]
        case Call("not", (operand,)):
            return ways(operand, not wanted)
        case Call("boolean", (operand,)):
            return ways(operand, wanted)
        case Call("selected", (term, Literal(value))) if as_text(value).strip():
            return [(Fact(term, "has", as_text(value).strip(), wanted),)]
        case Operation(first, ((sign, second),)) if sign in _TURNED and not _is_constant(tree):
            return [_comparison(first, sign, second, wanted)]
    if _is_constant(tree):
        return [()] if as_truth(evaluate(tree, _NOWHERE)) == wanted else []
    return [()]


def joined(inner: list[list[Way]]) -> list[Way]:
    """The ways in which all of `inner` hold at once."""
    if math.prod(len(each) for each in inner) > MOST_WAYS:
        return [()] if all(inner) else []
    return [tuple(fact for way in combination for fact in way) for combination in product(*inner)]


def can_hold(way: Way, asked: Asked) -> bool:
    """Whether some answers make all facts of `way` true."""
    by_term: dict[Expression, list[Fact]] = {}
    for fact in way:
        by_term.setdefault(fact.term, []).append(fact)
    return all(_one_can_hold(term, facts, asked(term)) for term, facts in by_term.items())


def _comparison(first: Expression, sign: str, second: Expression, wanted: bool) -> Way:
    value, other = _literal(second), _literal(first)
    if value is not None:
        return (Fact(first, sign, value, wanted),)
    if other is not None:
        return (Fact(second, _TURNED[sign], other, wanted),)
    return ()


def _literal(tree: Expression) -> str | float | None:
    match tree:
        case Literal(value):
            return value
        case Negated(Literal(float() as value)):
            return -value
    return None


def _one_can_hold(term: Expression, facts: list[Fact], question: Question | None) -> bool:
    if question and question.type in CHOSEN and question.choices and not isinstance(term, Call):
        return _choices_can_hold(facts, question)
    if any(fact.sign == "has" for fact in facts):
        return True
    texts = {fact.value for fact in facts if fact.sign == "=" and fact.holds and isinstance(fact.value, str)}
    without = {fact.value for fact in facts if (fact.sign == "!=") == fact.holds and fact.sign in ("=", "!=")}
    if len(texts) > 1 and not any(_numeric(text) for text in texts):
        return False
    return not texts & without and _number_can_hold(term, facts, question)


def _choices_can_hold(facts: list[Fact], question: Question) -> bool:
    """One of the choices, or none, must fit; where several can be chosen, each named one must be there."""
    names = question.by_name
    if question.type is not QuestionType.SELECT_ONE:
        wanted = {fact.value for fact in facts if fact.sign == "has" and fact.holds}
        unwanted = {fact.value for fact in facts if fact.sign == "has" and not fact.holds}
        return wanted <= names.keys() and not wanted & unwanted
    named = {as_text(fact.value).strip() for fact in facts if _is_named(fact)}
    if not named and len(names) > MOST_CHOICES:
        return True
    tried = [name for name in named if name in names or not name] if named else ["", *names]
    return any(all(_fits(fact, name) for fact in facts) for name in tried)


def _is_named(fact: Fact) -> bool:
    """Whether the choice must be the one that the fact names."""
    return fact.sign in ("=", "!=", "has") and (fact.sign != "!=") == fact.holds


def _fits(fact: Fact, name: str) -> bool:
    if fact.sign in ("=", "!=", "has"):
        same = name == as_text(fact.value).strip()
        return (same == (fact.sign != "!=")) == fact.holds
    number, bound = _numeric(name), _numeric(as_text(fact.value))
    if number is None or bound is None:
        return not fact.holds
    return _COMPARED[fact.sign](number, bound) == fact.holds


def _number_can_hold(term: Expression, facts: list[Fact], question: Question | None) -> bool:
    low, high, whole = _range_of(term, question)
    for fact in facts:
        value = _numeric(fact.value)
        # An answer that is no number makes every comparison false: only facts that hold say something.
        if fact.holds and fact.sign in _COMPARED and is_word(fact.value):
            return False
        if value is None or not fact.holds or fact.sign in ("!=", "has"):
            continue
        if fact.sign in (">", ">=", "="):
            low = max(low, _next(value, whole, up=True) if fact.sign == ">" else value)
        if fact.sign in ("<", "<=", "="):
            high = min(high, _next(value, whole, up=False) if fact.sign == "<" else value)
    if whole:
        low, high = (
            (math.ceil(low) if math.isfinite(low) else low),
            (math.floor(high) if math.isfinite(high) else high),
        )
    return low <= high


def is_word(value: str | float) -> bool:
    """Whether it is neither a number nor a date, so that nothing is less or more than it."""
    return isinstance(value, str) and _numeric(value) is None and read_moment(value, None) is None


def _next(value: float, whole: bool, *, up: bool) -> float:
    """The nearest number beyond `value`: for whole numbers the next one."""
    if whole:
        return math.floor(value) + 1 if up else math.ceil(value) - 1
    return math.nextafter(value, math.inf if up else -math.inf)


def _range_of(term: Expression, question: Question | None) -> tuple[float, float, bool]:
    """Least and greatest number that `term` can be, and whether it is a whole one."""
    match term:
        case Call("count-selected") if question and question.type in CHOSEN:
            return (
                0.0,
                1.0 if question.type is QuestionType.SELECT_ONE else float(len(question.choices)),
                True,
            )
        case Call("string-length" | "count-selected" | "count"):
            return 0.0, math.inf, True
    if question is None or question.type not in _NUMERIC or not isinstance(term, Reference):
        return -math.inf, math.inf, bool(question and question.type is QuestionType.INTEGER)
    low, high = bounds_of(question)
    return (
        -math.inf if low is None else low,
        math.inf if high is None else high,
        question.type is QuestionType.INTEGER,
    )


def _numeric(value: str | float) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def _is_constant(tree: Expression) -> bool:
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Reference | Current | Column | Parent):
            return False
        if isinstance(each, Call) and (each.name in _CHANGING or each.name not in FUNCTIONS):
            return False
        if isinstance(each, Call) and not each.arguments and each.name not in ("true", "false"):
            return False  # string-length() looks at the answer itself
        waiting.extend(parts(each))
    return True


class _Nowhere:
    """What a formula sees that looks at nothing."""

    current = once = ""
    position = 1
    now = datetime(2000, 1, 1, tzinfo=UTC)

    def value(self, name: str) -> str:
        return ""

    def column(self, name: str) -> str:
        return ""

    def choice_name(self, value: str, question: str) -> str:
        return ""


_NOWHERE: Final = _Nowhere()
