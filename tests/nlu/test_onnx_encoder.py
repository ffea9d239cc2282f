"""An encoder of one's own, by the path of its folder: a real ONNX model, small enough to be made here."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlu.model import ModelError
from nlu.onnx_encoder import EncoderProblem, OnnxEncoder, encoder_at

onnx = pytest.importorskip("onnx", reason="the extra 'onnx' is not installed")
tokenizers = pytest.importorskip("tokenizers", reason="the extra 'onnx' is not installed")
WORDS = ["[UNK]", "[PAD]", "query:", "kita", "platz", "bus"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model whose token vectors are rows of a table, in the files that sentence-transformers writes."""
    table = np.eye(len(WORDS), 8, dtype=np.float32)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "table",
        [
            onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["batch", "tokens"]),
        ],
        [
            onnx.helper.make_tensor_value_info(
                "last_hidden_state", onnx.TensorProto.FLOAT, ["batch", "tokens", 8]
            )
        ],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, str(tmp_path / "model.onnx"))
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_the_vector_is_the_mean_of_the_words(folder: Path) -> None:
    kita, both = OnnxEncoder(folder).encode(["Kita", "Kita Platz"])
    assert kita.tolist() == np.eye(8)[3].tolist()
    assert both[3] == both[4] == pytest.approx(0.5**0.5)


def test_the_prompt_of_the_model_goes_first(folder: Path) -> None:
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {"query": "query: "}}))
    (vector,) = OnnxEncoder(folder).encode(["Kita"])
    assert vector[2] == vector[3] > 0


def test_any_text_has_a_unit_vector(folder: Path) -> None:
    texts = ["", "\ud800", "\0", "كيتا", "kita " * 5000, *["bus"] * 70]
    vectors = OnnxEncoder(folder).encode(texts)
    assert vectors.shape == (len(texts), 8)
    assert np.isfinite(vectors).all()
    assert OnnxEncoder(folder).encode([]).shape[0] == 0


def test_its_name_changes_with_the_model(folder: Path) -> None:
    before = OnnxEncoder(folder).name
    assert OnnxEncoder(folder).name == before
    model = onnx.load(str(folder / "model.onnx"))
    model.producer_name = "somebody else"
    onnx.save(model, str(folder / "model.onnx"))
    assert OnnxEncoder(folder).name != before


def test_a_folder_without_an_encoder_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(EncoderProblem, match="holds no encoder"):
        OnnxEncoder(tmp_path / "nothing")
    (folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EncoderProblem, match="cannot be loaded"):
        OnnxEncoder(folder)


def test_a_setting_names_a_folder_or_a_tuned_file(tmp_path: Path, folder: Path) -> None:
    assert isinstance(encoder_at(folder), OnnxEncoder)
    (tmp_path / "encoder.npz").write_bytes(b"nothing")
    with pytest.raises(ModelError):
        encoder_at(tmp_path / "encoder.npz")
