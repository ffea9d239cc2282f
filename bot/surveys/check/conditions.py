"""Questions that can never be asked, and constraints that no answer meets."""

from collections.abc import Iterable, Iterator
from functools import partial

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.formulas import Formula, walk
from bot.surveys.check.possible import Way, can_hold, is_word, joined, ways
from bot.surveys.check.rules import Rule
from bot.surveys.expressions import Expression
from bot.surveys.expressions.dates import read_clock
from bot.surveys.expressions.tree import Call, Current, Literal, Operation, Reference, parts
from bot.surveys.expressions.values import as_text
from bot.surveys.model import ASKED, Question, Survey


def check_conditions(survey: Survey, formulas: Iterable[Formula], places: Places) -> Iterator[Finding]:
    """Conditions and constraints that cannot hold, each said once, at the outermost row."""
    trees = {(formula.question.name, formula.column): formula.tree for formula in formulas}
    yield from _never_asked(survey, survey.questions, [()], trees, places)
    for question in survey.every():
        tree = trees.get((question.name, "constraint"))
        if tree is not None and question.type in ASKED:
            asked = partial(_asked, survey, question)
            if not any(can_hold(way, asked) for way in ways(tree)):
                yield found(
                    Rule.NEVER_ANSWERED, places.question(question.name, "constraint"), name=question.name
                )


def check_comparisons(formulas: Iterable[Formula], places: Places) -> Iterator[Finding]:
    """`<` and `>` beside words, which never hold."""
    for formula in formulas:
        for each in walk(formula.tree):
            if isinstance(each, Operation) and each.rest[0][0] in ("<", "<=", ">", ">="):
                for word in (part.value for part in parts(each) if isinstance(part, Literal)):
                    if is_word(word):
                        cure = (
                            f"Write decimal-time(...) around both sides, as in decimal-time('{word}')."
                            if read_clock(as_text(word)) is not None
                            else "Write a number without quotes, or a date such as '2026-12-31'."
                        )
                        place = places.question(formula.question.name, formula.column)
                        yield found(
                            Rule.COMPARED_WITH_WORD, place, name=word, sign=each.rest[0][0], cure=cure
                        )


def _never_asked(
    survey: Survey,
    rows: Iterable[Question],
    around: list[Way],
    trees: dict[tuple[str, str], Expression],
    places: Places,
) -> Iterator[Finding]:
    for row in rows:
        tree = trees.get((row.name, "relevant"))
        within = around
        if tree is not None:
            asked = partial(_asked, survey, row)
            within = [way for way in joined([around, ways(tree)]) if can_hold(way, asked)]
            if not within:
                yield found(Rule.NEVER_ASKED, places.question(row.name, "relevant"), name=row.name)
                continue
        yield from _never_asked(survey, row.questions, within, trees, places)


def _asked(survey: Survey, own: Question, term: Expression) -> Question | None:
    match term:
        case Reference(name):
            return survey.question(name)
        case Current():
            return own
        case Call("count-selected", (inner,)):
            return _asked(survey, own, inner)
    return None
