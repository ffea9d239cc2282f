"""`python -m nlu.evaluate [--json]`: how well the model understands the messages in dev/."""

import json
import sys
from dataclasses import asdict

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from nlu import ModelError, load_interpreter
from nlu.corpus import corpus_hash
from nlu.evaluation import OVERALL, Evaluation, evaluate


def main() -> int:
    """Measure and print; 1 with one sentence on stderr if there is no model to measure."""
    try:
        interpreter = load_interpreter()
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("evaluate", total=None)
        found = evaluate(
            interpreter, progress=lambda _, done, total: bar.update(task, completed=done, total=total)
        )
    if "--json" in sys.argv[1:]:
        print(json.dumps(found.as_dict()))
        return 0
    # Wide enough for every language, whatever the terminal says.
    Console(width=100).print(as_table(found))
    print(f"median of one parse: {found.latency_ms} ms")
    if interpreter.model.corpus != corpus_hash():
        print("The data has changed since the model was trained: run python -m nlu.train.")
    return 0


def as_table(found: Evaluation) -> Table:
    """One row a figure, one column a language."""
    table = Table("", *found.scores, box=None, padding=(0, 1, 0, 0))
    columns = {code: asdict(scores) for code, scores in found.scores.items()}
    for figure, value in columns[OVERALL].items():
        whole = isinstance(value, int)
        cells = (str(c[figure]) if whole else f"{100 * c[figure]:.0f}" for c in columns.values())
        table.add_row(figure if whole else f"{figure} %", *cells)
    return table


if __name__ == "__main__":
    sys.exit(main())
