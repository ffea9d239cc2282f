"""What the classifier sees of a text: its vector, and what its words speak for."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from nlu.head import Floats
from nlu.keywords import keyword_features
from nlu.normalise import clean
from nlu.taxonomy import load_taxonomy

# How much one keyword weighs beside a unit vector; chosen on nlu/dev (docs/nlu.md).
KEYWORD_WEIGHT: Final = 0.1
KEYWORDS: Final = len(load_taxonomy().ids)
"""How many of the last features are keywords."""


def encoder_text(text: str) -> str:
    """The form of a text that goes to the encoder, which has learnt from text as people write it."""
    return clean(text)


def features(texts: Sequence[str], languages: Sequence[str], vectors: Floats) -> Floats:
    """One row a text: its vector, then its keywords."""
    keywords = [keyword_features(text, language) for text, language in zip(texts, languages, strict=True)]
    return np.hstack([vectors, KEYWORD_WEIGHT * np.stack(keywords)]).astype(np.float32)
