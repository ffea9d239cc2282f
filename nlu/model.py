"""A trained model on disk: arrays and their description, without pickle."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from nlu.head import LinearHead
from nlu.language import LanguageModel
from nlu.reading import Calibration, Curve

MODEL_DIR: Final = Path(__file__).with_name("model")
MODEL_FILE: Final = "model.npz"
_FORMAT: Final = 1


class ModelError(ValueError):
    """A model that is not there, not whole, or made for something else."""


@dataclass(frozen=True)
class Model:
    """What training found. `corpus` is `nlu.corpus.corpus_hash` of its data, `encoder` the encoder's name."""

    language: LanguageModel
    intents: LinearHead
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
            intent_weights=model.intents.weights.astype(np.float16),
            intent_bias=model.intents.bias.astype(np.float32),
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
            intents=_head(arrays, "intent", about["intents"]),
            calibration=Calibration(
                need=_curve(calibration["need"]),
                other=_curve(calibration["other"]),
                voiced=calibration["voiced"],
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


def _head(arrays: dict[str, Any], name: str, labels: list[str]) -> LinearHead:
    return LinearHead(
        labels=tuple(labels),
        weights=arrays[f"{name}_weights"].astype(np.float32),
        bias=arrays[f"{name}_bias"].astype(np.float32),
    )
