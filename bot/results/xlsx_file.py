"""Responses as an Excel workbook: one sheet with the responses, one with the questions and choices."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.results.columns import Cell, Column
from bot.results.words import shown
from bot.store import Sheet

MOST_ROWS: Final = 1_048_575  # below the headers; https://support.microsoft.com/office "Excel specifications"
MOST_COLUMNS: Final = 16_384
LONGEST: Final = 32_767  # in UTF-16, in one cell
_EXACT: Final = 2**53
_WIDTH: Final = 18  # characters


class XlsxFile:
    """Words stay words: nothing becomes a formula or a link. Rows are written as they come, none is kept."""

    def __init__(self, file: Path, columns: Sequence[Column]) -> None:
        self._columns = columns
        # Excel's format is put together from parts on the disk; they hold residents' words and go in any case.
        self._parts = TemporaryDirectory(dir=file.parent, prefix=".export-")
        self._book = Workbook(
            str(file),
            {
                "constant_memory": True,
                "tmpdir": self._parts.name,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._responses = self._sheet("Responses", [column.header for column in columns], bold)
        questions = self._sheet("Questions", ["Column", "Name", "Label"], bold)
        for row, column in enumerate(columns, start=1):
            for place, words in enumerate((column.header, column.name, column.label)):
                _put(questions, row, place, words)
        self._row = 0

    def _sheet(self, name: str, headers: Sequence[str], bold: Format) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, max(len(headers) - 1, 0), _WIDTH)
        sheet.freeze_panes(1, 0)
        for place, header in enumerate(headers):
            _put(sheet, 0, place, header, bold)
        return sheet

    def write(self, sheet: Sheet) -> None:
        self._row += 1
        for place, column in enumerate(self._columns):
            _put(self._responses, self._row, place, column.cell(sheet))

    def close(self) -> None:
        try:
            self._book.close()
        except XlsxFileError as error:
            raise OSError(str(error)) from None
        finally:
            self._parts.cleanup()


def _put(sheet: Worksheet, row: int, place: int, cell: Cell, style: Format | None = None) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, place, _cut(shown(cell)), style)
    elif isfinite(cell) and abs(cell) <= _EXACT:
        sheet.write_number(row, place, cell, style)
    else:  # Excel would round it
        sheet.write_string(row, place, str(cell), style)


def _cut(words: str) -> str:
    if len(words) <= LONGEST // 2:
        return words
    units = words.encode("utf-16-le")
    return (
        words if len(units) <= 2 * LONGEST else units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"
    )
