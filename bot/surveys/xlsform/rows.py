"""The sheet `survey`: its rows as a tree of questions, groups and repeats."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.rules import Rule
from bot.surveys.model import Question, QuestionType
from bot.surveys.xlsform.cells import Cells, slug
from bot.surveys.xlsform.choices import Lists
from bot.surveys.xlsform.data import is_yes, limits, turned
from bot.surveys.xlsform.headers import Column
from bot.surveys.xlsform.questions import own_words, read_question
from bot.surveys.xlsform.types import RowType, read_type
from bot.surveys.xlsform.workbook import Sheet

# As pyxform has it: letters, digits, _, - and dots; a letter or _ first.
NAME: Final = re.compile(r"[^\W\d][\w.\-·]*")


@dataclass
class Container:
    """A group or repeat that has begun; the form itself has no `type`."""

    type: QuestionType | None
    name: str
    cells: Cells | None
    questions: list[Question] = field(default_factory=list)


@dataclass
class Rows:
    """What the rows came to. `settings` are those that older forms write among the questions."""

    questions: tuple[Question, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)


def read_rows(
    sheet: Sheet,
    columns: tuple[Column, ...],
    default: str,
    lists: Lists,
    places: Places,
    findings: list[Finding],
) -> Rows:
    """The tree of the rows of `sheet`; what is wrong with them is added to `findings`."""
    tree = _Tree(lists, places, findings)
    for row in sheet.rows:
        tree.take(Cells(sheet.name, row, columns, default))
    return Rows(tree.whole(), tree.settings)


class _Tree:
    """Takes row after row, and keeps the groups and repeats that are open."""

    def __init__(self, lists: Lists, places: Places, findings: list[Finding]) -> None:
        self.settings: dict[str, str] = {}
        self._lists = lists
        self._places = places
        self._findings = findings
        self._open = [Container(None, "", None)]
        self._too_deep = False

    def take(self, cells: Cells) -> None:
        words = cells.text("type")
        if is_yes(cells.text("disabled")) or not words:
            if not words and (cells.text("name") or cells.translated("label")):
                self._findings.append(found(Rule.TYPE_MISSING, cells.place("type")))
            return  # other rows without a type are notes of the author's
        if words in turned("setting_columns"):
            self.settings[turned("setting_columns")[words]] = cells.text("name")
            return
        kind = read_type(words, cells.place("type"))
        if isinstance(kind, Finding):
            self._findings.append(kind)
            self._note_name(cells)
        elif kind.end:
            self._end(kind, cells)
        elif kind.device:
            self._findings.append(found(Rule.DEVICE_FIELD, cells.place("type"), type=words))
        else:
            self._add(kind, cells)

    def whole(self) -> tuple[Question, ...]:
        """All questions; groups that nobody ended end here, with a finding."""
        while len(self._open) > 1:
            unended = self._open[-1]
            if unended.cells and unended.type:
                place = unended.cells.place("type")
                self._findings.append(
                    found(Rule.BEGIN_WITHOUT_END, place, kind=unended.type.value, name=unended.name)
                )
            self._close()
        return tuple(self._open[0].questions)

    def _add(self, kind: RowType, cells: Cells) -> None:
        name = self._name(kind, cells)
        if kind.type in (QuestionType.GROUP, QuestionType.REPEAT):
            # One beyond the limit is enough to say so; the tree itself stays shallow.
            if len(self._open) > limits()["depth"] and not self._too_deep:
                self._too_deep = True
                self._findings.append(found(Rule.TOO_DEEP, cells.place("type"), most=limits()["depth"]))
            self._open.append(Container(kind.type, name, cells))
            return
        question = read_question(name, kind, cells, self._lists, self._places, self._findings)
        self._open[-1].questions.append(question)
        if question.other:
            extra = own_words(question)
            self._places.rows.setdefault(extra.name, cells.row.number)
            self._open[-1].questions.append(extra)

    def _end(self, kind: RowType, cells: Cells) -> None:
        if self._open[-1].type is kind.type:
            self._close()
            return
        self._findings.append(found(Rule.END_WITHOUT_BEGIN, cells.place("type"), kind=kind.type.value))
        # Where the other kind was meant, the rest of the form is understood all the same.
        if any(each.type is kind.type for each in self._open):
            while self._open[-1].type is not kind.type:
                self._close()
            self._close()

    def _close(self) -> None:
        done = self._open.pop()
        if done.cells is None or done.type is None:
            return
        inner = tuple(done.questions)
        if not inner:
            place = done.cells.place("type")
            self._findings.append(found(Rule.GROUP_EMPTY, place, kind=done.type.value, name=done.name))
        if self._too_deep and len(self._open) > limits()["depth"]:
            inner = ()
        group = read_question(
            done.name, RowType(done.type), done.cells, self._lists, self._places, self._findings, inner
        )
        self._open[-1].questions.append(group)

    def _name(self, kind: RowType, cells: Cells) -> str:
        name, number = cells.text("name"), cells.row.number
        if not name and kind.type is QuestionType.NOTE:
            name = f"generated_note_name_{number}"  # as pyxform calls it
        if not name:
            label = next(iter(cells.translated("label").values()), "")
            suggestion = slug(label[:40]).lower() or f"question_{number}"
            self._findings.append(found(Rule.NAME_MISSING, cells.place("name"), suggestion=suggestion))
            name = f"row_{number}"
        elif not NAME.fullmatch(name):
            self._findings.append(
                found(Rule.NAME_WRONG, cells.place("name"), name=name, suggestion=slug(name))
            )
        if name in self._places.rows:
            row = self._places.rows[name]
            self._findings.append(found(Rule.NAME_TWICE, cells.place("name"), name=name, row=row))
        self._note_name(cells, name)
        return name

    def _note_name(self, cells: Cells, name: str = "") -> None:
        """Rows that cannot be used keep their names, so that formulas that name them are not blamed too."""
        name = name or cells.text("name")
        if name:
            self._places.rows.setdefault(name, cells.row.number)
