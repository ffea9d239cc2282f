"""The formulas of a survey: whether each can be read, and whether what it names is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rapidfuzz import fuzz, process

from bot.surveys.check.finding import Finding, Place, Places, found
from bot.surveys.check.rules import Rule
from bot.surveys.expressions import Expression, ExpressionProblem, parse, references
from bot.surveys.expressions.tree import Call, Column, Current, Literal, Operation, Reference, parts
from bot.surveys.expressions.values import as_text
from bot.surveys.filling import REFERENCE
from bot.surveys.model import ASKED, CHOSEN, Question, Survey, Translated

COLUMNS: Final = (
    "relevant", "required", "constraint", "calculation", "repeat_count", "choice_filter", "default",
)  # fmt: skip
"""Columns that hold formulas."""
TEXT_COLUMNS: Final = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
FIRST_DECIDED: Final = frozenset({"relevant", "required", "repeat_count", "choice_filter"})
"""Those that are looked at when a question is asked."""
LIKE: Final = 60
MOST_LOOKED_UP: Final = 200
LONGEST_LOOKED_UP: Final = 100  # characters
_ANY: Final = "name", "label"
"""Columns that every choice has."""


@dataclass(frozen=True)
class Formula:
    """A formula that can be read, and where it stands."""

    question: Question
    column: str
    tree: Expression


def read_formulas(survey: Survey, places: Places) -> tuple[list[Formula], list[Finding]]:
    """All formulas of the survey; a finding for each that cannot be read."""
    formulas: list[Formula] = []
    findings: list[Finding] = []
    for question in survey.every():
        for column in COLUMNS:
            text = getattr(question, column)
            if not text or (column == "default" and not _is_formula(text)):
                continue
            try:
                formulas.append(Formula(question, column, parse(text, columns=column == "choice_filter")))
            except ExpressionProblem as problem:
                what, _, cure = problem.sentence.partition(". ")
                findings.append(
                    found(
                        Rule.FORMULA,
                        places.question(question.name, column),
                        cause=f"At character {problem.column}: {what.rstrip('.')}.",
                        cure=cure or "Correct the formula.",
                    )
                )
    return formulas, findings


def _is_formula(default: str) -> bool:
    """As `bot.surveys.values` has it; "(none)" is a word like any other, a broken call is not."""
    return "${" in default or ("(" in default and not default.startswith("("))


def check_references(survey: Survey, formulas: Iterable[Formula], places: Places) -> Iterator[Finding]:
    """Questions that are named but are not there, or come too late."""
    order = {name: place for place, name in enumerate(survey.places)}
    meant = _Spelling()
    for formula in formulas:
        for name in sorted(references(formula.tree)):
            place = places.question(formula.question.name, formula.column)
            if name not in survey.places:
                if name not in places.rows:
                    yield found(
                        Rule.REFERENCE_UNKNOWN, place, name=name, cure=meant.cure(name, survey.places)
                    )
                continue
            asked = survey.places[name].question
            late = order[name] > order.get(formula.question.name, 0) and asked.type in ASKED
            inside = formula.question in survey.places[name].around
            if late and not inside and formula.column in FIRST_DECIDED:
                yield found(Rule.REFERENCE_LATER, place, name=name, question=formula.question.name)
        yield from _filter_columns(formula, places, meant)
    for question, column, choice, text in texts_of(survey):
        for language, words in text.items():
            for reference in REFERENCE.finditer(words):
                name = reference[1].strip()
                if name not in survey.places and name not in places.rows:
                    place = cell_of(places, question, column, choice, language)
                    yield found(
                        Rule.REFERENCE_UNKNOWN, place, name=name, cure=meant.cure(name, survey.places)
                    )


def texts_once(survey: Survey, places: Places) -> Iterator[tuple[Question, str, str, Translated]]:
    """`texts_of`, but a list of choices that several questions share only once."""
    seen: set[tuple[str, str, str]] = set()
    for question, column, choice, text in texts_of(survey):
        key = (places.lists.get(question.name, question.name) if choice else question.name, column, choice)
        if key not in seen:
            seen.add(key)
            yield question, column, choice, text


def cell_of(places: Places, question: Question, column: str, choice: str, language: str) -> Place:
    """Where a text of `texts_of` stands in the form."""
    if choice:
        return places.choice(question.name, choice, column, language)
    return places.question(question.name, column, language)


def texts_of(survey: Survey) -> Iterator[tuple[Question, str, str, Translated]]:
    """All texts that residents may see: the question, the column, the choice's name or "", the text."""
    for question in survey.every():
        for column in TEXT_COLUMNS:
            yield question, column, "", getattr(question, column)
        for choice in question.choices:
            yield question, "label", choice.name, choice.label


def _filter_columns(formula: Formula, places: Places, meant: "_Spelling") -> Iterator[Finding]:
    if formula.column != "choice_filter":
        return
    known = {*_ANY, *(column for choice in formula.question.choices for column in choice.filters)}
    for each in walk(formula.tree):
        if isinstance(each, Column) and each.name not in known:
            place = places.question(formula.question.name, formula.column)
            yield found(
                Rule.FILTER_COLUMN_UNKNOWN, place, name=each.name, cure=meant.cure(each.name, sorted(known))
            )


def check_choices_named(survey: Survey, formulas: Iterable[Formula], places: Places) -> Iterator[Finding]:
    """Choices with which an answer is compared, but which its list does not have."""
    meant = _Spelling()
    for formula in formulas:
        for each in walk(formula.tree):
            for target, literal in _compared(each):
                question = _target(survey, formula, target)
                if question is None or question.type not in CHOSEN or not question.choices:
                    continue
                names = question.by_name
                text = as_text(literal).strip()
                if text and " " not in text and text not in names:
                    place = places.question(formula.question.name, formula.column)
                    cure = meant.cure(text, names, "Write one of: " + ", ".join(islice(names, 10)) + ".")
                    yield found(Rule.CHOICE_UNKNOWN, place, question=question.name, name=text, cure=cure)


def _compared(tree: Expression) -> Iterator[tuple[Expression, str | float]]:
    """An answer and the value it is compared with."""
    match tree:
        case Call("selected", (target, Literal(value))):
            yield target, value
        case Operation(target, (("=" | "!=", Literal(value)),)):
            yield target, value
        case Operation(Literal(value), (("=" | "!=", target),)):
            yield target, value


def _target(survey: Survey, formula: Formula, target: Expression) -> Question | None:
    match target:
        case Reference(name):
            return survey.question(name)
        case Current():
            return formula.question
    return None


def walk(tree: Expression) -> Iterator[Expression]:
    """A tree and all that it is made of."""
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(parts(each))


class _Spelling:
    """Looks for what was meant by misspelt names; of many only the first, for it takes time."""

    def __init__(self) -> None:
        self._looked = 0

    def cure(self, name: str, known: Iterable[str], otherwise: str = "Correct the name.") -> str:
        """The sentence that names what was probably meant."""
        self._looked += 1
        if self._looked > MOST_LOOKED_UP or len(name) > LONGEST_LOOKED_UP:
            return otherwise
        like = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=LIKE)
        return f"Did you mean '{like[0]}'?" if like else otherwise
