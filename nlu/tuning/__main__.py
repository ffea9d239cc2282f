"""`python -m nlu.tuning [--out FILE] [--without CODE …]`: tune the encoder and say what it brought."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nlu.corpus import LANGUAGES, load_dev, load_training
from nlu.tuned_encoder import ENCODER_FILE, package_file, write_tuned

NO_TORCH = (
    "Tuning needs torch, which the bot itself does not: "
    "pip install torch==2.13.0 into an environment of its own that also has scikit-learn."
)


def main() -> int:
    """Tune and write; 1 with one sentence on stderr if it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m nlu.tuning", description="Tune the encoder on nlu/data.")
    parser.add_argument("--out", type=Path, default=ENCODER_FILE, help="where the tuned tensors go")
    parser.add_argument(
        "--without", nargs="+", default=[], choices=LANGUAGES, metavar="CODE",
        help="languages to leave out, to measure how a new language fares",
    )  # fmt: skip
    options = parser.parse_args()
    if find_spec("torch") is None:
        print(NO_TORCH, file=sys.stderr)
        return 1
    from nlu.training import CACHE_DIR
    from nlu.tuning.fitting import tune
    from nlu.tuning.material import material
    from nlu.tuning.recipe import Recipe

    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        messages, dev = material(load_training(), options.without), material(load_dev())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            tasks = {step: bar.add_task(step, total=None) for step in ("encode", "read", "tune")}
            made = tune(
                package_file(), messages, dev, Recipe(), CACHE_DIR,
                lambda step, done, total: bar.update(tasks[step], completed=done, total=total),
            )  # fmt: skip
        path = write_tuned(options.out, package_file(), made.tensors)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print("Right category on dev, in per cent:")
    for name, figures in (
        ("before", made.before),
        *((f"epoch {n}", f) for n, f in enumerate(made.epochs, 1)),
    ):
        print(f"{name:8}", *(f"{code} {100 * share:.1f}" for code, share in figures.items()), sep="  ")
    print(f"{path}: {len(messages.texts)} messages; {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
