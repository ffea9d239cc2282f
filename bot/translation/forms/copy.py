"""A copy of a form with drafts in it: the author's own columns and rows as they are, drafts marked and coloured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook as Book  # type: ignore[import-untyped]

from bot.surveys import Survey
from bot.surveys.check.drafts import MARK
from bot.surveys.check.finding import Places
from bot.surveys.export import workbook_of
from bot.surveys.export.workbook import CELL, OPTIONS, WIDE, WRITTEN
from bot.surveys.xlsform import headers, read_xlsform
from bot.surveys.xlsform.excel import read_xlsx
from bot.surveys.xlsform.headers import Column, Kind, read_headers
from bot.surveys.xlsform.languages import language_name, read_language
from bot.surveys.xlsform.workbook import Sheet, Workbook
from bot.texts import LANGUAGES
from bot.translation.forms.drafts import Drafted
from bot.translation.forms.missing import TITLE

COLOUR: Final = "#FFF2CC"
"""Of cells that hold a draft: a light yellow."""
FIRST: Final = 2
"""The number of the row under the header."""
_KINDS: Final[Mapping[str, Kind]] = {
    "survey": headers.SURVEY,
    "choices": headers.CHOICES,
    "settings": headers.SETTINGS,
}
_TITLES: Final = "translated_title"


def as_form(survey: Survey) -> tuple[Workbook, Places]:
    """The cells of a survey that has none, such as one from YAML, and where they stand. Raises Unwritable."""
    names = {code: language.name for code, language in LANGUAGES.items()}
    workbook = read_xlsx(workbook_of(survey, names))
    return workbook, read_xlsform(workbook, survey.code).places


def copy_with(workbook: Workbook, survey: Survey, places: Places, drafts: Iterable[Drafted]) -> bytes:
    """The form of `survey`, read from `workbook`, as an Excel workbook with `drafts` in its empty cells."""
    form = _Form(workbook, survey)
    for each in drafts:
        missing = each.missing
        if missing.column == TITLE and not missing.question:
            form.put("settings", FIRST, _TITLES, missing.language, each.words)
        elif missing.choice:
            row = places.choices[places.lists[missing.question], missing.choice]
            form.put("choices", form.pages["choices"].row(row), "label", missing.language, each.words)
        else:
            row = form.pages["survey"].row(places.rows[missing.question])
            form.put("survey", row, missing.column, missing.language, each.words)
    return form.written()


@dataclass
class _Page:
    """A sheet that can be written into. Rows are kept by their number in the copy."""

    name: str
    header: list[str]
    columns: list[Column]
    rows: dict[int, list[str]] = field(default_factory=dict)
    begins: int = FIRST
    drafted: set[tuple[int, int]] = field(default_factory=set)

    def row(self, number: int) -> int:
        """The number of a row in the copy, by that in the form: its header may stand further down there."""
        return number - self.begins + FIRST

    def column(self, name: str, language: str, default: str) -> int | None:
        """Where a field stands in a language; columns without one are in the default language."""
        wanted = [language, ""] if language == default else [language]
        found = (
            each for code in wanted for each in self.columns if (each.field, each.language) == (name, code)
        )
        return next((each.place for each in found), None)

    def add(self, header: str, name: str, language: str) -> int:
        """The place of a new column."""
        self.header.append(header)
        self.columns.append(Column(len(self.header) - 1, name, language, header))
        return len(self.header) - 1

    def write(self, row: int, place: int, text: str) -> None:
        """A text into a cell."""
        cells = self.rows.setdefault(row, [])
        cells += [""] * (place + 1 - len(cells))
        cells[place] = text


class _Form:
    """The three sheets of a form."""

    def __init__(self, workbook: Workbook, survey: Survey) -> None:
        self.pages = {key: _page(key, workbook.sheets.get(key), kind) for key, kind in _KINDS.items()}
        self._default = survey.default_language
        self._names: dict[str, str] = {}
        for page in self.pages.values():
            for column in page.columns:
                if column.language:
                    words = column.header.replace("::", ":").rsplit(":", 1)[-1].strip()
                    self._names.setdefault(column.language, words)
        self._settle(survey)

    def put(self, key: str, row: int, name: str, language: str, words: str) -> None:
        """A draft into its cell."""
        page = self.pages[key]
        place = page.column(name, language, self._default if name != _TITLES else "")
        if place is None:
            # Where a sheet divides with one colon, pyxform takes it for none as soon as another has two.
            single = any(":" in each for each in page.header) and not any(
                "::" in each for each in page.header
            )
            divider = ":" if single else "::"
            place = page.add(f"{name}{divider}{self._named(language)}", name, language)
        page.write(row, place, MARK + words)
        page.drafted.add((row, place))

    def written(self) -> bytes:
        """The workbook."""
        file = BytesIO()
        with Book(file, OPTIONS) as book:
            book.set_properties({"created": WRITTEN})
            heading, words = book.add_format({**CELL, "bold": True}), book.add_format(CELL)
            drafted = book.add_format({**CELL, "bg_color": COLOUR})
            for page in self.pages.values():
                if not page.header:
                    continue
                sheet = book.add_worksheet(page.name)
                sheet.freeze_panes(1, 0)
                for place, name in enumerate(page.header):
                    sheet.set_column(place, place, WIDE if ":" in name else max(12, len(name) + 2), words)
                    sheet.write_string(0, place, name, heading)
                for row, cells in page.rows.items():
                    for place, text in enumerate(cells):
                        if text:
                            format_ = drafted if (row, place) in page.drafted else words
                            sheet.write_string(row - 1, place, text, format_)
        return file.getvalue()

    def _named(self, language: str) -> str:
        """A language as the form's own headers name it, else by its name and code."""
        return self._names.get(language, f"{language_name(language)} ({language})")

    def _settle(self, survey: Survey) -> None:
        """Writes down what the form left open: its code and title, which would change with the file's name, and its
        language, which would change with further columns."""
        words = self._named(survey.default_language)
        language = words if read_language(words).code == survey.default_language else ""
        known = {
            "title": ("form_title", survey.title.get(survey.default_language, "")),
            "code": ("form_id", survey.code),
            "default_language": ("default_language", language),
        }
        page = self.pages["settings"]
        for name, (header, text) in known.items():
            place = page.column(name, "", "")
            if place is None and text:
                place = page.add(header, name, "")
            cells = page.rows.get(FIRST, [])
            if place is not None and text and not (place < len(cells) and cells[place]):
                page.write(FIRST, place, text)


def _page(key: str, sheet: Sheet | None, kind: Kind) -> _Page:
    if sheet is None:
        return _Page(key, [], [])
    columns, _ = read_headers(sheet, kind)
    # A sheet may have any name where it is the only one; here it may get a second beside it.
    name = sheet.name if sheet.name.strip().casefold() == key else key
    page = _Page(name, list(sheet.header), columns)
    if sheet.rows:
        page.begins = sheet.rows[0].number
    for row in sheet.rows:
        page.rows[page.row(row.number)] = list(row.cells)
    # New columns come after all cells, those without a header too.
    page.header += [""] * (max(map(len, page.rows.values()), default=0) - len(page.header))
    return page
