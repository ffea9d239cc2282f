"""The spellings and limits of the data files beside this module."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def aliases() -> Mapping[str, Any]:
    """`aliases.yml` as it is."""
    return _read("aliases.yml")


@cache
def limits() -> Mapping[str, int]:
    """`limits.yml`: how large a form may be."""
    return _read("limits.yml")


@cache
def turned(section: str) -> Mapping[str, str]:
    """What a spelling means, by spelling: a section of `aliases.yml` turned round."""
    return {spelling: meaning for meaning, spellings in aliases()[section].items() for spelling in spellings}


def is_yes(text: str) -> bool | None:
    """Whether a cell says yes; None where it says neither yes nor no."""
    if text in aliases()["yes"]:
        return True
    return False if text in aliases()["no"] else None


def _read(name: str) -> Mapping[str, Any]:
    data = yaml.safe_load(files("bot.surveys.xlsform").joinpath(name).read_text("utf-8"))
    return dict(data)
