"""`python -m nlu.calibrate_rasa URL`: fit on nlu/dev how far the confidences of a Rasa server can be believed."""

import sys
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from rich.console import Console
from rich.progress import track

from nlu.calibration import calibrate
from nlu.corpus import Example, load_dev
from nlu.head import Floats
from nlu.normalise import clean
from nlu.rasa import questions, sendable
from nlu.rasa_answer import read_probabilities
from nlu.rasa_calibration import CALIBRATION_FILE, write_calibration
from nlu.rasa_server import RasaProblem, RasaServer
from nlu.reading import Calibration
from nlu.split import split
from nlu.taxonomy import load_taxonomy

SECONDS = 30.0


def fit(
    server: RasaServer,
    examples: Sequence[Example],
    shown: Callable[[Sequence[Example]], Iterable[Example]] = lambda examples: examples,
) -> Calibration:
    """The calibration for the model that `server` has loaded; `shown` may show progress. Raises RasaProblem."""
    taxonomy = load_taxonomy()
    parts: list[list[str]] = []
    probabilities: list[Floats] = []
    for example in shown(examples):
        asked = sendable(example.text)
        own = split(asked, example.language)
        answers = server.parse(questions(asked, own))
        parts.append([clean(part) for part in own])
        probabilities.append(np.stack([read_probabilities(answer, taxonomy.ids) for answer in answers]))
    return calibrate(taxonomy.ids, taxonomy, examples, parts, probabilities)


def main() -> int:
    """Fit and write; 1 with one sentence on stderr where the server is no use."""
    if len(sys.argv) != 2:
        print("usage: python -m nlu.calibrate_rasa http://127.0.0.1:5005", file=sys.stderr)
        return 2
    console = Console(stderr=True)
    try:
        found = fit(
            RasaServer(sys.argv[1], SECONDS),
            load_dev(),
            lambda examples: track(examples, "asking", console=console),
        )
    except RasaProblem as problem:
        print(f"The Rasa server cannot be used: {problem}.", file=sys.stderr)
        return 1
    write_calibration(found)
    print(f"{CALIBRATION_FILE}: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
