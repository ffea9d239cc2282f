"""Surveys kept as YAML: read, or refused with one sentence that names the place.

The keys are the names of the model (`bot/surveys/model.py`). Shorter ways to write: `required: true`; `low` and `high`
for the ends of a range, and for the least and greatest number; `understand: true`.
"""

from importlib.resources import files
from typing import Any, Final

import yaml

from bot.surveys.as_data import DataProblem, survey_from_data
from bot.surveys.model import CHOSEN, YES, Survey, Surveys

NEEDS_NO_ANSWER: Final = frozenset({"group", "repeat", "note"})
"""Types that are not taken as required where nothing is said."""


class SurveyProblem(ValueError):
    """A survey file that cannot be used; the message says where and why."""


def read_survey(text: str, source: str) -> Survey:
    """The survey written in `text`; `source` names the file in errors. Raises SurveyProblem."""
    try:
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise SurveyProblem(f"{source}: not readable as YAML: {error}") from None
    try:
        survey = survey_from_data(_spelled_out(raw))
    except DataProblem as problem:
        raise SurveyProblem(f"{source}: {problem}") from None
    _check(survey, source)
    return survey


def _spelled_out(raw: Any) -> Any:
    """`raw` with the shorter ways to write replaced by the model's own names."""
    if not isinstance(raw, dict):
        return raw
    data = {**raw, "questions": [_spelled_out(each) for each in raw.get("questions") or ()]}
    if "type" not in raw:
        return data
    if not data["questions"]:
        del data["questions"]
    required = data.pop("required", True if data["type"] not in NEEDS_NO_ANSWER else "")
    if text := {True: YES, False: ""}.get(required, required):
        data["required"] = text
    low, high = data.pop("low", None), data.pop("high", None)
    parameters = dict(data.pop("parameters", {}))
    if data.pop("understand", False):
        parameters["understand"] = "yes"
    if data["type"] == "range":
        parameters |= {
            key: low_or_high
            for key, low_or_high in (("start", low), ("end", high))
            if low_or_high is not None
        }
    else:
        bounds = [f". {sign} {bound}" for sign, bound in ((">=", low), ("<=", high)) if bound is not None]
        if bounds:
            data["constraint"] = " and ".join([*bounds, *filter(None, [data.get("constraint")])])
    return {**data, "parameters": parameters} if parameters else data


def _check(survey: Survey, source: str) -> None:
    names = [question.name for question in survey.every()]
    if not names:
        raise SurveyProblem(f"{source}: a survey needs at least one question")
    if len(set(names)) != len(names):
        raise SurveyProblem(f"{source}: two questions have the same name")
    for question in survey.every():
        if (question.type in CHOSEN) != bool(question.choices):
            raise SurveyProblem(
                f"{source}: question {question.name!r}: choices belong to select questions, and only there"
            )


def shipped_surveys() -> Surveys:
    """The surveys that come with the bot."""
    folder = files("bot.surveys").joinpath("shipped")
    return Surveys(
        read_survey(path.read_text("utf-8"), path.name)
        for path in sorted(folder.iterdir(), key=lambda each: each.name)
        if path.name.endswith(".yml")
    )
