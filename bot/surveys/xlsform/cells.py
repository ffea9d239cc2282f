"""The cells of one row, by the model's names of the columns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.surveys.check.finding import Place
from bot.surveys.model import YES, Translated
from bot.surveys.xlsform.data import is_yes
from bot.surveys.xlsform.headers import Column
from bot.surveys.xlsform.workbook import Row, letters, tidy

# Quotation marks that word processors put in the place of straight ones, and dashes in that of a minus.
_STRAIGHT: Final = str.maketrans("‘’‚‛“”„‟«»−–", '\'\'\'\'""""""--')


@dataclass(frozen=True)
class Cells:
    """A row under the columns of its sheet. `default` is the language of columns that name none."""

    sheet: str
    row: Row
    columns: tuple[Column, ...]
    default: str

    def text(self, field: str) -> str:
        """The cell of a column that has no language."""
        return next((tidy(text) for column, text in self._filled() if column.field == field), "")

    def formula(self, field: str) -> str:
        """The cell as a formula: with straight quotes, and with yes and no as XLSForm means them."""
        text = self.text(field)
        answer = is_yes(text)
        if answer is not None:
            return YES if answer else "false()"
        return " ".join(text.translate(_STRAIGHT).split()) if "\n" in text else text.translate(_STRAIGHT)

    def translated(self, field: str) -> Translated:
        """The texts of a column by language. A column that names its language goes before one that does not."""
        texts: dict[str, str] = {}
        for column, text in sorted(self._filled(), key=lambda pair: not pair[0].language):
            if column.field == field:
                texts.setdefault(column.language or self.default, text)
        return texts

    def media(self) -> Mapping[str, Translated]:
        """The names of files by kind and language."""
        kinds = {kind: self.translated(kind) for kind in ("image", "audio", "video")}
        return {kind: _without_folder(names) for kind, names in kinds.items() if names}

    def filters(self) -> dict[str, str]:
        """The extra columns of a choice."""
        return {
            column.field.removeprefix("filter "): tidy(text)
            for column, text in self._filled()
            if column.field.startswith("filter ")
        }

    def place(self, field: str) -> Place:
        """The cell of a column, in whatever language it stands first."""
        column = next((each for each in self.columns if each.field == field), None)
        if column is None:
            return Place(self.sheet, self.row.number, field)
        return Place(self.sheet, self.row.number, column.header, letters(column.place))

    def _filled(self) -> Iterable[tuple[Column, str]]:
        cells = self.row.cells
        for column in self.columns:
            if column.place < len(cells) and cells[column.place]:
                yield column, cells[column.place]


def _without_folder(names: Translated) -> Translated:
    """Files lie beside the form: what stands before the name, such as `jr://images/`, is of ODK."""
    return {language: re.split(r"[/\\]", tidy(name))[-1] for language, name in names.items()}


def slug(words: str) -> str:
    """A name of letters and digits for what cannot be one."""
    kept = re.sub(r"[^\w.-]+", "_", words.strip()).strip("_.-")
    return kept if re.match(r"[^\W\d]", kept) else f"q_{kept}".rstrip("_")
