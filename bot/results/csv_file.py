"""Responses as CSV: UTF-8 with a byte order mark, as spreadsheets expect it; commas between cells (RFC 4180)."""

import csv
from collections.abc import Sequence
from pathlib import Path

from bot.results.columns import Cell, Column
from bot.results.words import defused
from bot.store import Sheet


class CsvFile:
    """One line per response below a line of headers. Numbers stay numbers; no cell begins a formula."""

    def __init__(self, file: Path, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._out = file.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._out)
        self._rows.writerow(defused(column.header) for column in columns)

    def write(self, sheet: Sheet) -> None:
        self._rows.writerow(_text(column.cell(sheet)) for column in self._columns)

    def close(self) -> None:
        self._out.close()


def _text(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return defused(cell) if isinstance(cell, str) else cell
