"""Forms as text: CSV files with all sheets one after another, folders of CSV files, Markdown tables."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from bot.surveys.xlsform.data import limits
from bot.surveys.xlsform.workbook import RELEVANT, Gathering, Workbook, is_relevant, key_of, unreadable

_UTF8: Final = "Save it as 'CSV UTF-8'"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CELL: Final = re.compile(r"(?<!\\)\|")
_RULER: Final = re.compile(r"[|:\s-]+")
Rows = list[tuple[int, list[str]]]


def read_csv(content: bytes) -> Workbook:
    """All sheets in one file: a sheet's name stands in the first column, its cells begin in the second."""
    sheets: dict[str, Rows] = {}
    rows: Rows | None = None
    for number, cells in _csv_rows(_decoded(content)):
        first, rest = cells[0].strip() if cells else "", cells[1:]
        if first:
            rows = sheets.setdefault(first, [])
        if rows is not None and any(cell.strip() for cell in rest):
            rows.append((number, rest))
    if not sheets:
        raise unreadable(
            "it has no sheets", "Write each sheet's name into the first column, or make a folder"
        )
    return _gathered(sheets)


def read_folder(folder: Path) -> Workbook:
    """A folder with survey.csv and perhaps choices.csv and settings.csv."""
    sheets: dict[str, Rows] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() == ".csv" and path.stem.casefold() in RELEVANT:
            if path.stat().st_size > limits()["file_bytes"]:
                raise unreadable(f"{path.name} is too large", "Make it smaller")
            sheets[path.stem] = list(_csv_rows(_decoded(path.read_bytes())))
    if not any(name.casefold() == "survey" for name in sheets):
        raise unreadable("the folder holds no survey.csv", "Name the file with the questions survey.csv")
    return _gathered(sheets)


def read_markdown(content: bytes) -> Workbook:
    """Tables as pyxform's own tests write them: a sheet's name in the first cell of a row. Lines that begin with
    # are notes. Rows are counted in each sheet, the header being the first."""
    sheets: dict[str, Rows] = {}
    rows: Rows | None = None
    for line in _decoded(content).splitlines():
        table = line.strip()
        if not table.startswith("|") or _RULER.fullmatch(table):
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in _CELL.split(table.strip("|"))]
        if table.startswith("||"):
            cells.insert(0, "")
        if cells[0]:
            rows = sheets.setdefault(cells[0], [])
        if rows is not None and (any(cells[1:]) or (rows and not cells[0])):
            rows.append((len(rows) + 1, cells[1:]))
    if not sheets:
        raise unreadable("it holds no tables", "Write each sheet as a table, its name in the first cell")
    return _gathered(sheets)


def _gathered(sheets: dict[str, Rows]) -> Workbook:
    workbook, gathering = Workbook(names=tuple(sheets)), Gathering()
    for name, rows in sheets.items():
        if is_relevant(name, sheets):
            workbook.sheets[key_of(name, sheets)] = gathering.sheet(name, rows)
    return workbook


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable("its letters are not in UTF-8", _UTF8) from None
    if "\0" in text:
        raise unreadable("it is no text", _UTF8)
    return text


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    # Excel writes semicolons where the comma divides decimals.
    first = next((line for line in text.splitlines() if line.strip(' ,;\t"')), "")
    second = text[:20_000]
    delimiter = max(",;\t", key=lambda sign: (first.count(sign), second.count(sign)))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise unreadable(f"row {reader.line_num} is no CSV ({error})", _UTF8) from None
