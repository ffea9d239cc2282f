"""`python -m nlu.train`: train the model that comes with the bot, with a progress bar."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nlu.training import train


def main() -> int:
    """Train and say what was made; 1 with one sentence on stderr if the data cannot be used."""
    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            tasks = {
                step: bar.add_task(step, total=None)
                for step in ("languages", "encode", "intents", "calibration")
            }
            made = train(lambda step, done, total: bar.update(tasks[step], completed=done, total=total))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    languages = ", ".join(made.languages)
    print(f"{made.path}: {made.messages} messages in {languages}; {made.size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
