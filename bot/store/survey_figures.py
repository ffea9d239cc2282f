"""The figures of a survey: protected tables, and what follows from them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.privacy.disclosure import TOTAL, Count, Shown
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
            choices[name] = _of_answerers(protected[choices_of(name)], table)
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


def _of_answerers(table: Shown, question: Shown) -> Shown:
    """The choices, only where it is shown how many answered: nobody ticks more often than there are people, so
    they would tell something of a withheld number."""
    columns = tuple(column for column in table.columns if column != REST)
    hidden = {
        (row, column)
        for row in table.rows
        for column in (*columns, TOTAL)
        if (row, column) in table.withheld or (column != TOTAL and (row, ANSWERED) in question.withheld)
    }
    figures = {
        (row, column): count
        for row in table.rows
        for column in (*columns, TOTAL)
        if (row, column) not in hidden and (count := table.get(row, column)) and count.count
    }
    return Shown(table.rows, columns, frozenset(hidden), figures)


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
