"""What stays the same of a survey from turn to turn, worked out once: in which order its rows are looked at, which
conditions are plain enough to be functions, and the steps of rows that there is one of."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from bot.surveys.expressions import ExpressionProblem, parse, references
from bot.surveys.expressions.quick import Condition, quick
from bot.surveys.model import ASKED, NESTS, SILENT, Place, Question, QuestionType, Survey
from bot.surveys.step import Kind, Step


@dataclass(frozen=True, slots=True)
class Planned:
    """A row outside of repeats, or a calculation inside one (`repeated`).

    `parent` is the group around it, "" for none. `is_conditional`: whether it has a condition; `condition` is its condition where that is plain, and looks only at
    rows above. `looked_at`: whether such a condition looks at its value; `is_plain`: whether that value is the answer
    or a default that is no formula. `step`: what the resident meets there, None where nothing or many things.
    """

    name: str
    row: Question
    place: Place
    parent: str
    nests: bool
    repeated: bool
    is_conditional: bool
    condition: Condition | None
    looked_at: bool
    is_plain: bool
    step: Step | None
    headings: tuple[Question, ...]


def plan_of(survey: Survey) -> tuple[Planned, ...]:
    """The plan of a survey; it is kept with the survey, which never changes."""
    kept: tuple[Planned, ...] | None = vars(survey).get("_plan")
    if kept is None:
        kept = tuple(_planned(survey))
        vars(survey)["_plan"] = kept
    return kept


def conditions_in_rounds(survey: Survey) -> Mapping[str, tuple[Condition, Mapping[str, int]]]:
    """The plain conditions of rows inside repeats, by name, that look at nothing but rows around; with each of those
    names how many of the rounds it stands in."""
    kept: Mapping[str, tuple[Condition, Mapping[str, int]]] | None = vars(survey).get("_in_rounds")
    if kept is None:
        kept = dict(_in_rounds(survey))
        vars(survey)["_in_rounds"] = kept
    return kept


def _in_rounds(survey: Survey) -> Iterator[tuple[str, tuple[Condition, Mapping[str, int]]]]:
    for name, place in survey.places.items():
        if not place.question.relevant or not place.repeats:
            continue
        condition, names = _condition(place.question, survey.places.keys())
        seen = [survey.places[each] for each in names if each in survey.places]
        if condition and all(
            each.question.type is not QuestionType.REPEAT
            and place.repeats[: len(each.repeats)] == each.repeats
            for each in seen
        ):
            yield name, (condition, {each.question.name: len(each.repeats) for each in seen})


def names_choices(survey: Survey) -> bool:
    """Whether the form itself makes values out of labels of choices, so that they differ from language to language."""
    kept: bool | None = vars(survey).get("_names_choices")
    if kept is None:
        kept = any("jr:choice-name" in row.calculation + row.default for row in survey.every())
        vars(survey)["_names_choices"] = kept
    return kept


def _planned(survey: Survey) -> Iterator[Planned]:
    conditions: dict[str, Condition] = {}
    looked_at: set[str] = set()
    above: set[str] = set()
    for name, place in survey.places.items():
        if _is_single(place):
            condition, names = _condition(place.question, above)
            if condition:
                conditions[name] = condition
                looked_at |= names
            above.add(name)
    for name, place in survey.places.items():
        row, is_single = place.question, _is_single(place)
        if not is_single and not row.calculation:
            continue
        headings = tuple(each for each in place.around if each.label)
        yield Planned(
            name,
            row,
            place,
            place.around[-1].name if is_single and place.around else "",
            row.type in NESTS,
            not is_single,
            bool(row.relevant),
            conditions.get(name),
            name in looked_at,
            row.type in ASKED and not row.calculation and "(" not in row.default and "${" not in row.default,
            _step(row, headings) if is_single else None,
            headings,
        )


def _is_single(place: Place) -> bool:
    return not any(each.type is QuestionType.REPEAT for each in place.around)


def _condition(row: Question, above: Set[str]) -> tuple[Condition | None, frozenset[str]]:
    try:
        tree = parse(row.relevant) if row.relevant else None
    except ExpressionProblem:
        tree = None
    names = references(tree) if tree else frozenset()
    return (quick(tree), names) if tree and names <= above else (None, names)


def _step(row: Question, headings: tuple[Question, ...]) -> Step | None:
    if row.type in SILENT or row.type in NESTS:
        return None
    kind = Kind.NOTE if row.type is QuestionType.NOTE or row.read_only else Kind.ASK
    return Step(kind, row, row.name, (), headings)
