"""One response as a reviewer gets it: answers by path, without anything that leads to the resident."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.privacy.disclosure import WITHHELD
from bot.privacy.redaction import redact
from bot.store.weeks import BERLIN, start_of
from bot.surveys import Answer, Filling, Moment, Question, QuestionType, Survey, name_of
from bot.surveys.expressions import references
from bot.surveys.model import ASKED, MEDIA
from bot.surveys.values import read_formula

ERASED: Final = "(erased)"
"""In the place of words that were erased, or are past their time."""
FILE: Final = "(file)"
"""In the place of a photo, a recording or a file."""

MADE: Final = frozenset({QuestionType.CALCULATE, QuestionType.HIDDEN})
"""Rows whose values the form makes. Times of beginning and end are not among them: a sheet tells the week only."""
_NO_WORDS: Final = frozenset(
    {QuestionType.DATE, QuestionType.TIME, QuestionType.DATETIME, QuestionType.GEOPOINT}
)
_NUMBERS: Final = re.compile(r"[0-9T:.+\-Z ]{1,64}", re.ASCII)
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?", re.ASCII)
_BROKEN: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Sheet:
    """A response. `number` is random and means nothing; `area` and `language` are WITHHELD where they could
    single somebody out, `area` is None where it was not said; `begun` and `completed` are weeks.

    `answers` are by path: of counted questions that were answered or skipped (None), and what the form made.
    """

    number: int
    language: str
    area: str | None
    begun: str
    completed: str | None
    by_voice: bool
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Given:
    """An answer as it is stored. `sealed` says that it is in the resident's own words, `gone` that these were erased."""

    value: Answer
    sealed: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Wanted:
    """What of a response may be told: the words as they were written, or redacted; the place of photos and points."""

    survey: Survey
    with_words: bool

    def answers(self, given: Mapping[str, Given], week: str, *, without_place: bool) -> dict[str, Answer]:
        """What a sheet tells of a response's answers. `without_place` leaves out points on the map too."""
        told: dict[str, Answer] = {}
        for path, answer in given.items():
            question = self.survey.question(name_of(path))
            if question and question.type in ASKED:
                told[path] = self._answer(question, answer, without_place)
        if self._makes:
            told |= self._made(given, week, without_place)
        return told

    def _answer(self, question: Question, answer: Given, without_place: bool) -> Answer:
        if answer.gone:
            return ERASED
        if answer.value is None:
            return None
        if question.type is QuestionType.GEOPOINT and without_place:
            return WITHHELD
        if question.type in MEDIA and not self.with_words:
            return FILE
        if not answer.sealed:
            return answer.value
        if isinstance(answer.value, list):
            return [self._words(each) for each in answer.value]
        words = str(answer.value)
        return words if _is_plain(question, answer) else self._words(words)

    def _words(self, words: str) -> str:
        words = _BROKEN.sub("\ufffd", words)
        return words if self.with_words else redact(words)

    def _made(self, given: Mapping[str, Given], week: str, without_place: bool) -> dict[str, Answer]:
        monday = start_of(week).astimezone(BERLIN)
        answers = {path: answer.value for path, answer in given.items() if not answer.gone}
        gone = {name_of(path) for path, answer in given.items() if answer.gone}
        sealed = {
            name_of(path)
            for path, answer in given.items()
            if answer.sealed
            and (asked := self.survey.question(name_of(path)))
            and not _is_plain(asked, answer)
        }
        told: dict[str, Answer] = {}
        for path, value in Filling(self.survey, answers, Moment(monday, monday)).made().items():
            name = name_of(path)
            if name not in self._makes:
                continue
            needed = self._makes[name]
            kinds = {question.type for each in needed if (question := self.survey.question(each))}
            if needed & gone:
                told[path] = ERASED
            elif QuestionType.GEOPOINT in kinds and without_place:
                told[path] = WITHHELD
            elif kinds & MEDIA and not self.with_words:
                told[path] = FILE
            else:
                told[path] = _number_or_words(self._words(value) if needed & sealed else value)
        return told

    @cached_property
    def _makes(self) -> dict[str, frozenset[str]]:
        """The rows whose values the form makes, each with all that its value depends on."""
        return {
            question.name: _needed(self.survey, question.name)
            for question in self.survey.every()
            if question.type in MADE
        }


def language_of(languages: Counter[str], begun_in: str) -> str:
    """The language in which most was answered; that of the beginning where nothing was."""
    most = max(languages.values(), default=0)
    often = sorted(language for language, number in languages.items() if number == most)
    return begun_in if begun_in in often or not often else often[0]


def _is_plain(question: Question, answer: Given) -> bool:
    """Whether an answer that is kept sealed holds no words: a date, a time, a point."""
    return question.type in _NO_WORDS and bool(_NUMBERS.fullmatch(str(answer.value)))


def _number_or_words(value: str) -> Answer:
    if _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value or None


def _needed(survey: Survey, name: str) -> frozenset[str]:
    """All rows on which the value of a row depends, through however many formulas."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        place = survey.places.get(waiting.pop())
        if place is None:
            continue
        row = place.question
        formulas = [row.calculation, row.default, row.relevant]
        for each in place.around:
            formulas += [each.relevant, each.repeat_count]
        for formula in formulas:
            tree = read_formula(formula)
            new = references(tree) - found if tree else frozenset()
            found |= new
            waiting += new
    return frozenset(found)
