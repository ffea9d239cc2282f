"""Excel workbooks, `.xlsx` and the old `.xls`. Values only: formulas, macros and links are never looked at."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from bot.surveys.check.finding import found
from bot.surveys.check.rules import Rule
from bot.surveys.xlsform.data import limits
from bot.surveys.xlsform.workbook import (
    Gathering,
    Unusable,
    Workbook,
    is_relevant,
    key_of,
    too_large,
    unreadable,
)

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AGAIN: Final = "Open it in Excel or LibreOffice and save it as a workbook (.xlsx)"
_NO_WORKBOOK: Final = "it is no Excel workbook, or a damaged one"
# Without a value, or with an empty one that is no text: openpyxl writes such.
_FORMULA: Final = rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*"
_UNSOLVED: Final = re.compile(
    _FORMULA + rb"</c>|<c(?![^>]*\st=.str)[^>]*>\s*" + _FORMULA + rb"(?:<v\s*/>|<v>\s*</v>)\s*</c>"
)
_LOCKED: Final = "it is protected by a password"


def read_xlsx(content: bytes) -> Workbook:
    """The cells of a workbook. Raises Unusable."""
    from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]

    _check_archive(content)
    try:
        reader = ExcelReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with reader.archive:
            return _gathered_xlsx(reader)
    except Unusable:
        raise
    except Exception:  # a damaged workbook makes its reader raise whatever it likes
        raise unreadable(_NO_WORKBOOK, _SAVE_AGAIN) from None


def _gathered_xlsx(reader: Any) -> Workbook:
    """Reads what a form needs and no more: not the sheets beside it, pictures, links or macros."""
    from openpyxl.styles.stylesheet import apply_stylesheet  # type: ignore[import-untyped]

    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    sheets = {
        sheet.name: rel.target for sheet, rel in reader.parser.find_sheets() if "chartsheet" not in rel.Type
    }
    workbook, gathering = Workbook(names=tuple(sheets)), Gathering()
    unsolved = 0
    for name, path in sheets.items():
        if is_relevant(name, sheets):
            workbook.sheets[key_of(name, sheets)] = gathering.sheet(name, _xlsx_rows(reader, path))
            unsolved += _unsolved(reader.archive, path)
    if unsolved:
        workbook.findings.append(found(Rule.FORMULA_WITHOUT_VALUE, count=unsolved))
    return workbook


def _xlsx_rows(reader: Any, path: str) -> Iterator[tuple[int, list[object]]]:
    from openpyxl.worksheet._reader import WorkSheetParser  # type: ignore[import-untyped]

    # Not openpyxl's own sheet: that one reads the whole of it beforehand where no size is claimed, and fills the
    # rows up with empty cells where one is.
    with reader.archive.open(path) as source:
        book = reader.wb
        parser = WorkSheetParser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            filled = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
            yield number, [filled.get(column) for column in range(1, max(filled, default=0) + 1)]


def _unsolved(archive: zipfile.ZipFile, path: str) -> int:
    """How many formulas have no value: programs that write workbooks leave them to Excel to work out."""
    if path not in archive.namelist() or archive.getinfo(path).file_size > limits()["part_bytes"]:
        return 0
    return len(_UNSOLVED.findall(archive.read(path)))


def _check_archive(content: bytes) -> None:
    """Refuses what would unpack to more than a form can be, before anything is unpacked."""
    bounds = limits()
    if content.startswith(OLE):
        raise unreadable(_LOCKED, "Save it without a password")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception:
        raise unreadable(_NO_WORKBOOK, _SAVE_AGAIN) from None
    if len(parts) > bounds["parts"]:
        raise too_large(f"it has more than {bounds['parts']} parts")
    if any(part.flag_bits & 1 for part in parts):
        raise unreadable(_LOCKED, "Save it without a password")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise unreadable(_NO_WORKBOOK, _SAVE_AGAIN)
    for part in parts:
        is_sheet = "worksheets/" in part.filename
        if part.file_size > bounds["sheet_bytes" if is_sheet else "part_bytes"]:
            raise too_large(f"'{part.filename}' unpacks to {part.file_size // 1_000_000} MB")


def read_xls(content: bytes) -> Workbook:
    """The cells of a workbook in the format of Excel 97 to 2003. Raises Unusable."""
    import xlrd  # type: ignore[import-untyped]

    if len(content) > limits()["xls_bytes"]:
        raise too_large(f"workbooks in the old format may have {limits()['xls_bytes'] // 1_000_000} MB")
    try:
        # What xlrd has to say goes nowhere: it would be printed.
        book = xlrd.open_workbook(file_contents=content, on_demand=True, logfile=_Silent())
        workbook, gathering = Workbook(names=tuple(book.sheet_names())), Gathering()
        for name in workbook.names:
            if is_relevant(name, workbook.names):
                rows = _xls_rows(book, book.sheet_by_name(name))
                workbook.sheets[key_of(name, workbook.names)] = gathering.sheet(name, rows)
        return workbook
    except Unusable:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower():
            raise unreadable(_LOCKED, "Save it without a password") from None
        raise unreadable(_NO_WORKBOOK, _SAVE_AGAIN) from None


def _xls_rows(book: Any, sheet: Any) -> Iterator[tuple[int, list[object]]]:
    import xlrd

    for place in range(sheet.nrows):
        cells: list[object] = []
        for cell in sheet.row(place):
            match cell.ctype:
                case xlrd.XL_CELL_BOOLEAN:
                    cells.append(bool(cell.value))
                case xlrd.XL_CELL_DATE:
                    cells.append(xlrd.xldate_as_datetime(cell.value, book.datemode))
                case xlrd.XL_CELL_ERROR:
                    cells.append(None)
                case _:
                    cells.append(cell.value)
        yield place + 1, cells


class _Silent:
    def write(self, words: str) -> None:
        """Says nothing."""
