"""Counting a survey: in which columns each response counts, before disclosure control."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.areas import AreaTree
from bot.privacy.disclosure import TOTAL
from bot.store.counting import Counting, Mark
from bot.store.erasure import EVER, IN_WEEK
from bot.store.tables import AnswerRow, QuestionShownRow, ResponseRow
from bot.surveys import Question, QuestionType, Survey, name_of
from bot.surveys.model import ASKED, CHOSEN

RESPONSES: Final = "responses"
COMPLETED: Final = "completed"
UNFINISHED: Final = "unfinished"
NOT_STARTED: Final = "not started"
"""Columns of the responses: sent to the end, broken off on the way, opened without answering or skipping anything."""

ANSWERED: Final = "=answered"
SKIPPED: Final = "=skipped"
LEFT: Final = "=left"
NOT_REACHED: Final = "=not reached"
"""Columns of a question beside its choices: answered in words or numbers, skipped, shown last and left there, never
shown or no longer asked. No choice can have such a name."""
WITHOUT_ANSWER: Final = (SKIPPED, LEFT, NOT_REACHED)
REST: Final = "=rest"
"""Of the choices of a question with several answers: who did not answer it."""

LONGEST_RANGE: Final = 11  # steps; longer ranges are only counted as answered
NUMBERS: Final = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})


def choices_of(name: str) -> str:
    """The name of the table that counts the choices of a question with several answers."""
    return f"={name}"


def counted(survey: Survey) -> list[Question]:
    """The questions that are counted: those that residents answer."""
    return [each for each in survey.every() if each.type in ASKED and not each.read_only]


def options(question: Question) -> tuple[str, ...]:
    """The answers that are counted one by one: choices, or the steps of a short range."""
    if question.type in CHOSEN:
        return tuple(choice.name for choice in question.choices)
    return question.scale(LONGEST_RANGE) if question.type is QuestionType.RANGE else ()


def has_several(survey: Survey, question: Question) -> bool:
    """Whether one response can count in several options: several choices, or a question asked in rounds."""
    if not options(question):
        return False
    return question.type is QuestionType.SELECT_MULTIPLE or bool(survey.places[question.name].repeats)


def columns_of(survey: Survey, question: Question) -> tuple[str, ...]:
    """The columns of a question's own table. Each response counts in one of them."""
    own = () if has_several(survey, question) else options(question)
    return (*own, ANSWERED, *WITHOUT_ANSWER)


@dataclass
class Sums:
    """What the average of a question is made of, by area."""

    areas: AreaTree
    by_area: dict[str, tuple[float, int]] = field(default_factory=dict)

    def add(self, area: str | None, value: float) -> None:
        known = self.areas.get(area) if area else None
        for each in self.areas.path((known or self.areas.root).id):
            total, number = self.by_area.get(each.id, (0.0, 0))
            self.by_area[each.id] = (total + value, number + 1)


class SurveyCounts:
    """The tables of one survey version. `beside` are the unions of columns that are shown where they can be told
    from the columns anyway: who answered a question in whatever way (ANSWERED), to whom it was shown (TOTAL);
    of the responses, who started."""

    def __init__(self, survey: Survey, areas: AreaTree) -> None:
        self.survey = survey
        self.questions = counted(survey)
        self.tables = {RESPONSES: Counting(areas, (COMPLETED, UNFINISHED, NOT_STARTED))}
        self.beside = {RESPONSES: Counting(areas, ())}
        self.sums: dict[str, Sums] = {}
        for question in self.questions:
            self.tables[question.name] = Counting(areas, columns_of(survey, question))
            self.beside[question.name] = Counting(areas, (ANSWERED,))
            if has_several(survey, question):
                self.tables[choices_of(question.name)] = Counting(areas, (*options(question), ANSWERED, REST))
            if question.type in NUMBERS:
                self.sums[question.name] = Sums(areas)

    async def count(self, db: AsyncSession, week: str | None) -> None:
        """Count all responses, or those of one week. Those that were begun anew do not count."""
        least = EVER if week is None else IN_WEEK
        mine = (ResponseRow.survey == self.survey.code) & (ResponseRow.version == self.survey.version)
        mine &= ResponseRow.dropped.is_(None)
        if week is not None:
            mine &= ResponseRow.week == week
        ids = select(ResponseRow.id).where(mine)
        given: dict[tuple[str, str], list[str | None]] = defaultdict(list)  # of all rounds of a repeat
        aside: set[tuple[str, str]] = set()
        begun: set[str] = set()
        answers = await db.execute(
            select(AnswerRow.response, AnswerRow.question, AnswerRow.value, AnswerRow.counts).where(
                AnswerRow.response.in_(ids)
            )
        )
        for response, path, value, counts in answers:
            begun.add(response)
            if counts:
                given[response, name_of(path)].append(value)
            else:
                aside.add((response, name_of(path)))
        shown = await db.execute(
            select(QuestionShownRow.response, QuestionShownRow.question).where(
                QuestionShownRow.response.in_(ids)
            )
        )
        reached = {(response, name_of(path)) for response, path in shown} - aside
        for row in await db.scalars(select(ResponseRow).where(mine).order_by(ResponseRow.id)):
            erased = int(row.stands_for >= least)
            self._response(row, erased, started=row.id in begun)
            for question in self.questions:
                key = (row.id, question.name)
                left = key in reached and row.completed is None
                self._question(row, erased, question, given.get(key, ()), left=left)

    def _response(self, row: ResponseRow, erased: int, *, started: bool) -> None:
        state = UNFINISHED if started else NOT_STARTED
        for counting in self.tables.values():
            counting.add(Mark(row.id, row.area, TOTAL, row.resident, erased))
        column = state if row.completed is None else COMPLETED
        self.tables[RESPONSES].add(Mark(row.id, row.area, column, row.resident, erased))
        if column != NOT_STARTED:
            self.beside[RESPONSES].add(Mark(row.id, row.area, TOTAL, row.resident, erased))

    def _question(
        self, row: ResponseRow, erased: int, question: Question, values: Collection[str | None], *, left: bool
    ) -> None:
        def count(counting: Counting, columns: Iterable[str]) -> None:
            for column in columns:
                counting.add(Mark(row.id, row.area, column, row.resident, erased))

        answers = [_answer(value) for value in values]
        given = [answer for answer in answers if answer not in _NOTHING]
        if given:
            columns = sorted({column for answer in given for column in _columns(question, answer)})
        else:
            columns = [SKIPPED if answers else LEFT if left else NOT_REACHED]
        if has_several(self.survey, question):
            count(self.tables[question.name], [ANSWERED] if given else columns)
            count(self.tables[choices_of(question.name)], columns if given else [REST])
        else:
            count(self.tables[question.name], columns)
        if columns != [NOT_REACHED]:
            count(self.beside[question.name], [TOTAL, *([ANSWERED] if given else ())])
        if question.type in NUMBERS:
            for answer in given:
                if (number := _number(answer)) is not None:
                    self.sums[question.name].add(row.area, number)


_REMOVED: Final = object()
"""An answer in words, sealed or removed meanwhile."""
_NOTHING: Final[tuple[object, ...]] = (None, [])


def _answer(readable: str | None) -> object:
    return _REMOVED if readable is None else json.loads(readable)


def _columns(question: Question, answer: object) -> Collection[str]:
    """Where an answer counts. Sealed or removed words were an answer too; of a ranking the first place counts."""
    names = [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]
    if question.type is QuestionType.RANK:
        names = names[:1]
    return set(names) & set(options(question)) or (ANSWERED,)


def _number(answer: object) -> float | None:
    if isinstance(answer, int | float) and not isinstance(answer, bool) and isfinite(answer):
        return float(answer)
    return None
