"""The numbers of `limits.yml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def limits() -> Mapping[str, int]:
    """How large packages, their index and texts may be."""
    return dict(yaml.safe_load(files("bot.translation.argos").joinpath("limits.yml").read_text("utf-8")))
