"""From probabilities of a whole message and of its parts to calibrated readings and needs in order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.head import Floats
from nlu.taxonomy import Taxonomy
from nlu.understanding import Intent, Segment


@dataclass(frozen=True)
class Calibration:
    """Turns probabilities into confidences that hold; fitted on nlu/dev.

    A confidence is a logistic function of the log-odds in the whole message (`whole`), those in the part
    (`part`) and a constant (`base`): one function for messages of one part, one for those of several.
    `voiced` is the confidence from which a part of a message voices a need of its own.
    """

    single: tuple[float, float]  # whole, base
    several: tuple[float, float, float]  # whole, part, base
    voiced: float

    def confidences(self, whole: Floats, part: Floats | None) -> Floats:
        """How sure each label is; `part` is None for a message of one part."""
        odds = log_odds(whole)
        if part is None:
            return _logistic(np.float32(self.single[0]) * odds + np.float32(self.single[1]))
        by_whole, by_part, base = map(np.float32, self.several)
        return _logistic(by_whole * odds + by_part * log_odds(part) + base)


UNCALIBRATED = Calibration(single=(1.0, 0.0), several=(0.5, 0.5, 0.0), voiced=0.5)


@dataclass(frozen=True)
class Reading:
    """`intents` of the message, most likely first, and its `segments` in order of mention."""

    intents: tuple[Intent, ...]
    segments: tuple[Segment, ...]


def read_message(
    labels: Sequence[str],
    taxonomy: Taxonomy,
    calibration: Calibration,
    parts: Sequence[str],
    whole: Floats,
    by_part: Floats,
) -> Reading:
    """Readings of a message; `by_part` has one row of probabilities a part, where there are several."""
    text = " ".join(parts)
    if len(parts) < 2:
        intents = _ranked(labels, calibration.confidences(whole, None))
        return Reading(intents, (Segment(text, intents),))
    intents = _ranked(labels, calibration.confidences(whole, by_part.max(axis=0)))
    readings = [_ranked(labels, calibration.confidences(whole, row)) for row in by_part]
    segments: list[tuple[str | None, str, tuple[Intent, ...]]] = []
    for part, reading in zip(parts, readings, strict=True):
        need = _voiced(reading, taxonomy, calibration.voiced)
        if segments and (need is None or segments[-1][0] in (need, None)):
            known, before, earlier = segments[-1]
            segments[-1] = (known or need, f"{before} {part}", _surer(earlier, reading, known or need))
        else:
            segments.append((need, part, reading))
    if len({need for need, _, _ in segments}) < 2:
        return Reading(intents, (Segment(text, intents),))
    return Reading(intents, tuple(Segment(part, reading) for _, part, reading in segments))


def log_odds(probabilities: Floats) -> Floats:
    """Log-odds, bounded so that certainty stays finite."""
    bounded = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(bounded / (1 - bounded)).astype(np.float32)
    return odds


def _voiced(reading: tuple[Intent, ...], taxonomy: Taxonomy, voiced: float) -> str | None:
    top = reading[0]
    return top.id if taxonomy.is_need(top.id) and top.confidence >= voiced else None


def _surer(one: tuple[Intent, ...], other: tuple[Intent, ...], need: str | None) -> tuple[Intent, ...]:
    """The reading that is surer of `need`, of two parts that became one."""

    def confidence(reading: tuple[Intent, ...]) -> float:
        return next((i.confidence for i in reading if i.id == need), reading[0].confidence)

    return one if confidence(one) >= confidence(other) else other


def _ranked(labels: Sequence[str], confidences: Floats) -> tuple[Intent, ...]:
    order = np.argsort(-confidences, kind="stable")
    return tuple(Intent(labels[i], round(float(confidences[i]), 4)) for i in order)


def _logistic(values: Floats) -> Floats:
    result: Floats = (1 / (1 + np.exp(-values))).astype(np.float32)
    return result
