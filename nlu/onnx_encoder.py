"""An encoder of one's own: any sentence-transformers model that was exported to ONNX, by the path of its folder.

The folder is as `optimum` and sentence-transformers write it (https://sbert.net/docs/sentence_transformer/usage/efficiency.html):
`model.onnx` (or `onnx/model.onnx`), `tokenizer.json`, and where there is one `config_sentence_transformers.json`, whose
prompt "query" is put before each text. Nothing is downloaded. Needs the extra `onnx`.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from nlu.encoder import MAX_CHARACTERS, Encoder
from nlu.tuned_encoder import TunedEncoder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

MAX_TOKENS: Final = 256
AT_ONCE: Final = 32
_PLACES: Final = ("model.onnx", "onnx/model.onnx")


class EncoderProblem(ValueError):
    """A folder that holds no encoder, or one that cannot be used."""


def encoder_at(path: Path) -> Encoder:
    """The encoder of a folder (ONNX) or of a file that `python -m nlu.tuning` wrote (.npz).

    Raises EncoderProblem or ModelError, both a ValueError, with one sentence.
    """
    return TunedEncoder(path) if path.suffix == ".npz" else OnnxEncoder(path)


class OnnxEncoder:
    """Mean of the token vectors of an ONNX model, as a unit vector. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        model = next((folder / place for place in _PLACES if (folder / place).is_file()), None)
        if model is None or not (folder / "tokenizer.json").is_file():
            raise EncoderProblem(f"{folder} holds no encoder: model.onnx and tokenizer.json are wanted.")
        self._session, self._tokenizer = _load(model, folder / "tokenizer.json")
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._prefix = _prefix(folder / "config_sentence_transformers.json")
        self.name = f"onnx/{folder.name}/{_digest(model)}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text. Texts are cut at 2,000 characters and 256 tokens."""
        found = [self._encode(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE)]
        return np.concatenate(found) if found else np.empty((0, 0), dtype=np.float32)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        clean = [text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode() for text in texts]
        tokens = self._tokenizer.encode_batch([self._prefix + text for text in clean])
        mask = np.array([each.attention_mask for each in tokens], dtype=np.int64)
        given = {
            "input_ids": np.array([each.ids for each in tokens], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        output: Any = self._session.run(None, {name: given[name] for name in self._inputs if name in given})
        vectors: NDArray[np.float32] = output[0].astype(np.float32)
        if vectors.ndim == 3:  # one vector a token, else pooled already
            kept = mask[:, :, None].astype(np.float32)
            vectors = (vectors * kept).sum(axis=1) / np.maximum(kept.sum(axis=1), 1e-9)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors


def _load(model: Path, tokenizer: Path) -> "tuple[InferenceSession, Tokenizer]":
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ModuleNotFoundError:
        raise EncoderProblem(
            "An encoder of one's own needs the extra 'onnx' (make setup installs it)."
        ) from None
    try:
        session = InferenceSession(model, providers=["CPUExecutionProvider"])
        reader = Tokenizer.from_file(str(tokenizer))
    except Exception as error:  # both libraries raise whatever their native parts do
        raise EncoderProblem(
            f"The encoder in {model.parent} cannot be loaded: {type(error).__name__}."
        ) from None
    reader.enable_truncation(MAX_TOKENS)
    reader.enable_padding()
    return session, reader


def _prefix(path: Path) -> str:
    try:
        prompts = json.loads(path.read_text("utf-8")).get("prompts", {})
        return str(prompts.get("query", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _digest(model: Path) -> str:
    with model.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
