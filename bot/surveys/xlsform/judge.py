"""pyxform as the judge: what KoboToolbox and ODK would reject is rejected here too."""

import re
from typing import Final

from bot.surveys.check.finding import Finding, Place, found
from bot.surveys.check.rules import Rule
from bot.surveys.xlsform.data import aliases
from bot.surveys.xlsform.workbook import Sheet, Workbook, tidy

_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_SHEET: Final = re.compile(r"(?:On the )?'(survey|choices|settings)' sheet,?\s*")
_OWN_PARAMETERS: Final = re.compile(r"(?i)\bunderstand\s*=\s*[^\s,;]+")


_HOPELESS: Final = frozenset({"too_deep", "too_large", "cell_too_long"})
"""Findings after which pyxform is not asked: it would take long over such a form."""


def verdict(workbook: Workbook, findings: list[Finding]) -> list[Finding]:
    """What pyxform says against a form, where `findings` do not say it already."""
    errors = [each for each in findings if each.is_error]
    if any(each.rule in _HOPELESS for each in errors):
        return []
    try:
        judge(workbook)
    except Rejected as refusal:
        known = any(not refusal.row or each.row in (None, 1, refusal.row) for each in errors)
        if not known:
            where = Place(refusal.sheet, refusal.row) if refusal.row else Place()
            return [found(Rule.PYXFORM, where, cause=refusal.words)]
    return []


class Rejected(Exception):
    """pyxform rejects the form: its words, and the row where it names one."""

    def __init__(self, words: str, sheet: str, row: int | None) -> None:
        super().__init__(words)
        self.words, self.sheet, self.row = words, sheet, row


def judge(workbook: Workbook) -> None:
    """Raises Rejected where pyxform rejects the form."""
    # Only here: loading it takes a second, and the bot itself never needs it.
    from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
    from pyxform.xls2xform import convert  # type: ignore[import-untyped]

    form: dict[str, object] = {"sheet_names": list(workbook.names)}
    for key, sheet in workbook.sheets.items():
        names = _names(sheet, key)
        form[f"{key}_header"] = [dict.fromkeys(name for name in names if name)]
        form[key] = _rows(sheet, names, key)
    try:
        convert(form, form_name=None, validate=False)
    except PyXFormError as error:
        raise _refusal(str(error), workbook) from None
    except Exception as error:  # whatever it stumbles over: it cannot use the form
        raise Rejected(f"it cannot be read ({type(error).__name__})", "", None) from None


def _names(sheet: Sheet, key: str) -> list[str]:
    own = aliases()["own_settings"] if key == "settings" else []
    return ["" if name.split(":")[0].strip().lower() in own else name for name in sheet.header]


def _rows(sheet: Sheet, names: list[str], key: str) -> list[dict[str, str]]:
    """The rows as pyxform counts them: the first one below the header is row 2."""
    rows = []
    for row in sheet.rows:
        cells = {name: tidy(text) for name, text in zip(names, row.cells, strict=False) if name and text}
        if key == "survey" and (parameters := cells.get("parameters")):
            cells["parameters"] = _OWN_PARAMETERS.sub("", parameters)
        rows.append(cells)
    return rows


def _refusal(message: str, workbook: Workbook) -> Rejected:
    row, sheet = _ROW.search(message), _SHEET.search(message)
    key = sheet[1] if sheet else "survey"
    rows = workbook.sheets[key].rows if key in workbook.sheets else ()
    number = int(row[1]) - 2 if row else -1
    words = " ".join(_ROW.sub("", message).split())
    return Rejected(words, key, rows[number].number if 0 <= number < len(rows) else (1 if row else None))
