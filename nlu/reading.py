"""From probabilities of a whole message and of its parts to calibrated readings and needs in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.head import Floats, log_odds, logistic
from nlu.taxonomy import Taxonomy
from nlu.understanding import Intent, Segment
from nlu.voicing import Voicing


@dataclass(frozen=True)
class Curve:
    """Confidence as a logistic function of log-odds: those in the whole message and those in its surest part."""

    single: tuple[float, float]  # messages of one part: weight of the whole, constant
    several: tuple[float, float, float]  # messages of several: weights of whole and part, constant

    def confidences(self, whole: Floats, part: Floats | None) -> Floats:
        """`part` is None for a message of one part."""
        odds = log_odds(whole)
        if part is None:
            return logistic(np.float32(self.single[0]) * odds + np.float32(self.single[1]))
        by_whole, by_part, base = map(np.float32, self.several)
        return logistic(by_whole * odds + by_part * log_odds(part) + base)


@dataclass(frozen=True)
class Calibration:
    """Turns probabilities into confidences that hold; fitted on nlu/dev.

    Needs and the intents of a dialogue have a curve each, because a probability of 0.6 for a need is right
    less often than for a greeting. `voicing` tells the needs that one message voices beside each other.
    """

    need: Curve
    other: Curve
    voicing: Voicing

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
    several = len(parts) > 1
    by_part = by_part if several else whole[None]
    intents = _ranked(labels, calibration.confidences(needs, whole, by_part.max(axis=0) if several else None))
    columns = _voiced(labels, needs, calibration, whole, by_part)
    if len(columns) < 2:
        return Reading(intents, (Segment(" ".join(parts), intents),))
    places = _places(columns, by_part)
    is_need = taxonomy.is_need(intents[0].id)
    segments = []
    for need in sorted(places, key=lambda need: (places[need], -by_part[places[need][0], columns[need]])):
        own = [intent for intent in intents if intent.id == need or intent.id not in columns]
        if is_need:  # beside small talk or an emergency no need comes first
            own.sort(key=lambda intent: intent.id != need)
        segments.append(Segment(" ".join(parts[place] for place in places[need]), tuple(own)))
    return Reading(intents, tuple(segments))


def _voiced(
    labels: Sequence[str], needs: Sequence[bool], calibration: Calibration, whole: Floats, by_part: Floats
) -> dict[str, int]:
    """The needs that are voiced beside each other, with their columns."""
    columns = [column for column, is_need in enumerate(needs) if is_need]
    if not columns:
        return {}
    voiced = calibration.voicing.voiced(whole[columns], by_part[:, columns])
    return {labels[column]: column for column, own in zip(columns, voiced, strict=True) if own}


def _places(columns: Mapping[str, int], by_part: Floats) -> dict[str, list[int]]:
    """For each need the parts that voice it rather than the other needs, or the one that does so most."""
    places: dict[str, list[int]] = {need: [] for need in columns}
    for number, row in enumerate(by_part):
        places[max(columns, key=lambda need: row[columns[need]])].append(number)
    return {need: own or [int(by_part[:, columns[need]].argmax())] for need, own in places.items()}


def _ranked(labels: Sequence[str], confidences: Floats) -> tuple[Intent, ...]:
    order = np.argsort(-confidences, kind="stable")
    return tuple(Intent(labels[i], round(float(confidences[i]), 4)) for i in order)
