"""Which of the needs are voiced in one message: one, or two or three."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlu.head import Floats, log_odds, logistic

MOST: Final = 3
"""Needs that are heard in one message; the rest are the likeliest readings of what was heard already."""
SIGNS: Final = 7
"""How many figures `signs` gives for each need."""


@dataclass(frozen=True)
class Voicing:
    """A logistic function of `signs`: `weights` and `constant`; a need is voiced from a chance of `enough` on."""

    weights: tuple[float, ...]
    constant: float
    enough: float

    def voiced(self, needs: Floats, by_part: Floats) -> NDArray[np.bool_]:
        """Which needs are voiced beside each other; `needs` and `by_part` are as for `signs`."""
        chances = logistic(signs(needs, by_part) @ np.array(self.weights, dtype=np.float32) + self.constant)
        found = chances >= self.enough
        found[np.argsort(-chances, kind="stable")[MOST:]] = False
        return found


def by_parts(enough: float) -> Voicing:
    """Every need that one part voices with this probability."""
    return Voicing((0.0, 1.0) + (0.0,) * (SIGNS - 2), 0.0, enough)


def signs(needs: Floats, by_part: Floats) -> Floats:
    """What speaks for each need, one row a need.

    `needs` has the probability of each in the whole message, `by_part` a row of them for each part (the whole
    itself where it is one). The signs: log-odds in the whole and in the surest part, how many needs are likelier,
    how sure a part is of it that is of nothing surer, the log-odds of the two likeliest needs of the message, and
    how many parts it has.
    """
    odds = log_odds(needs)
    likelier = np.argsort(np.argsort(-needs, kind="stable"), kind="stable")
    first = np.zeros_like(needs)
    for part in by_part:
        first[part.argmax()] = max(first[part.argmax()], part.max())
    highest = np.sort(odds)[::-1]
    alike = np.ones_like(needs)
    found: Floats = np.stack(
        [
            odds,
            log_odds(by_part.max(axis=0)),
            np.log1p(likelier),
            first,
            alike * highest[0],
            alike * highest[min(1, len(highest) - 1)],
            alike * np.log(len(by_part)),
        ],
        axis=1,
    ).astype(np.float32)
    return found
