"""Packages of Argos with real models, made in a moment: SentencePiece splits at spaces, and a Transformer of one layer,
whose weights are written by hand instead of learnt, says for each word the one that a dictionary has for it.

How it works: a token's embedding is one-hot in the first dimensions, a position's in the others. The decoder at
position n looks (by the positions) at the n-th word of the source, and its attention says that word's translation.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec  # type: ignore[import-untyped]

Words = Mapping[str, str]
PLACES = 64
SHARP = 1e3
"""So large that softmax takes one and leaves the others."""
SPECIAL = ("<unk>", "<s>", "</s>")

GERMAN_ENGLISH: Words = {
    "Frage": "Question", "Wahl": "Choice", "Ja": "Yes", "Nein": "No", "Probe": "Sample", "Hallo": "Hello",
    "wie": "how", "alt": "old", "ist": "is", "Kind": "child", "Haben": "Have", "Sie": "you", "Kinder?": "children?",
    "Noch": "Another", "eine": "one", "Bitte": "Please", "warten.": "wait.", "Danke.": "Thanks.", "3": "3",
    **{f"[{number}]": f"[{number}]" for number in range(1, 10)},
}  # fmt: skip
ENGLISH_TURKISH: Words = {
    "Question": "Soru", "Choice": "Seçim", "Yes": "Evet", "No": "Hayır", "Sample": "Örnek", "Hello": "Merhaba",
    "how": "nasıl", "old": "yaşlı", "is": "dir", "child": "çocuk", "Have": "Var", "you": "siz",
    "children?": "çocuk?", "Another": "Bir", "one": "daha", "Please": "Lütfen", "wait.": "bekleyin.",
    "Thanks.": "Teşekkürler.", "3": "3", **{f"[{number}]": f"[{number}]" for number in range(1, 10)},
}  # fmt: skip


@cache
def _package(source: str, target: str, words: tuple[tuple[str, str], ...], version: str) -> bytes:
    dictionary = dict(words)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        top = f"translate-{source}_{target}-{version.replace('.', '_')}"
        metadata = {
            "package_version": version, "argos_version": "1.9.0", "from_code": source, "to_code": target,
        }  # fmt: skip
        archive.writestr(f"{top}/metadata.json", json.dumps(metadata))
        archive.writestr(f"{top}/README.md", "A tiny model")
        archive.writestr(f"{top}/stanza/de/tokenize.pt", b"not needed here")
        archive.writestr(f"{top}/sentencepiece.model", _tokens(dictionary))
        for name, content in _model(dictionary).items():
            archive.writestr(f"{top}/model/{name}", content)
    return file.getvalue()


def package(
    source: str = "de", target: str = "en", words: Words = GERMAN_ENGLISH, version: str = "1.0"
) -> bytes:
    """A package that translates word by word."""
    return _package(source, target, tuple(words.items()), version)


def _tokens(words: Words) -> bytes:
    model = io.BytesIO()
    every = sorted({*words, *words.values()})
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(every), model_writer=model, model_type="word", vocab_size=len(every) + 3,
        hard_vocab_limit=False, minloglevel=2, normalization_rule_name="identity",
    )  # fmt: skip
    return model.getvalue()


def _model(words: Words) -> dict[str, bytes]:
    """The files of a CTranslate2 model."""
    tokens = [*SPECIAL, *(f"▁{word}" for word in sorted({*words, *words.values()}))]
    number = {token: place for place, token in enumerate(tokens)}
    # An even number of dimensions for one head.
    first = len(tokens) + len(tokens) % 2
    size = first + PLACES
    spec = TransformerSpec.from_config((1, 1), 1, pre_norm=True, with_relative_position=False)
    embedding = np.zeros((len(tokens), size), np.float32)
    embedding[range(len(tokens)), range(len(tokens))] = 1
    positions = np.zeros((PLACES, size), np.float32)
    positions[range(PLACES), range(first, size)] = 1
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = embedding
        side.scale_embeddings = False
        side.position_encodings.encodings = positions
        _norm(side.layer_norm, size)
    _attention(spec.encoder.layer[0].self_attention, size, None)
    _feed_forward(spec.encoder.layer[0].ffn, size)
    _attention(spec.decoder.layer[0].self_attention, size, None)
    _feed_forward(spec.decoder.layer[0].ffn, size)
    said = np.zeros((size, size), np.float32)
    for source, target in words.items():
        said[number[f"▁{target}"], number[f"▁{source}"]] = SHARP
    said[number["</s>"], number["</s>"]] = SHARP
    said[number["<unk>"], number["<unk>"]] = SHARP
    by_place = np.zeros((size, size), np.float32)
    by_place[range(first, size), range(first, size)] = SHARP
    _attention(spec.decoder.layer[0].attention, size, (by_place, said))
    spec.decoder.projection.weight = embedding
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.add_source_eos = True
    return _files(spec)


def _attention(layer: Any, size: int, looks: tuple[np.ndarray, np.ndarray] | None) -> None:
    """An attention that looks by place and says a word; or none, which adds nothing."""
    nothing = np.zeros((size, size), np.float32)
    place, said = looks or (nothing, nothing)
    bias = np.zeros(size, np.float32)
    linear = layer.linear
    if len(linear) == 2:  # queries, keys and values in one: it looks at itself
        _linear(linear[0], np.concatenate([place, place, said]), np.tile(bias, 3))
    else:
        _linear(linear[0], place, bias)
        _linear(linear[1], np.concatenate([place, said]), np.tile(bias, 2))
    _linear(linear[-1], np.eye(size, dtype=np.float32) if looks else nothing, bias)
    _norm(layer.layer_norm, size)


def _feed_forward(layer: Any, size: int) -> None:
    nothing = np.zeros((size, size), np.float32)
    _linear(layer.linear_0, nothing, np.zeros(size, np.float32))
    _linear(layer.linear_1, nothing, np.zeros(size, np.float32))
    _norm(layer.layer_norm, size)


def _linear(layer: Any, weight: np.ndarray, bias: np.ndarray) -> None:
    layer.weight, layer.bias = weight, bias


def _norm(layer: Any, size: int) -> None:
    layer.gamma, layer.beta = np.ones(size, np.float32), np.zeros(size, np.float32)


def _files(spec: Any) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        spec.validate()
        spec.save(folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def write(folder: Path, source: str = "de", target: str = "en", words: Words = GERMAN_ENGLISH) -> Path:
    """The file of a package, in `folder`."""
    path = folder / f"translate-{source}_{target}.argosmodel"
    path.write_bytes(package(source, target, words))
    return path
