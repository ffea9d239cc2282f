"""Character n-grams of words, hashed into a fixed number of buckets."""

import zlib
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class SparseRow:
    """The features of one text: bucket numbers, ascending, with their weights (a unit vector)."""

    buckets: NDArray[np.int64]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class NgramSpace:
    """N-grams of `shortest` to `longest` characters inside words, in `buckets` buckets (a power of two).

    Whole words count too, so that a short word is not only its pieces.
    """

    shortest: int
    longest: int
    buckets: int

    def row(self, text: str) -> SparseRow:
        """The features of a text that is normalised already."""
        counts = Counter(self._buckets(text))
        buckets = np.array(sorted(counts), dtype=np.int64)
        weights = np.sqrt(np.array([counts[b] for b in buckets.tolist()]))
        norm = float(np.linalg.norm(weights)) or 1.0
        return SparseRow(buckets, (weights / norm).astype(np.float32))

    def _buckets(self, text: str) -> list[int]:
        found = []
        for word in text.split():
            # Bounds the work for one endless "word"; a real one is shorter.
            encoded = [c.encode("utf-8", "replace") for c in f"<{word[:60]}>"]
            found.append(zlib.crc32(b"".join(encoded), 1) % self.buckets)
            for size in range(self.shortest, min(self.longest, len(encoded)) + 1):
                for start in range(len(encoded) - size + 1):
                    found.append(zlib.crc32(b"".join(encoded[start : start + size])) % self.buckets)
        return found
