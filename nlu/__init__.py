"""Understanding what residents write: language, category or intent, the needs in a message, places.

    interpreter = load_interpreter()
    interpreter.parse("wir suchen einen Kitaplatz", language_hint="de").top

Knows nothing of the rest of the product.
"""

from pathlib import Path

from nlu.encoder import E5Encoder, Encoder
from nlu.gazetteer import Gazetteer
from nlu.interpreter import EmbeddedInterpreter
from nlu.model import MODEL_DIR, ModelError, read_model

__all__ = ["EmbeddedInterpreter", "Gazetteer", "ModelError", "load_interpreter"]


def load_interpreter(
    gazetteer: Gazetteer | None = None, model_dir: Path | None = None, encoder: Encoder | None = None
) -> EmbeddedInterpreter:
    """The interpreter with the model in `model_dir` (default: the one that comes with the bot).

    The encoder is loaded with the first text. A `ModelError` says in one sentence what is wrong with a model.
    """
    return EmbeddedInterpreter(read_model(model_dir or MODEL_DIR), encoder or E5Encoder(), gazetteer)
