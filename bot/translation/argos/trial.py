"""Whether a model translates: `python -m bot.translation.argos.trial FOLDER`, exit status 0 where it does."""

import sys
from pathlib import Path

from bot.translation.argos.model import LIBRARY_IS_MISSING, LIBRARY_MISSING, Model
from bot.translation.argos.package import read_metadata
from bot.translation.translator import TranslationProblem


def main(folder: Path) -> int:
    """The exit status."""
    try:
        Model(folder, read_metadata(folder, folder.name)).translate(["1"])
    except TranslationProblem as problem:
        print(problem, file=sys.stderr)
        return LIBRARY_IS_MISSING if str(problem) == LIBRARY_MISSING else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
