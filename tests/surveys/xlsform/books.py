"""Workbooks for tests, as bytes: good ones, and such as nobody should send."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook  # type: ignore[import-untyped]

Sheets = Mapping[str, Sequence[Sequence[object]]]

PLAIN: Sheets = {
    "survey": [("type", "name", "label"), ("text", "a", "Frage"), ("select_one yn", "b", "Wahl")],
    "choices": [("list_name", "name", "label"), ("yn", "yes", "Ja"), ("yn", "no", "Nein")],
    "settings": [("form_id", "form_title", "default_language"), ("probe", "Probe", "Deutsch (de)")],
}


def xlsx(sheets: Sheets = PLAIN) -> bytes:
    """A workbook of these sheets."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(place, column, value)
    return file.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with these parts in the place of its own, or beside them."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def sheet_xml(rows: Iterable[str]) -> bytes:
    """A sheet's XML with these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()


def row_xml(number: int, *cells: str) -> str:
    """A row of texts."""
    inner = "".join(
        f'<c r="{chr(65 + place)}{number}" t="str"><v>{cell}</v></c>' for place, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inner}</row>'


def xls(rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet in the oldest format that Excel wrote (BIFF2: https://www.openoffice.org/sc/excelfileformat.pdf)."""
    records = [struct.pack("<HHHH", 0x0009, 4, 2, 0x0010)]
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            words = text.encode("latin-1")
            cell = struct.pack("<HH3sB", place, column, b"\0\0\0", len(words)) + words
            records.append(struct.pack("<HH", 0x0004, len(cell)) + cell)
    return b"".join([*records, struct.pack("<HH", 0x000A, 0)])
