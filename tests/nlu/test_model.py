"""The model file: the same in, the same out; damage is said in one sentence."""

from pathlib import Path

import numpy as np
import pytest

from nlu.corpus import corpus_hash
from nlu.encoder import E5Encoder
from nlu.interpreter import EmbeddedInterpreter
from nlu.model import MODEL_DIR, MODEL_FILE, ModelError, read_model, write_model


def test_a_model_survives_being_written_and_read(tmp_path: Path) -> None:
    model = read_model()
    write_model(model, tmp_path)
    again = read_model(tmp_path)
    assert (again.calibration, again.encoder, again.corpus) == (
        model.calibration,
        model.encoder,
        model.corpus,
    )
    np.testing.assert_array_equal(again.intents.meaning.weights, model.intents.meaning.weights)
    np.testing.assert_allclose(again.intents.wording.weights, model.intents.wording.weights, rtol=1e-6)
    assert (tmp_path / MODEL_FILE).read_bytes() == (MODEL_DIR / MODEL_FILE).read_bytes()


def test_the_shipped_model_was_trained_on_the_present_data() -> None:
    assert read_model().corpus == corpus_hash(), "run python -m nlu.train"


def test_the_shipped_model_stays_small() -> None:
    assert (MODEL_DIR / MODEL_FILE).stat().st_size < 8_000_000


def test_no_model_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"^There is no model in .+; train one\.$"):
        read_model(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_damaged_model_is_said_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MODEL_FILE).write_bytes(content)
    with pytest.raises(ModelError, match=r"^model\.npz is damaged; train it again\.$"):
        read_model(tmp_path)


def test_a_model_for_another_encoder_is_refused() -> None:
    class OtherEncoder(E5Encoder):
        name = "another"

    with pytest.raises(ModelError, match="was trained for the encoder multilingual-e5-small"):
        EmbeddedInterpreter(read_model(), OtherEncoder())
