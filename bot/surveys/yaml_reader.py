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

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST: Final = 100
"""Levels inside each other."""
MOST_VALUES: Final = 300_000
"""Single values."""


class SurveyProblem(ValueError):
    """A survey file that cannot be used; the message says where and why."""


def read_survey(text: str, source: str) -> Survey:
    """The survey written in `text`; `source` names the file in errors. Raises SurveyProblem."""
    try:
        _bound(text, source)
        raw = yaml.load(text, _Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, SurveyProblem):
            raise
        words = " ".join(str(error).split())
        raise SurveyProblem(f"{source}: not readable as YAML: {words}") from None
    try:
        survey = survey_from_data(_spelled_out(raw))
    except DataProblem as problem:
        raise SurveyProblem(f"{source}: {problem}") from None
    except (TypeError, ValueError, AttributeError):  # a list where a text belongs, and the like
        raise SurveyProblem(f"{source}: something stands where another kind of value belongs") from None
    _check(survey, source)
    return survey


def _bound(text: str, source: str) -> None:
    """Refuses, before anything is built, what is larger than a survey, also where it hides its size behind
    aliases: each counts as much as what it stands for."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = []  # collections that have begun: anchor, values before it
    values = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, values))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor:
                sizes[anchor] = values - before
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_):
                raise SurveyProblem(
                    f"{source}: *{event.anchor} stands for something that it is itself part of"
                )
            values += sizes.get(event.anchor or "", 1)
        elif isinstance(event, yaml.ScalarEvent):
            values += 1
        if len(open_) > DEEPEST or values > MOST_VALUES:
            raise SurveyProblem(f"{source}: more than {DEEPEST} levels or {MOST_VALUES} values are no survey")


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
