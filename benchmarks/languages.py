"""What a language without any example loses: each is left out of the training once and measured on its dev/.

    python -m benchmarks.languages [CODE …]

Prints, for each language, how often the likeliest of the twenty categories is right with and without its own examples,
and the difference in points beside the limit of 6. Takes about a minute a language where the vectors are cached.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import copy
from typing import Final

from nlu import load_interpreter
from nlu.corpus import DATA_DIR, LANGUAGES, load_dev
from nlu.evaluation import evaluate
from nlu.training import train

LIMIT: Final = 6.0  # points


def main(codes: Sequence[str]) -> None:
    """Print a line for each language of `codes`, all where there are none."""
    with_all = evaluate(load_interpreter()).scores
    for code in codes or LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder, "data")
            data.mkdir()
            for file in DATA_DIR.iterdir():
                if file.stem.removeprefix("multi_") != code:
                    copy(file, data / file.name)
            train(out_dir=Path(folder, "model"), data_dir=data)
            own = [example for example in load_dev() if example.language == code]
            without = evaluate(load_interpreter(model_dir=Path(folder, "model")), own).scores[code]
        lost = 100 * (with_all[code].category - without.category)
        print(
            f"{code}: {100 * with_all[code].category:.0f} % with, {100 * without.category:.0f} % without its examples; "
            f"lost {lost:.0f} of {LIMIT:.0f} points, ratio {lost / LIMIT:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
