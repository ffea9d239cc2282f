"""Writing an export: next to its place under another name, then put there whole."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Final, Protocol

from bot.results.columns import Column
from bot.results.csv_file import CsvFile
from bot.results.jsonl_file import JsonLinesFile
from bot.results.xlsx_file import MOST_COLUMNS, MOST_ROWS, XlsxFile
from bot.store import Responses, Sheet

FORMATS: Final = (".csv", ".xlsx", ".jsonl")


class ExportProblem(Exception):
    """An export cannot be written; the message is one sentence with its cure."""


class RowFile(Protocol):
    """A file that takes one response after the other."""

    def write(self, sheet: Sheet) -> None: ...

    def close(self) -> None: ...


async def write_export(
    responses: Responses,
    columns: Sequence[Column],
    target: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write all responses to `target`, in the format of its ending (FORMATS), and say how many there were.

    A file that is there already is replaced when the new one is whole. Raises ExportProblem.
    """
    done = 0
    with replaced(target) as file:
        rows = _open(file, columns, responses.most, target.suffix)
        with closing(rows):
            async for sheet in responses.sheets:
                rows.write(sheet)
                done += 1
                progress(done, responses.most)
    return done


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new, empty file that only its owner can read; it takes the place of `target` where the block ends well."""
    try:
        if target.is_dir():
            raise ExportProblem(f"{target} is a folder; name a file in it.")
        handle, name = mkstemp(dir=target.parent, prefix=".export-", suffix=target.suffix)
        os.close(handle)
        file = Path(name)
        try:
            yield file
            file.replace(target)
        finally:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise ExportProblem(f"{target} cannot be written: {error.strerror or error}.") from None


def _open(file: Path, columns: Sequence[Column], rows: int, ending: str) -> RowFile:
    match ending:
        case ".csv":
            return CsvFile(file, columns)
        case ".jsonl":
            return JsonLinesFile(file)
        case ".xlsx":
            if rows > MOST_ROWS or len(columns) > MOST_COLUMNS:
                raise ExportProblem(
                    f"{rows} responses in {len(columns)} columns are more than Excel takes "
                    f"({MOST_ROWS} and {MOST_COLUMNS}): export as .csv or .jsonl, or one week at a time."
                )
            return XlsxFile(file, columns)
    raise ExportProblem(f"The name of the file must end in {', '.join(FORMATS)}.")
