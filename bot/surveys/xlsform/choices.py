"""The sheet `choices`: lists of answers to choose from."""

from dataclasses import dataclass, field

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.rules import Rule
from bot.surveys.model import Choice
from bot.surveys.xlsform.cells import Cells, slug
from bot.surveys.xlsform.data import limits
from bot.surveys.xlsform.headers import Column
from bot.surveys.xlsform.workbook import Sheet, too_large


@dataclass
class Lists:
    """The lists of choices by name, and which of them are used."""

    choices: dict[str, list[Choice]] = field(default_factory=dict)
    first: dict[str, Cells] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    several: set[str] = field(default_factory=set)
    """Lists of which several may be chosen at once."""
    offered: int = 0
    """The choices of all questions so far."""

    def offer(self, name: str) -> tuple[Choice, ...] | None:
        """The choices of a list, for one more question; None where there is no such list. Raises Unusable."""
        known = self.choices.get(name)
        self.used.add(name)
        self.offered += len(known or ())
        if self.offered > limits()["offered"]:
            raise too_large(f"its questions have more than {limits()['offered']} choices altogether")
        return None if known is None else tuple(known)


def read_choices(
    sheet: Sheet | None, columns: tuple[Column, ...], default: str, places: Places, findings: list[Finding]
) -> Lists:
    """The lists of the sheet; choices that cannot be used are left out with a finding."""
    lists = Lists()
    if sheet is None or not sheet.rows:
        return lists
    fields = {column.field for column in columns}
    if "list" not in fields or "name" not in fields:
        rule = Rule.NO_LIST_COLUMN if "list" not in fields else Rule.NO_NAME_COLUMN
        findings.append(found(rule, Cells(sheet.name, sheet.rows[0], columns, default).place("label")))
        return lists
    for row in sheet.rows:
        cells = Cells(sheet.name, row, columns, default)
        _read_choice(cells, lists, places, findings)
    return lists


def _read_choice(cells: Cells, lists: Lists, places: Places, findings: list[Finding]) -> None:
    list_name, name, label = cells.text("list"), cells.text("name"), cells.translated("label")
    if not list_name:
        if name:  # a row without both is a note of the author's
            findings.append(found(Rule.LIST_NAME_EMPTY, cells.place("list"), name=name))
        return
    if not name:
        suggestion = slug(next(iter(label.values()), "other")).lower()
        findings.append(
            found(Rule.CHOICE_NAME_MISSING, cells.place("name"), list=list_name, suggestion=suggestion)
        )
        return
    if (list_name, name) in places.choices:
        findings.append(found(Rule.CHOICE_TWICE, cells.place("name"), list=list_name, name=name))
        return
    places.choices[list_name, name] = cells.row.number
    lists.first.setdefault(list_name, cells)
    choice = Choice(name, label, cells.media(), cells.filters())
    lists.choices.setdefault(list_name, []).append(choice)
