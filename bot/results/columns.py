"""The columns of an export: what each row says of one response."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.areas import AreaTree
from bot.results.wording import words_of_choice, words_of_question
from bot.store import ERASED, Sheet
from bot.store.sheet import MADE
from bot.surveys import Answer, Question, QuestionType, Survey, name_of
from bot.surveys.model import ASKED

NAMES: Final = "names"
"""Instead of a language: the stable names of questions and choices."""

Cell = str | int | float | None
_ONE_BY_ONE: Final = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


@dataclass(frozen=True)
class Column:
    """One column. `header` is in the language of the export, `name` stable, `label` what it asks."""

    header: str
    name: str
    label: str
    cell: Callable[[Sheet], Cell]


def columns(survey: Survey, paths: Sequence[str], labels: str, areas: AreaTree) -> list[Column]:
    """The columns for the answers at `paths`, with labels in the language `labels`, or with NAMES.

    A multiple choice has a column with all that was chosen and one of 0 and 1 for each choice; a ranking one with
    the order and one with the place of each choice. A question in a repeat has columns for each round.
    """
    found = list(_of_response(labels, areas))
    for path in paths:
        question = survey.question(name_of(path))
        if question and question.type in ASKED | MADE and not (question.type in ASKED and question.read_only):
            found += _of_question(_Wording(survey, labels), question, path)
    return _with_unique_headers(found)


def _of_response(labels: str, areas: AreaTree) -> list[Column]:
    def area(sheet: Sheet) -> Cell:
        known = areas.get(sheet.area) if sheet.area and labels != NAMES else None
        return known.name if known else sheet.area

    known: dict[str, tuple[str, Callable[[Sheet], Cell]]] = {
        "_row": ("a random number", lambda sheet: sheet.number),
        "_language": ("the language of most answers", lambda sheet: sheet.language),
        "_area": ("the area at the beginning", area),
        "_begun": ("the week of the beginning", lambda sheet: sheet.begun),
        "_completed": ("the week of the end", lambda sheet: sheet.completed),
        "_complete": ("1: answered to the end", lambda sheet: int(sheet.completed is not None)),
        "_by_voice": ("1: some answer was spoken", lambda sheet: int(sheet.by_voice)),
    }
    return [Column(name, name, label, cell) for name, (label, cell) in known.items()]


@dataclass(frozen=True)
class _Wording:
    """Questions and choices as names or as labels of a language."""

    survey: Survey
    labels: str

    @property
    def language(self) -> str:
        return self.survey.default_language if self.labels == NAMES else self.labels

    def header(self, question: Question, path: str) -> str:
        return path if self.labels == NAMES else self.label(question, path)

    def label(self, question: Question, path: str) -> str:
        rounds = path[len(question.name) :]
        said = " ".join(words_of_question(self.survey, question, self.language).split())
        return f"{said} {rounds}".rstrip()

    def choice(self, question: Question, name: str) -> str:
        return name if self.labels == NAMES else self.said(question, name)

    def said(self, question: Question, name: str) -> str:
        return words_of_choice(self.survey, question, name, self.language)


def _of_question(wording: _Wording, question: Question, path: str) -> list[Column]:
    header, label = wording.header(question, path), wording.label(question, path)

    def whole(sheet: Sheet) -> Cell:
        return _joined(wording, question, sheet.answers.get(path))

    found = [Column(header, path, label, whole)]
    if question.type in _ONE_BY_ONE:
        parted = "/" if wording.labels == NAMES else " / "
        for choice in question.choices:
            said = wording.said(question, choice.name)
            found.append(
                Column(
                    f"{header}{parted}{wording.choice(question, choice.name)}",
                    f"{path}/{choice.name}",
                    f"{label} / {said}",
                    _one(question, path, choice.name),
                )
            )
    return found


def _joined(wording: _Wording, question: Question, answer: Answer) -> Cell:
    if isinstance(answer, list):
        between = " " if wording.labels == NAMES else "; "
        return between.join(wording.choice(question, each) for each in answer) or None
    return wording.choice(question, answer) if isinstance(answer, str) and question.choices else answer


def _one(question: Question, path: str, choice: str) -> Callable[[Sheet], Cell]:
    def cell(sheet: Sheet) -> Cell:
        answer = sheet.answers.get(path)
        if answer in (None, [], ERASED):
            return None
        chosen = [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]
        if question.type is QuestionType.RANK:
            return chosen.index(choice) + 1 if choice in chosen else None
        return int(choice in chosen)

    return cell


def _with_unique_headers(found: Sequence[Column]) -> list[Column]:
    """Two questions may have one label: their names then tell them apart."""
    often = Counter(column.header for column in found)
    taken: set[str] = set()
    unique = []
    for column in found:
        header = column.header
        if often[header] > 1 and header != column.name:
            header = f"{header} ({column.name})"
        number = 2
        while header in taken:
            header, number = f"{column.header} ({number})", number + 1
        taken.add(header)
        unique.append(Column(header, column.name, column.label, column.cell))
    return unique
