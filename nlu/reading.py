"""From probabilities of a whole message and of its parts to calibrated readings and needs in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.head import Floats
from nlu.taxonomy import Taxonomy
from nlu.understanding import Intent, Segment


@dataclass(frozen=True)
class Curve:
    """Confidence as a logistic function of log-odds: those in the whole message and those in its surest part."""

    single: tuple[float, float]  # messages of one part: weight of the whole, constant
    several: tuple[float, float, float]  # messages of several: weights of whole and part, constant

    def confidences(self, whole: Floats, part: Floats | None) -> Floats:
        """`part` is None for a message of one part."""
        odds = log_odds(whole)
        if part is None:
            return _logistic(np.float32(self.single[0]) * odds + np.float32(self.single[1]))
        by_whole, by_part, base = map(np.float32, self.several)
        return _logistic(by_whole * odds + by_part * log_odds(part) + base)


@dataclass(frozen=True)
class Calibration:
    """Turns probabilities into confidences that hold; fitted on nlu/dev.

    Needs and the intents of a dialogue have a curve each, because a probability of 0.6 for a need is right
    less often than for a greeting. `voiced` is the confidence from which a need of a message of several
    parts is one of its own.
    """

    need: Curve
    other: Curve
    voiced: float

    def confidences(self, is_need: Sequence[bool], whole: Floats, part: Floats | None) -> Floats:
        """How sure each label is; `is_need` says which labels are needs."""
        needs, others = self.need.confidences(whole, part), self.other.confidences(whole, part)
        return np.where(np.array(is_need), needs, others)


AS_IT_IS = Curve(single=(1.0, 0.0), several=(0.5, 0.5, 0.0))


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
    needs = [taxonomy.is_need(label) for label in labels]
    if len(parts) < 2:
        intents = _ranked(labels, calibration.confidences(needs, whole, None))
        return Reading(intents, (Segment(" ".join(parts), intents),))
    intents = _ranked(labels, calibration.confidences(needs, whole, by_part.max(axis=0)))
    voiced = {i.id for i in intents if taxonomy.is_need(i.id) and i.confidence >= calibration.voiced}
    if len(voiced) < 2:
        return Reading(intents, (Segment(" ".join(parts), intents),))
    columns = {need: labels.index(need) for need in labels if need in voiced}
    places = _places(columns, by_part)
    segments = []
    for need in sorted(places, key=lambda need: (places[need], -by_part[places[need][0], columns[need]])):
        others = voiced - {need}
        own = tuple(intent for intent in intents if intent.id not in others)
        segments.append(Segment(" ".join(parts[place] for place in places[need]), own))
    return Reading(intents, tuple(segments))


def _places(columns: Mapping[str, int], by_part: Floats) -> dict[str, list[int]]:
    """For each need the parts that voice it rather than the other needs, or the one that does so most."""
    places: dict[str, list[int]] = {need: [] for need in columns}
    for number, row in enumerate(by_part):
        places[max(columns, key=lambda need: row[columns[need]])].append(number)
    return {need: own or [int(by_part[:, columns[need]].argmax())] for need, own in places.items()}


def log_odds(probabilities: Floats) -> Floats:
    """Log-odds, bounded so that certainty stays finite."""
    bounded = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(bounded / (1 - bounded)).astype(np.float32)
    return odds


def _ranked(labels: Sequence[str], confidences: Floats) -> tuple[Intent, ...]:
    order = np.argsort(-confidences, kind="stable")
    return tuple(Intent(labels[i], round(float(confidences[i]), 4)) for i in order)


def _logistic(values: Floats) -> Floats:
    result: Floats = (1 / (1 + np.exp(-values))).astype(np.float32)
    return result
