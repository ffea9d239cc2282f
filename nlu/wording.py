"""What the very words of a text speak for, beside what they mean: hashed words, pairs and pieces of words.

The encoder knows that "the lift is broken" is near "der Aufzug steht"; the wording knows that "Kita" is childcare.
The two make different mistakes, so that together they are right more often than either.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlu.head import Floats
from nlu.ngrams import SparseRow
from nlu.normalise import fold

# Sizes and strength chosen on nlu/dev (docs/nlu.md).
BUCKETS: Final = 1 << 16
SHORTEST: Final = 3
LONGEST: Final = 5
_LONGEST_WORD: Final = 40
_MOST_WORDS: Final = 400
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Wording:
    """Scores for labels from the wording: `weights` is (BUCKETS, labels), `rarity` (BUCKETS,) weighs the pieces."""

    rarity: Floats
    weights: Floats
    bias: Floats

    def scores(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column a label; the higher, the likelier."""
        rows = [wording_row(text, self.rarity) for text in texts]
        return np.stack([row.weights @ self.weights[row.buckets] + self.bias for row in rows])


def wording_counts(text: str) -> Counter[int]:
    """How often each bucket occurs in a text."""
    return Counter(zlib.crc32(piece.encode()) % BUCKETS for piece in _pieces(text))


def wording_row(text: str, rarity: Floats) -> SparseRow:
    """The features of a text: what is rare weighs more, what is repeated hardly more, the whole is a unit vector."""
    counts = wording_counts(text)
    buckets: NDArray[np.int64] = np.array(sorted(counts), dtype=np.int64)
    often = np.array([counts[bucket] for bucket in buckets.tolist()], dtype=np.float32)
    weights = (1 + np.log(often)) * rarity[buckets] if len(buckets) else often
    norm = float(np.linalg.norm(weights)) or 1.0
    return SparseRow(buckets, (weights / norm).astype(np.float32))


def rarity_of(texts: Sequence[str]) -> Floats:
    """How telling each bucket is: the inverse of the share of texts in which it occurs, as a logarithm."""
    seen = np.zeros(BUCKETS, dtype=np.int64)
    for text in texts:
        seen[list(wording_counts(text))] += 1
    rarity: Floats = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    return rarity


def _pieces(text: str) -> list[str]:
    words = _WORD.findall(fold(text))[:_MOST_WORDS]
    pieces = [f"{one} {other}" for one, other in pairwise(words)]
    for word in words:
        bounded = f"<{word[:_LONGEST_WORD]}>"
        pieces.append(f"={word[:_LONGEST_WORD]}")
        for size in range(SHORTEST, LONGEST + 1):
            pieces += [bounded[start : start + size] for start in range(len(bounded) - size + 1)]
    return pieces
