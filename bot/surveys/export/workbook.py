"""The sheets of a form as a workbook. Every cell is a text: nothing is calculated, and no address becomes a link."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from bot.surveys.export.sheets import Sheet, sheets_of
from bot.surveys.export.unwritable import Unwritable
from bot.surveys.model import Survey

LONGEST: Final = 32_767
"""Characters in a cell (https://support.microsoft.com/en-us/office/excel-specifications-and-limits)."""
WRITTEN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no zones
"""The time of writing that stands in the file: always the same, so that the same survey gives the same bytes."""
WIDE: Final = 40
"""Of a column with sentences, in characters."""


OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""For XlsxWriter: what somebody wrote stays words."""
# As text, so that Excel leaves it alone too when somebody writes on: 1-2 is a code, no date.
CELL: Final = {"text_wrap": True, "valign": "top", "num_format": "@"}
"""How cells with words look."""


def workbook_of(survey: Survey, languages: Mapping[str, str]) -> bytes:
    """The survey as an XLSForm workbook (`.xlsx`). `languages` are the names of languages by their codes.

    Raises Unwritable.
    """
    file = BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        workbook.set_properties({"created": WRITTEN})
        heading, words = workbook.add_format({**CELL, "bold": True}), workbook.add_format(CELL)
        for sheet in sheets_of(survey, languages):
            page = workbook.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, name in enumerate(sheet.columns):
                width = WIDE if "::" in name else max(12, len(name) + 2)
                page.set_column(column, column, width, words)
                page.write_string(0, column, name, heading)
                for row, cells in enumerate(sheet.rows, start=1):
                    if name in cells:
                        page.write_string(row, column, _cell(sheet, row, name, cells[name]), words)
    return file.getvalue()


def _cell(sheet: Sheet, row: int, column: str, text: str) -> str:
    if len(text) > LONGEST:
        raise Unwritable(
            f"Sheet {sheet.name}, row {row + 1}, column {column}: {len(text)} characters, more than the {LONGEST} "
            "that Excel can hold. Shorten it, or export to YAML."
        )
    if strange := next((sign for sign in text if ord(sign) < 32 and sign not in "\n\t"), None):
        raise Unwritable(
            f"Sheet {sheet.name}, row {row + 1}, column {column}: the sign U+{ord(strange):04X} cannot stand in a "
            "workbook. Take it out, or export to YAML."
        )
    return text
