"""The figures of a survey: protected tables, and what follows from them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.privacy.disclosure import TOTAL, Count, Shown, disclose_linked
from bot.privacy.network import Cell
from bot.store.counting import Counting
from bot.store.survey_counts import (
    ANSWERED,
    COMPLETED,
    NOT_REACHED,
    NOT_STARTED,
    RESPONSES,
    REST,
    UNFINISHED,
    WITHOUT_ANSWER,
    SurveyCounts,
    choices_of,
    has_several,
    options,
)
from bot.surveys import Question


@dataclass(frozen=True)
class SurveyFigures:
    """The figures of one version of a survey.

    `responses` has the columns COMPLETED, UNFINISHED and NOT_STARTED, `questions` for each question those of
    `columns_of`, `choices` the options of each question in several of which a response can count. Tables with
    nothing but a total: `started` (answered or skipped something), by question `shown` (to whom it was put) and
    `answered` (in whatever way). `averages` of numbers are by question and area; there is none where it could
    tell what is withheld.
    """

    responses: Shown
    questions: Mapping[str, Shown]
    choices: Mapping[str, Shown]
    started: Shown
    shown: Mapping[str, Shown]
    answered: Mapping[str, Shown]
    averages: Mapping[str, Mapping[str, float]]

    def inside(self, area: str) -> "SurveyFigures":
        """The part of all tables for one area and all inside it. KeyError for no such area."""

        def each_inside(tables: Mapping[str, Shown]) -> dict[str, Shown]:
            return {name: table.inside(area) for name, table in tables.items()}

        rows = self.responses.inside(area).rows
        return SurveyFigures(
            self.responses.inside(area),
            each_inside(self.questions),
            each_inside(self.choices),
            self.started.inside(area),
            each_inside(self.shown),
            each_inside(self.answered),
            {
                name: {row: value for row, value in values.items() if row in rows}
                for name, values in self.averages.items()
            },
        )


def protect(
    counts: SurveyCounts, threshold: int, also_withheld: Mapping[str, Collection[Cell]] | None = None
) -> dict[str, Shown]:
    """The tables of `counts` as they may be shown together: see `disclose_linked`."""
    tables = {name: counting.table() for name, counting in counts.tables.items()}
    withheld = {name: set(cells) for name, cells in (also_withheld or {}).items()}
    while True:
        shown = disclose_linked(tables, threshold=threshold, also_withheld=withheld)
        telling = {
            choices_of(question.name): _telling(
                shown[question.name], shown[choices_of(question.name)], threshold
            )
            for question in counts.questions
            if has_several(counts.survey, question)
        }
        if not any(telling.values()):
            return shown
        for name, cells in telling.items():
            withheld.setdefault(name, set()).update(cells)


def _telling(question: Shown, choices: Shown, threshold: int) -> set[Cell]:
    """Choices made so often that few of the other residents are left: where it is withheld how many answered, they
    would tell that a withheld number is small, since at least as many answered as made one choice."""
    telling = set()
    for row in question.rows:
        total = question.get(row)
        if total is None or question.get(row, ANSWERED) is not None:
            continue
        known = [question.get(row, column) for column in WITHOUT_ANSWER]
        open_ = total.residents - sum(count.residents for count in known if count)
        for column in choices.columns:
            count = None if column == REST else choices.get(row, column)
            if count and count.count and count.residents > open_ - threshold:
                telling.add((row, column))
    return telling


def survey_figures(counts: SurveyCounts, protected: Mapping[str, Shown]) -> SurveyFigures:
    """The figures that may be shown of `counts`, whose tables were `protected` together."""
    responses = protected[RESPONSES]
    questions = {question.name: protected[question.name] for question in counts.questions}
    shown: dict[str, Shown] = {}
    answered: dict[str, Shown] = {}
    choices: dict[str, Shown] = {}
    averages: dict[str, dict[str, float]] = {}
    for question in counts.questions:
        name, table = question.name, questions[question.name]
        beside = counts.beside[name]
        own = [column for column in table.columns if column not in WITHOUT_ANSWER]
        reached = [column for column in table.columns if column != NOT_REACHED]
        shown[name] = _union(beside, TOTAL, table, (NOT_REACHED, TOTAL), reached)
        answered[name] = _union(beside, ANSWERED, table, (*WITHOUT_ANSWER, TOTAL), own)
        if has_several(counts.survey, question):
            choices[name] = _without_rest(protected[choices_of(name)])
        averages[name] = _averages(counts, question, answered[name], choices.get(name, table))
    started = _union(
        counts.beside[RESPONSES], TOTAL, responses, (NOT_STARTED, TOTAL), (COMPLETED, UNFINISHED)
    )
    return SurveyFigures(responses, questions, choices, started, shown, answered, averages)


def _union(
    counting: Counting, column: str, table: Shown, difference: Collection[str], parts: Collection[str]
) -> Shown:
    """A figure that can be told anyway: as a difference, or as a sum of `parts`, none of them withheld."""
    hidden = {
        row for row in table.rows if _withholds(table, row, difference) and _withholds(table, row, parts)
    }
    cells = counting.table().cells
    figures = {(row, TOTAL): cells.get((row, column), Count(0, 0)) for row in table.rows if row not in hidden}
    return Shown(table.rows, (), frozenset((row, TOTAL) for row in hidden), figures)


def _without_rest(table: Shown) -> Shown:
    """The choices alone: who did not answer at all stands in the question's own table."""
    columns = tuple(column for column in table.columns if column != REST)
    cells = [(row, column) for row in table.rows for column in (*columns, TOTAL)]
    return Shown(
        table.rows,
        columns,
        table.withheld & set(cells),
        {cell: count for cell in cells if (count := table.get(*cell)) and count.count},
    )


def _averages(counts: SurveyCounts, question: Question, answered: Shown, table: Shown) -> dict[str, float]:
    """To one decimal, where it is shown how many answered, and of numbers counted one by one how many gave each."""
    sums = counts.sums.get(question.name)
    if sums is None:
        return {}
    one_by_one = (*options(question), ANSWERED) if options(question) else ()
    return {
        area: round(total / number, 1)
        for area, (total, number) in sums.by_area.items()
        if (area, TOTAL) not in answered.withheld and not _withholds(table, area, one_by_one)
    }


def _withholds(table: Shown, row: str, columns: Collection[str]) -> bool:
    return any((row, column) in table.withheld for column in columns)
