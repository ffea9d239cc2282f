"""The figures of a survey as plain data, for tables and JSON."""

from typing import Any

from bot.privacy.disclosure import TOTAL, Shown
from bot.results.columns import NAMES
from bot.results.wording import words_of_choice, words_of_question
from bot.store import SurveyFigures
from bot.store.survey_counts import COMPLETED, LEFT, SKIPPED, counted, options
from bot.surveys import Question, QuestionType, Survey

COUNTED = (
    "asked: opened the survey and so were shown its first question; started: answered or skipped something; "
    "completed: came to the end. Responses begun anew count once."
)


def figures_data(survey: Survey, figures: SurveyFigures, area: str, labels: str) -> dict[str, Any]:
    """What is shown of one area. Each figure has `responses` and `residents`, and is None where it is withheld.

    `labels` is a language, or NAMES. The choices of a ranking are counted by who put them first.
    """
    return {
        "code": survey.code,
        "version": survey.version,
        "title": survey.say(survey.title, survey.default_language if labels == NAMES else labels),
        "counted": COUNTED,
        "asked": _figure(figures.responses, area),
        "started": _figure(figures.started, area),
        "completed": _figure(figures.responses, area, COMPLETED),
        "questions": [_question(survey, each, figures, area, labels) for each in counted(survey)],
    }


def _question(
    survey: Survey, question: Question, figures: SurveyFigures, area: str, labels: str
) -> dict[str, Any]:
    name, table = question.name, figures.questions[question.name]
    of_choices = figures.choices.get(name, table)
    data = {
        "name": name,
        "type": question.type.value,
        "label": name if labels == NAMES else words_of_question(survey, question, labels),
        "shown": _figure(figures.shown[name], area),
        "answered": _figure(figures.answered[name], area),
        "skipped": _figure(table, area, SKIPPED),
        "left": _figure(table, area, LEFT),
        "average": figures.averages[name].get(area),
        "choices": [
            {
                "name": each,
                "label": each if labels == NAMES else words_of_choice(survey, question, each, labels),
            }
            | {"figure": _figure(of_choices, area, each)}
            for each in options(question)
        ],
    }
    if question.type is QuestionType.RANK:
        data["choices_are"] = "put first"
    return data


def _figure(table: Shown, area: str, column: str = TOTAL) -> dict[str, int] | None:
    count = table.get(area, column)
    return None if count is None else {"responses": count.count, "residents": count.residents}
