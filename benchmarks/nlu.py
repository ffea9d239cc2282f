"""The embedded interpreter against its limits, in one run.

    python -m benchmarks.nlu

Prints each figure with its limit and the ratio to it (below 1 is within it): how long a message takes at the median,
how many messages a second a batch gets through, how long the model takes to load, and how much memory it holds.
Accuracy is printed by `quartier nlu evaluate`; the comparison with Rasa is `python -m benchmarks.rasa`.
"""

import resource
import sys
import time
from itertools import islice
from statistics import median
from typing import Final

from nlu import Gazetteer, load_interpreter
from nlu.corpus import load_dev

LATENCY: Final = 20.0  # ms at the median
THROUGHPUT: Final = 80.0  # messages a second
LOADING: Final = 1.0  # seconds
SINGLE: Final = 300
BATCH: Final = 256  # as `quartier nlu parse` takes them


def main() -> None:
    """Print the figures."""
    before = _memory()
    start = time.perf_counter()
    interpreter = load_interpreter(Gazetteer({"1": ["Nordmarkt"], "2": ["Hörde"]}))
    interpreter.parse("warm")
    loading = time.perf_counter() - start
    texts = [example.text for example in load_dev()]
    every = texts[:: max(len(texts) // SINGLE, 1)]
    seconds = []
    for text in every:
        start = time.perf_counter()
        interpreter.parse(text)
        seconds.append(time.perf_counter() - start)
    rest = iter(texts)
    start = time.perf_counter()
    while batch := list(islice(rest, BATCH)):
        interpreter.parse_many(batch)
    rate = len(texts) / (time.perf_counter() - start)
    _line("median of one message", 1000 * median(seconds), LATENCY, "ms")
    _line("time of one in a batch", 1000 / rate, 1000 / THROUGHPUT, f"ms ({rate:.0f} messages/s)")
    _line("loading, with the first message", loading, LOADING, "s")
    print(f"{'memory of the interpreter':34}{_memory() - before:10.0f} MB")


def _line(name: str, value: float, limit: float, unit: str) -> None:
    print(f"{name:34}{value:10.2f} of {limit:.2f} {unit}; ratio {value / limit:.2f}")


def _memory() -> float:
    """The most memory that this process has held, in MB."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


if __name__ == "__main__":
    main()
