"""Surveys kept as YAML: read, checked, refused with one sentence that names the place."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml

from bot.surveys.model import Choice, Question, QuestionType, Survey, Surveys, Translated


class SurveyProblem(ValueError):
    """A survey file that cannot be used; the message says where and why."""


def read_survey(text: str, source: str) -> Survey:
    """The survey written in `text`; `source` names the file in errors."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SurveyProblem(f"{source}: not readable as YAML: {error}") from None
    try:
        survey = _survey(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SurveyProblem(f"{source}: {_cause(error)}") from None
    _check(survey, source)
    return survey


def _survey(raw: Any) -> Survey:
    return Survey(
        code=str(raw["code"]),
        version=int(raw["version"]),
        title=_translated(raw["title"]),
        default_language=str(raw.get("default_language", "de")),
        questions=tuple(_question(each) for each in raw["questions"]),
    )


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        name=str(raw["name"]),
        type=QuestionType(raw["type"]),
        label=_translated(raw["label"]),
        hint=_translated(raw.get("hint", {})),
        required=bool(raw.get("required", True)),
        choices=tuple(
            Choice(str(each["name"]), _translated(each["label"])) for each in raw.get("choices", ())
        ),
        low=raw.get("low"),
        high=raw.get("high"),
        understand=bool(raw.get("understand", False)),
    )


def _translated(raw: Any) -> Translated:
    return {str(code): str(words).strip() for code, words in raw.items()}


def _cause(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _check(survey: Survey, source: str) -> None:
    names = [question.name for question in survey.questions]
    if not names:
        raise SurveyProblem(f"{source}: a survey needs at least one question")
    if len(set(names)) != len(names):
        raise SurveyProblem(f"{source}: two questions have the same name")
    for question in survey.questions:
        selects = question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
        if selects != bool(question.choices):
            raise SurveyProblem(
                f"{source}: question {question.name!r}: choices belong to select questions, and only there"
            )
        if question.type is QuestionType.RANGE and (question.low is None or question.high is None):
            raise SurveyProblem(f"{source}: question {question.name!r}: a range needs low and high")


def shipped_surveys() -> Surveys:
    """The surveys that come with the bot."""
    folder = files("bot.surveys").joinpath("shipped")
    return Surveys(
        read_survey(path.read_text("utf-8"), path.name)
        for path in sorted(folder.iterdir(), key=lambda each: each.name)
        if path.name.endswith(".yml")
    )
