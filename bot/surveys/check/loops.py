"""Conditions and calculations that need each other in a circle."""

from collections.abc import Iterable, Iterator, Mapping

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.formulas import Formula
from bot.surveys.check.rules import Rule
from bot.surveys.expressions import references
from bot.surveys.model import QuestionType, Survey

NAMED = 6  # names that are told of a circle


def check_loops(survey: Survey, formulas: Iterable[Formula], places: Places) -> Iterator[Finding]:
    """One finding for each circle, at its first row."""
    for circle in _circles(_needs(survey, formulas)):
        names = sorted(circle, key=list(survey.places).index)
        shown = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        column = "calculation" if survey.places[names[0]].question.calculation else "relevant"
        yield found(Rule.LOOP, places.question(names[0], column), names=shown)


def _needs(survey: Survey, formulas: Iterable[Formula]) -> dict[str, set[str]]:
    """What must be known before a row's value and relevance are: by name."""
    needs: dict[str, set[str]] = {name: set() for name in survey.places}
    for name, place in survey.places.items():
        needs[name].update(each.name for each in place.around)
    for formula in formulas:
        if formula.column in ("relevant", "calculation", "repeat_count"):
            own = formula.question.name
            if formula.column == "calculation" and "once(" in formula.question.calculation:
                named = references(formula.tree) - {own}
            else:
                named = references(formula.tree)
            needs.setdefault(own, set()).update(each for each in named if each in survey.places)
    for name, place in survey.places.items():
        if place.question.type is QuestionType.REPEAT:  # sum(${repeat}) looks at its rounds, not at its rows
            needs[name].discard(name)
    return needs


def _circles(needs: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Tarjan's strongly connected components (https://doi.org/10.1137/0201010), without recursion: formulas may
    build on each other a thousand deep."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(sorted(needs[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, following = work[-1]
            step = next(following, None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    yield from _closed(name, stack, on_stack, needs)
            elif step not in index:
                index[step] = low[step] = len(index)
                stack.append(step)
                on_stack.add(step)
                work.append((step, iter(sorted(needs[step]))))
            elif step in on_stack:
                low[name] = min(low[name], index[step])


def _closed(
    name: str, stack: list[str], on_stack: set[str], needs: Mapping[str, set[str]]
) -> Iterator[list[str]]:
    circle = []
    while True:
        each = stack.pop()
        on_stack.discard(each)
        circle.append(each)
        if each == name:
            break
    if len(circle) > 1 or name in needs[name]:
        yield circle
