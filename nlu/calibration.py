"""Fitting how probabilities become confidences that hold, on messages that training has not seen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from nlu.corpus import Example
from nlu.head import Floats, log_odds
from nlu.reading import AS_IT_IS, Calibration, Curve, read_message
from nlu.taxonomy import Taxonomy
from nlu.voicing import Voicing, by_parts, signs

Truth = NDArray[np.bool_]

_ENOUGH: Final = tuple(round(0.1 + 0.025 * step, 3) for step in range(21))
# Messages with several needs are few in dev, and a need that is not heard is worse than one that is asked about in
# vain; so they count twice what all count together.
_SEVERAL: Final = 2


def calibrate(
    labels: Sequence[str],
    taxonomy: Taxonomy,
    examples: Sequence[Example],
    parts: Sequence[Sequence[str]],
    probabilities: Sequence[Floats],
) -> Calibration:
    """The calibration under which confidences agree best with `examples`.

    `probabilities` has, for each message, one row for the whole and, where it has several `parts`,
    one row for each of them.
    """
    needs = np.array([taxonomy.is_need(label) for label in labels])
    truth = [np.array([label in example.labels for label in labels]) for example in examples]
    need, other = (_fit_curve(labels_of_kind, truth, probabilities) for labels_of_kind in (needs, ~needs))
    calibration = Calibration(need, other, _fit_voicing(needs, truth, probabilities))
    return _choose_enough(calibration, labels, taxonomy, examples, parts, probabilities)


def _fit_curve(kind: Truth, truth: Sequence[Truth], probabilities: Sequence[Floats]) -> Curve:
    both = list(zip(probabilities, truth, strict=True))
    single = [(log_odds(p[0])[:, None][kind], t[kind]) for p, t in both if len(p) == 1]
    several = [
        (np.stack([log_odds(p[0]), log_odds(p[1:].max(axis=0))], axis=1)[kind], t[kind])
        for p, t in both
        if len(p) > 1
    ]
    curve = AS_IT_IS
    if fitted := _fit(single):
        curve = replace(curve, single=(fitted[0], fitted[1]))
    if fitted := _fit(several):
        curve = replace(curve, several=(fitted[0], fitted[1], fitted[2]))
    return curve


def _fit(data: Sequence[tuple[Floats, Truth]]) -> list[float] | None:
    truth = np.concatenate([own for _, own in data]) if data else np.array([])
    if len(set(truth.tolist())) < 2:
        return None  # nothing to learn from: all true, all false, or no such message
    regression = LogisticRegression(C=1e4, max_iter=1000)
    regression.fit(np.concatenate([odds for odds, _ in data]), truth)
    return [round(float(value), 4) for value in (*regression.coef_[0], regression.intercept_[0])]


def _fit_voicing(needs: Truth, truth: Sequence[Truth], probabilities: Sequence[Floats]) -> Voicing:
    own = [(p[:, needs], t[needs]) for p, t in zip(probabilities, truth, strict=True)]
    fitted = _fit([(signs(p[0], p[1:] if len(p) > 1 else p), t) for p, t in own])
    if fitted is None:
        return by_parts(max(_ENOUGH))
    return Voicing(tuple(fitted[:-1]), fitted[-1], max(_ENOUGH))


def _choose_enough(
    calibration: Calibration,
    labels: Sequence[str],
    taxonomy: Taxonomy,
    examples: Sequence[Example],
    parts: Sequence[Sequence[str]],
    probabilities: Sequence[Floats],
) -> Calibration:
    """The threshold at which the needs of the segments agree best with what messages voice (F1)."""

    def at(enough: float) -> Calibration:
        return replace(calibration, voicing=replace(calibration.voicing, enough=enough))

    def f1(enough: float) -> float:
        tried = at(enough)
        counts = np.zeros((2, 3))  # of all messages, and of those with several needs: hits, found, wanted
        for example, own_parts, rows in zip(examples, parts, probabilities, strict=True):
            reading = read_message(labels, taxonomy, tried, own_parts, rows[0], rows[1:])
            tops = {segment.intents[0].id for segment in reading.segments}
            needs = {label for label in tops if taxonomy.is_need(label)}
            truth = {label for label in example.labels if taxonomy.is_need(label)}
            counts[: 1 + (len(truth) > 1)] += (len(needs & truth), len(needs), len(truth))
        hits, found, wanted = counts.T
        return float(2 * hits / np.maximum(found + wanted, 1) @ (1, _SEVERAL))

    return at(max(_ENOUGH, key=f1))
