"""The survey model, its readers and the surveys shipped with the bot."""

from bot.surveys.answers import read_answer
from bot.surveys.model import Choice, Question, QuestionType, Survey, Surveys, Translated
from bot.surveys.yaml_reader import SurveyProblem, read_survey, shipped_surveys

__all__ = [
    "Choice",
    "Question",
    "QuestionType",
    "Survey",
    "SurveyProblem",
    "Surveys",
    "Translated",
    "read_answer",
    "read_survey",
    "shipped_surveys",
]
