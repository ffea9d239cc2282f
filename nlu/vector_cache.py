"""Vectors kept on disk, so that training again encodes only what is new."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlu.encoder import Encoder

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_BATCH: Final = 64


def encode_cached(
    encoder: Encoder, texts: Sequence[str], cache_dir: Path | None, progress: Progress | None = None
) -> NDArray[np.float32]:
    """One vector a text, from `cache_dir` where it is known there; without a folder all are made anew."""
    name = hashlib.sha256(encoder.name.encode()).hexdigest()[:16]
    path = cache_dir / f"vectors-{name}.npz" if cache_dir else None
    known = _read(path) if path and path.exists() else {}
    keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    waiting = list(missing.items())
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        vectors = encoder.encode([text for _, text in batch])
        known.update({key: vector for (key, _), vector in zip(batch, vectors, strict=True)})
        if progress:
            progress("encode", min(start + _BATCH, len(waiting)), len(waiting))
    if path and waiting:
        _write(path, known)
    return np.stack([known[key] for key in keys]) if keys else encoder.encode([])


def _read(path: Path) -> dict[str, NDArray[np.float32]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}  # a cache that cannot be read is no cache; it will be written anew


def _write(path: Path, vectors: dict[str, NDArray[np.float32]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("wb") as file:
        np.savez(file, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    draft.replace(path)  # so that two trainings at once never read half a file
