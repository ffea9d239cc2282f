"""The linear layer on top, which shows the encoder what its vectors are for."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from nlu.head import Floats, softmax
from nlu.tuning.material import Material
from nlu.tuning.network import Tensor

# As in nlu.training, so that tuning begins where the untuned encoder has arrived.
_SCALE: Final = 4.2


@dataclass(frozen=True)
class TopLayer:
    """Scores for labels from a vector and keywords; `weights` and `bias` are learnt further."""

    centre: Tensor
    weights: Tensor
    bias: Tensor

    def scores(self, vectors: Tensor, keywords: Tensor) -> Tensor:
        return (torch.hstack([vectors, keywords]) - self.centre) * _SCALE @ self.weights + self.bias

    def probabilities(self, vectors: Tensor, keywords: Floats) -> Floats:
        """How likely each label is, a row a message."""
        with torch.no_grad():
            scores: Floats = self.scores(vectors, torch.from_numpy(keywords)).numpy()
        return softmax(scores)


def starting_layer(vectors: Floats, messages: Material) -> TopLayer:
    """What logistic regression finds on the vectors of the untuned encoder.

    With a random layer in its place the first steps would spoil what the encoder knows.
    """
    matrix = np.hstack([vectors, messages.keywords])
    centre = matrix.mean(axis=0)
    rows, columns = np.nonzero(messages.truth)
    regression = LogisticRegression(max_iter=1000)
    regression.fit((matrix[rows] - centre) * _SCALE, columns, sample_weight=messages.truth[rows, columns])
    weights = np.zeros((matrix.shape[1], messages.truth.shape[1]), dtype=np.float32)
    bias = np.full(messages.truth.shape[1], regression.intercept_.min(), dtype=np.float32)
    weights[:, regression.classes_] = regression.coef_.T
    bias[regression.classes_] = regression.intercept_
    return TopLayer(
        torch.from_numpy(centre),
        torch.from_numpy(weights).requires_grad_(True),
        torch.from_numpy(bias).requires_grad_(True),
    )
