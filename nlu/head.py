"""Multinomial logistic regression as numpy applies it; scikit-learn only fits it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.ngrams import SparseRow

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearHead:
    """Scores for labels: `weights` is (features, labels), `bias` (labels,)."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def scores(self, features: Floats) -> Floats:
        """One row for each row of dense features; the higher, the likelier the label of the column."""
        scores: Floats = features @ self.weights + self.bias
        return scores

    def read_sparse(self, rows: Sequence[SparseRow]) -> Floats:
        """How likely each label is for each row of n-grams."""
        scores = np.stack([row.weights @ self.weights[row.buckets] for row in rows]) + self.bias
        return softmax(scores.astype(np.float32))


def softmax(scores: Floats) -> Floats:
    """Scores to probabilities, row by row."""
    shifted: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shifted /= shifted.sum(axis=-1, keepdims=True)
    return shifted


def log_odds(probabilities: Floats) -> Floats:
    """Log-odds, bounded so that certainty stays finite."""
    bounded = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(bounded / (1 - bounded)).astype(np.float32)
    return odds


def logistic(odds: Floats) -> Floats:
    """Probabilities of log-odds."""
    result: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return result
