"""What is wrong with a form, where, and what to write instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.surveys.check.rules import Rule, Severity

__all__ = ["Finding", "Place", "Places", "Severity", "found"]


@dataclass(frozen=True)
class Place:
    """A cell of a form: the row is counted from 1, as Excel counts; `letters` are those of Excel's column.

    Files that are no tables have the name of the question in `sheet`, and no row.
    """

    sheet: str = ""
    row: int | None = None
    column: str = ""
    letters: str = ""

    def __str__(self) -> str:
        cell = f"{self.letters}{self.row or ''}"
        where = f"{self.sheet}!{cell}" if self.sheet and cell else self.sheet or cell
        return f"{where} ({self.column})" if where and self.column else where or self.column


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or may be. `what` and `cure` are whole sentences."""

    severity: Severity
    rule: str
    sheet: str
    row: int | None
    column: str
    what: str
    cure: str
    cell: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the form cannot be used as it is."""
        return self.severity is Severity.ERROR


def found(rule: Rule, place: Place = Place(), /, **values: object) -> Finding:
    """The finding of `rule` at `place`; `values` fill its sentences."""
    shown = {key: _shortened(str(value)) for key, value in values.items()}
    return Finding(
        rule.severity,
        rule.name.lower(),
        _shortened(place.sheet),
        place.row,
        _shortened(place.column),
        rule.what.format(**shown),
        rule.cure.format(**shown),
        f"{place.letters}{place.row}" if place.letters and place.row else "",
    )


LONGEST_VALUE = 200
"""Characters of a form's own words in a sentence."""


def _shortened(words: str) -> str:
    visible = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return visible if len(visible) <= LONGEST_VALUE else visible[: LONGEST_VALUE - 1] + "…"


class Piece(StrEnum):
    """The sheets of a form."""

    SURVEY = "survey"
    CHOICES = "choices"
    SETTINGS = "settings"


@dataclass
class Places:
    """Where the parts of a survey stand in its file. Empty for files that are no tables.

    `rows`: the row of a question; `lists`: the list of a question's choices; `choices`: the row of a choice by
    list and name; `columns`: header and letters by sheet, the model's name of the column, and language.
    """

    rows: dict[str, int] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    choices: dict[tuple[str, str], int] = field(default_factory=dict)
    columns: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)

    def question(self, name: str, column: str = "", language: str = "") -> Place:
        """The cell of a question in a column, such as `relevant`."""
        if name not in self.rows:
            return Place(name, None, column)
        return self._cell(Piece.SURVEY, self.rows[name], column, language)

    def choice(self, question: str, choice: str, column: str = "", language: str = "") -> Place:
        """The cell of a choice of `question`."""
        row = self.choices.get((self.lists.get(question, ""), choice))
        if row is None:
            return self.question(question, "choices" if question not in self.rows else "type")
        return self._cell(Piece.CHOICES, row, column, language)

    def setting(self, column: str, language: str = "") -> Place:
        """The cell of a setting."""
        if not self.rows:
            return Place("", None, column)
        row = 2 if (Piece.SETTINGS, column, "") in self.columns else None
        return self._cell(Piece.SETTINGS, row, column, language)

    def _cell(self, sheet: Piece, row: int | None, column: str, language: str) -> Place:
        header, letters = self.columns.get(
            (sheet, column, language), self.columns.get((sheet, column, ""), (column, ""))
        )
        return Place(self.sheets.get(sheet, sheet.value), row, header, letters)
