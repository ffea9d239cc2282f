"""Repeats: how often each may come at most, and how many questions that makes.

Each turn looks at all of a response's questions. On the smallest machine that runs a pilot one of them takes about
ten microseconds where it has a condition, so that a turn with MOST_STEPS of them takes a tenth of a second.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.surveys.bounds import bounds_of
from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.formulas import Formula
from bot.surveys.check.rules import Rule
from bot.surveys.expressions import Expression
from bot.surveys.expressions.tree import Call, Literal, Reference
from bot.surveys.model import SILENT, Question, QuestionType, Survey
from bot.surveys.rounds import most_rounds

MOST_STEPS: Final = 10_000
"""Questions of a response with all rounds of its repeats."""


def check_rounds(survey: Survey, formulas: Iterable[Formula], places: Places) -> Iterator[Finding]:
    """Repeats with more rounds than are asked, and those that make too many questions, at the outermost one."""
    counts = {each.question.name: each.tree for each in formulas if each.column == "repeat_count"}
    told = {name: count for name, tree in counts.items() if (count := _told(survey, tree)) is not None}
    for name, count in told.items():
        most = most_rounds(len(survey.places[name].repeats))
        if count > most:
            where = places.question(name, "repeat_count")
            yield found(Rule.ROUNDS_MANY, where, name=name, count=count, most=most)
    steps = {row.name: _steps(row, 0, told) for row in survey.every() if _is_outermost(survey, row)}
    rest = len(survey.places) - sum(len(list(survey.places[name].question.every())) for name in steps)
    if steps and sum(steps.values()) + rest > MOST_STEPS:
        name = max(steps, key=steps.__getitem__)
        where = places.question(name, "type")
        yield found(Rule.STEPS_MANY, where, name=name, count=_shown(steps[name]), most=MOST_STEPS)


def _shown(count: int) -> str:
    return str(count) if count <= 1_000_000 else "more than a million"


def _is_outermost(survey: Survey, row: Question) -> bool:
    return row.type is QuestionType.REPEAT and not survey.places[row.name].repeats


def _steps(row: Question, depth: int, told: dict[str, int]) -> int:
    """What a resident meets at the row at most, in all its rounds; the question for another round counts too."""
    if row.type is QuestionType.REPEAT:
        most = most_rounds(depth)
        rounds = min(told.get(row.name, most), most)
        return 1 + rounds * (1 + sum(_steps(each, depth + 1, told) for each in row.questions))
    if row.type is QuestionType.GROUP:
        return sum(_steps(each, depth, told) for each in row.questions)
    return int(row.type not in SILENT or bool(row.calculation))


def _told(survey: Survey, tree: Expression) -> int | None:
    """The most rounds that a form itself says plainly; None where it does not."""
    match tree:
        case Literal(float() as number):
            most: float | None = number
        case Reference(name) if question := survey.question(name):
            most = bounds_of(question)[1]
        case Call("count-selected", (Reference(name),)) if question := survey.question(name):
            most = len(question.choices) or None
        case _:
            most = None
    return None if most is None or most > 1e9 else max(0, int(most))
