"""One row of the sheet `survey` as a question."""

import re
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz, process

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.rules import Rule
from bot.surveys.model import CHOSEN, NESTS, OTHER, YES, Choice, Question, QuestionType
from bot.surveys.xlsform.cells import Cells
from bot.surveys.xlsform.choices import Lists
from bot.surveys.xlsform.data import aliases, is_yes
from bot.surveys.xlsform.types import RowType

_PARAMETER: Final = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_SEARCH: Final = re.compile(r"\bsearch\s*\(")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
LIKE: Final = 60


def read_question(
    name: str,
    kind: RowType,
    cells: Cells,
    lists: Lists,
    places: Places,
    findings: list[Finding],
    questions: tuple[Question, ...] = (),
) -> Question:
    """The question of a row; `questions` are those inside a group or repeat."""
    if kind.type in CHOSEN and "label" in cells.text("appearance").split():
        # The head of a grid in ODK: it shows the names of the columns and cannot be answered.
        lists.used.add(kind.list)
        findings.append(found(Rule.GRID_HEAD, cells.place("appearance"), name=name))
        kind = RowType(QuestionType.NOTE)
    row = _Row(name, kind.type, cells, findings)
    choices = row.choices(kind, lists, places)
    required = cells.formula("required")
    return Question(
        name=name,
        type=kind.type,
        label=cells.translated("label"),
        hint=cells.translated("hint"),
        guidance_hint=cells.translated("guidance_hint"),
        required="" if required == "false()" or kind.type in NESTS else required,
        required_message=cells.translated("required_message"),
        relevant="" if cells.formula("relevant") == YES else cells.formula("relevant"),
        constraint=row.constraint(kind),
        constraint_message=cells.translated("constraint_message"),
        calculation=row.calculation(),
        default=cells.text("default"),
        choices=choices,
        choice_filter=cells.formula("choice_filter"),
        other=kind.other,
        appearance=row.appearance(),
        parameters=row.parameters(),
        read_only=row.read_only(),
        repeat_count=cells.formula("repeat_count") if kind.type is QuestionType.REPEAT else "",
        media=cells.media(),
        questions=questions,
    )


def own_words(question: Question) -> Question:
    """The question for the resident's own words that `or_other` adds; the chat has a label for it."""
    return Question(
        name=f"{question.name}_{OTHER}",
        type=QuestionType.TEXT,
        relevant=f"selected(${{{question.name}}}, '{OTHER}')",
    )


class _Row:
    """The parts of a row that need a closer look."""

    def __init__(self, name: str, type_: QuestionType, cells: Cells, findings: list[Finding]) -> None:
        self._name = name
        self._type = type_
        self._cells = cells
        self._findings = findings

    def choices(self, kind: RowType, lists: Lists, places: Places) -> tuple[Choice, ...]:
        if self._type not in CHOSEN:
            return ()
        places.lists[self._name] = kind.list
        known = lists.offer(kind.list)
        if known is None:
            self._find(Rule.LIST_MISSING, "type", name=kind.list, cure=_meant_list(kind.list, lists))
            return ()
        if self._type is not QuestionType.SELECT_ONE:
            lists.several.add(kind.list)
        if kind.other and not any(each.name == OTHER for each in known):
            return (*known, Choice(OTHER, {}))
        return known

    def constraint(self, kind: RowType) -> str:
        given = self._cells.formula("constraint")
        given = "" if given == YES else given
        if kind.most is None:
            return given
        own = f". >= 0 and . <= {kind.most}"
        return f"{own} and ({given})" if given else own

    def calculation(self) -> str:
        given = self._cells.formula("calculation")
        if self._type is QuestionType.CALCULATE and not given and not self._cells.text("default"):
            self._find(Rule.CALCULATION_MISSING, "calculation", name=self._name)
        return given

    def read_only(self) -> bool:
        text = self._cells.formula("read_only")
        answer = is_yes(text)
        if text and answer is None:
            self._find(Rule.READ_ONLY_FORMULA, "read_only", name=self._name)
        return bool(answer)

    def appearance(self) -> str:
        text = self._cells.text("appearance")
        if _SEARCH.search(text):
            cure = "Put the choices into the sheet 'choices'; residents can search long lists by typing."
            self._find(Rule.APPEARANCE_UNSUPPORTED, "appearance", name="search()", cure=cure)
        return text

    def parameters(self) -> Mapping[str, str]:
        """All of them; those that mean something here are checked."""
        own: list[str] = aliases()["parameters"].get(self._type.value, [])
        kept: dict[str, str] = {}
        for key, value in _PARAMETER.findall(self._cells.text("parameters")):
            key = key.lower()
            kept[key] = value
            if key == "randomize":
                if is_yes(value.lower()):
                    self._find(Rule.ORDER_KEPT, "parameters", name=self._name)
            elif key in own:
                self._check_parameter(key, value)
            elif key not in aliases()["harmless_parameters"]:
                like = process.extractOne(key, own, scorer=fuzz.ratio, score_cutoff=LIKE)
                cure = f"Did you mean '{like[0]}'?" if like else "Remove it."
                self._find(Rule.PARAMETER_UNKNOWN, "parameters", name=key, cure=cure)
        return kept

    def _check_parameter(self, key: str, value: str) -> None:
        if key == "understand":
            if is_yes(value.lower()) is None:
                self._find(Rule.PARAMETER_WRONG, "parameters", name=key, value=value, wanted="yes or no")
        elif not _NUMBER.fullmatch(value):
            self._find(Rule.PARAMETER_WRONG, "parameters", name=key, value=value, wanted="a number")

    def _find(self, rule: Rule, column: str, **values: object) -> None:
        self._findings.append(found(rule, self._cells.place(column), **values))


def _meant_list(name: str, lists: Lists) -> str:
    if name.startswith("${"):
        return "Choices cannot come from a repeat here; write them into the sheet 'choices'."
    like = process.extractOne(name, list(lists.choices), scorer=fuzz.ratio, score_cutoff=LIKE)
    if like:
        return f"Did you mean '{like[0]}'?"
    return "Write it into the sheet 'choices', with a row for each choice."
