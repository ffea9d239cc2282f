"""A survey as the YAML that `bot.surveys.yaml_reader` reads."""

from typing import Any

import yaml

from bot.surveys.as_data import to_data
from bot.surveys.model import YES, Survey
from bot.surveys.yaml_reader import NEEDS_NO_ANSWER


def yaml_of(survey: Survey) -> str:
    """The survey as YAML, with the names of the model."""
    return yaml.safe_dump(_shortened(to_data(survey)), allow_unicode=True, sort_keys=False, width=110)


def _shortened(data: dict[str, Any]) -> dict[str, Any]:
    """`data` as people write it: whether an answer is needed stands there as true or false, since YAML files take
    it as needed where nothing is said."""
    if "questions" in data:
        data["questions"] = [_shortened(each) for each in data["questions"]]
    needed = data.get("required", "")
    if "type" in data and (needed or data["type"] not in NEEDS_NO_ANSWER):
        data["required"] = {YES: True, "": False}.get(needed, needed)
    return data
