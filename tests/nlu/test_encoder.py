"""Many texts are shared out over the cores, and come out as they would one by one."""

import numpy as np
import pytest

from nlu import encoder as encoder_module
from nlu.corpus import load_plain
from nlu.encoder import E5Encoder

TEXTS = [example.text for example in load_plain()[:21]] + ["", "x" * 5000, "half \ud800 and \0 nothing"]


def test_many_texts_have_the_vectors_of_each() -> None:
    encoder = E5Encoder()
    one_by_one = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(encoder.encode(TEXTS), one_by_one, atol=1e-5)


def test_an_engine_whose_threads_cannot_be_told_apart_still_encodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "_single_cores", lambda model: None)
    vectors = E5Encoder().encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
