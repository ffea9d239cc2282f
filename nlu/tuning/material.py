"""What the tuning learns from and is measured on, as numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.corpus import Example
from nlu.features import KEYWORDS, encoder_text, features
from nlu.head import Floats
from nlu.taxonomy import load_taxonomy


@dataclass(frozen=True)
class Material:
    """Messages, a row each: what they voice (shares that add up to 1), and what their words speak for."""

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    truth: Floats
    keywords: Floats


def material(examples: Sequence[Example], without: Collection[str] = ()) -> Material:
    """`examples` but those in the languages `without`."""
    kept = [example for example in examples if example.language not in without]
    texts = tuple(encoder_text(example.text) for example in kept)
    languages = tuple(example.language for example in kept)
    nothing = np.zeros((len(kept), 0), dtype=np.float32)
    return Material(texts, languages, _truth(kept), features(texts, languages, nothing)[:, -KEYWORDS:])


def _truth(examples: Sequence[Example]) -> Floats:
    columns = {label: column for column, label in enumerate(load_taxonomy().ids)}
    truth = np.zeros((len(examples), len(columns)), dtype=np.float32)
    for row, example in enumerate(examples):
        for label in example.labels:
            truth[row, columns[label]] = 1 / len(example.labels)
    return truth


def category_accuracy(probabilities: NDArray[np.float32], dev: Material) -> dict[str, float]:
    """Share of messages with one need whose likeliest category is right: by language, and under "all"."""
    taxonomy = load_taxonomy()
    needs = np.array([taxonomy.is_need(label) for label in taxonomy.ids])
    single = dev.truth[:, needs].max(axis=1) == 1
    right = probabilities[:, needs].argmax(axis=1) == dev.truth[:, needs].argmax(axis=1)
    languages = np.array(dev.languages)
    figures = {
        code: float(right[single & (languages == code)].mean()) for code in dict.fromkeys(dev.languages)
    }
    return {**figures, "all": float(right[single].mean())}
