"""Forms as text: CSV files with all sheets one after another, folders of CSV files, Markdown tables."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from bot.surveys.xlsform.data import limits
from bot.surveys.xlsform.workbook import (
    RELEVANT,
    Gathering,
    Workbook,
    is_relevant,
    key_of,
    too_large,
    unreadable,
)

_UTF8: Final = "Save it as 'CSV UTF-8'"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CELL: Final = re.compile(r"(?<!\\)\|")
_RULER: Final = re.compile(r"[|:\s-]+")
Rows = list[tuple[int, list[str]]]


def read_csv(content: bytes) -> Workbook:
    """All sheets in one file: a sheet's name stands in the first column, its cells begin in the second."""
    sheets: dict[str, Rows] = {}
    rows: Rows | None = None
    for number, cells in _bounded(_csv_rows(_decoded(content))):
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
            if path.stat().st_size > limits()["text_bytes"]:
                raise too_large(f"{path.name} has more than {limits()['text_bytes'] // 1_000_000} MB")
            sheets[path.stem] = list(_bounded(_csv_rows(_decoded(path.read_bytes()))))
    if not any(name.casefold() == "survey" for name in sheets):
        raise unreadable("the folder holds no survey.csv", "Name the file with the questions survey.csv")
    return _gathered(sheets)


def read_markdown(content: bytes) -> Workbook:
    """Tables as pyxform's own tests write them: a sheet's name in the first cell of a row. Lines that begin with
    # are notes. Rows are counted in each sheet, the header being the first."""
    sheets: dict[str, Rows] = {}
    rows: Rows | None = None
    for line in StringIO(_decoded(content)):
        table = line.strip()
        if not table.startswith("|") or _RULER.fullmatch(table):
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in _CELL.split(table.strip("|"))]
        if table.startswith("||"):
            cells.insert(0, "")
        if cells[0]:
            rows = sheets.setdefault(cells[0], [])
        if rows is not None and (any(cells[1:]) or (rows and not cells[0])):
            if len(rows) > limits()["rows"]:
                raise too_large(f"a sheet has more than {limits()['rows']} rows")
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


def _bounded(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows, as long as they are no more than a form can have."""
    bounds = limits()
    most = len(RELEVANT) * (bounds["rows"] + bounds["blank_rows"])
    for count, (number, cells) in enumerate(rows, start=1):
        if count > most:
            raise too_large(f"it has more than {most} rows")
        if len(cells) > 2 * bounds["columns"]:  # empty ones may follow
            raise too_large(f"row {number} has more than {bounds['columns']} columns")
        yield number, cells


def _decoded(content: bytes) -> str:
    if len(content) > limits()["text_bytes"]:
        raise too_large(f"as text it may have {limits()['text_bytes'] // 1_000_000} MB")
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
    first = next((line for line in StringIO(text) if line.strip(' ,;\t"\r\n')), "")
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
