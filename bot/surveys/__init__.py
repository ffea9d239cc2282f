"""The survey model, its readers and the surveys shipped with the bot."""

from bot.surveys.as_data import DataProblem, survey_from_data, to_data
from bot.surveys.filling import Filling, Refused
from bot.surveys.model import Choice, Question, QuestionType, Survey, Surveys, Translated
from bot.surveys.step import Kind, Step
from bot.surveys.stored import Answer, as_stored, name_of, path_of
from bot.surveys.typed import Typist, read_answers
from bot.surveys.values import Moment
from bot.surveys.yaml_reader import SurveyProblem, read_survey, shipped_surveys

__all__ = [
    "Answer",
    "Choice",
    "DataProblem",
    "Filling",
    "Kind",
    "Moment",
    "Question",
    "QuestionType",
    "Refused",
    "Step",
    "Survey",
    "SurveyProblem",
    "Surveys",
    "Translated",
    "Typist",
    "as_stored",
    "name_of",
    "path_of",
    "read_answers",
    "read_survey",
    "shipped_surveys",
    "survey_from_data",
    "to_data",
]
