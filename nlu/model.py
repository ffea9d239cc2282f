"""A trained model on disk: arrays and their description, without pickle."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from nlu.classifier import Classifier
from nlu.head import LinearHead
from nlu.language import LanguageModel
from nlu.reading import Calibration, Curve
from nlu.voicing import Voicing
from nlu.wording import Wording

MODEL_DIR: Final = Path(__file__).with_name("model")
MODEL_FILE: Final = "model.npz"
_FORMAT: Final = 3


class ModelError(ValueError):
    """A model that is not there, not whole, or made for something else."""


@dataclass(frozen=True)
class Model:
    """What training found. `corpus` is `nlu.corpus.corpus_hash` of its data, `encoder` the encoder's name."""

    language: LanguageModel
    intents: Classifier
    calibration: Calibration
    encoder: str
    corpus: str


def write_model(model: Model, folder: Path) -> Path:
    """Write `model` into `folder`; the same model gives the same bytes."""
    about = {
        "format": _FORMAT,
        "encoder": model.encoder,
        "corpus": model.corpus,
        "calibration": asdict(model.calibration),
        "languages": model.language.head.labels,
        "intents": model.intents.labels,
        "strength": model.intents.strength,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MODEL_FILE
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as file:
        np.savez_compressed(
            file,
            about=np.frombuffer(json.dumps(about, sort_keys=True).encode(), dtype=np.uint8),
            language_weights=model.language.head.weights.astype(np.float16),
            language_bias=model.language.head.bias.astype(np.float32),
            intent_weights=model.intents.meaning.weights.astype(np.float16),
            intent_bias=model.intents.meaning.bias.astype(np.float32),
            **_packed(model.intents.wording),
        )
    draft.replace(path)
    return path


def read_model(folder: Path = MODEL_DIR) -> Model:
    """Read the model in `folder`; a `ModelError` says in one sentence what is wrong with it."""
    path = folder / MODEL_FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about: dict[str, Any] = json.loads(arrays["about"].tobytes())
        if about["format"] != _FORMAT:
            raise ModelError(f"{path.name} has format {about['format']}, expected {_FORMAT}; train it again.")
        calibration = about["calibration"]
        return Model(
            language=LanguageModel(_head(arrays, "language", about["languages"])),
            intents=Classifier(
                _head(arrays, "intent", about["intents"]), _unpacked(arrays), float(about["strength"])
            ),
            calibration=Calibration(
                need=_curve(calibration["need"]),
                other=_curve(calibration["other"]),
                voicing=_voicing(calibration["voicing"]),
            ),
            encoder=about["encoder"],
            corpus=about["corpus"],
        )
    except FileNotFoundError as error:
        raise ModelError(f"There is no model in {folder}; train one.") from error
    except ModelError:
        raise
    except Exception as error:  # a broken archive fails in many ways, and all of them mean the same here
        raise ModelError(f"{path.name} is damaged; train it again.") from error


def _curve(values: dict[str, list[float]]) -> Curve:
    whole, base = values["single"]
    several_whole, part, several_base = values["several"]
    return Curve((whole, base), (several_whole, part, several_base))


def _voicing(values: dict[str, Any]) -> Voicing:
    return Voicing(tuple(values["weights"]), values["constant"], values["enough"])


def _packed(wording: Wording) -> dict[str, Any]:
    """The wording's weights as bytes with a scale for each label: a quarter of the space, the same answers."""
    scale = np.maximum(np.abs(wording.weights).max(axis=0), 1e-9) / 127
    return {
        "wording_weights": np.rint(wording.weights / scale).astype(np.int8),
        "wording_scale": scale.astype(np.float32),
        "wording_bias": wording.bias.astype(np.float32),
        "wording_rarity": wording.rarity.astype(np.float16),
    }


def _unpacked(arrays: dict[str, Any]) -> Wording:
    return Wording(
        rarity=arrays["wording_rarity"].astype(np.float32),
        weights=arrays["wording_weights"].astype(np.float32) * arrays["wording_scale"],
        bias=arrays["wording_bias"].astype(np.float32),
    )


def _head(arrays: dict[str, Any], name: str, labels: list[str]) -> LinearHead:
    return LinearHead(
        labels=tuple(labels),
        weights=arrays[f"{name}_weights"].astype(np.float32),
        bias=arrays[f"{name}_bias"].astype(np.float32),
    )
