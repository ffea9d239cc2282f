"""How the confidences of a Rasa server become confidences that hold, so that thresholds.yml is right for both."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.reading import Calibration, Curve
from nlu.voicing import SIGNS, Voicing

CALIBRATION_FILE: Final = Path(__file__).with_name("rasa_calibration.yml")
_HEADER: Final = """\
# How Rasa's confidences become confidences that hold (nlu/reading.py): fitted on nlu/dev against a running server.
# DIET is surer of itself than it is right; without this the thresholds would take its guesses for certain.
# Made by `python -m nlu.calibrate_rasa URL`; make it anew after another training or with another pipeline.
"""


def read_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """The calibration in `path`; a `ValueError` says that it cannot be used."""
    try:
        raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Calibration(_curve(raw["need"]), _curve(raw["other"]), _voicing(raw["voicing"]))
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise ValueError(
            f"{path.name} is no calibration; make it with python -m nlu.calibrate_rasa."
        ) from error


def write_calibration(calibration: Calibration, path: Path = CALIBRATION_FILE) -> None:
    """Write `calibration` so that `read_calibration` gives it back."""
    plain = asdict(calibration)
    for kind in ("need", "other"):
        plain[kind] = {name: list(values) for name, values in plain[kind].items()}
    plain["voicing"]["weights"] = list(plain["voicing"]["weights"])
    path.write_text(_HEADER + yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")


def _voicing(raw: dict[str, Any]) -> Voicing:
    weights = tuple(map(float, raw["weights"]))
    if len(weights) != SIGNS:
        raise ValueError("another number of weights")
    return Voicing(weights, float(raw["constant"]), float(raw["enough"]))


def _curve(raw: dict[str, list[float]]) -> Curve:
    whole, base = map(float, raw["single"])
    several_whole, part, several_base = map(float, raw["several"])
    return Curve((whole, base), (several_whole, part, several_base))
