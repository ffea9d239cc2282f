"""Figures for staff. None leaves without disclosure control, a check of the reader's role and an audit entry.

Each table is made whole, for all areas and columns, whatever part of it is wanted: parts that were
protected one by one could be put together.
"""

import json
from asyncio import to_thread
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.areas import AreaTree
from bot.privacy.disclosure import TOTAL, Shown, disclose, disclose_linked
from bot.privacy.network import Cell
from bot.store.audit import note
from bot.store.conversation import Surroundings
from bot.store.counting import Counting, Mark
from bot.store.engine import Database
from bot.store.erasure import EVER, IN_WEEK
from bot.store.roles import Reader, Right, require
from bot.store.tables import AnswerRow, QuestionShownRow, RequestCategoryRow, RequestRow, ResponseRow
from bot.surveys import Question, QuestionType, Survey, name_of
from bot.surveys.model import ASKED, CHOSEN
from nlu.taxonomy import Taxonomy

UNCATEGORISED: Final = "none"
"""The column of requests in no category (yet)."""

RESPONSES: Final = "responses"
COMPLETED: Final = "completed"
UNFINISHED: Final = "unfinished"
ANSWERED: Final = "=answered"
SKIPPED: Final = "=skipped"
LEFT: Final = "=left"
NOT_REACHED: Final = "=not reached"
"""Columns of a question beside its choices: answered in words or numbers, skipped, shown and left there, never
shown. No choice can have such a name."""

LONGEST_RANGE: Final = 11  # steps; longer ranges are only counted as answered


@dataclass(frozen=True)
class SurveyFigures:
    """The figures of one version of a survey: how many responses were completed, and how each question was answered."""

    responses: Shown
    questions: Mapping[str, Shown]


class Figures:
    """What residents asked for and answered, counted."""

    def __init__(self, database: Database, around: Surroundings, threshold: int) -> None:
        self._database = database
        self._around = around
        self._threshold = threshold

    async def requests(
        self,
        by: Reader,
        areas: AreaTree,
        taxonomy: Taxonomy,
        *,
        week: str | None = None,
        area: str | None = None,
        also_withheld: Collection[Cell] = frozenset(),
    ) -> Shown:
        """Requests, and the residents behind them, by area and category; of one week ("2026-W47") or of all time.

        A request in several categories counts in each, and once in the total. `area` shows only what lies
        inside it. `also_withheld`: see `disclose`.
        """
        require(by, Right.READ_FIGURES)
        columns = [label.id for label in taxonomy.categories]
        counting = Counting(areas, (*columns, UNCATEGORISED))
        async with self._database.writing() as db:
            note(db, by, "requests counted", self._around.now(), week=week, area=area)
            await _count_requests(db, counting, set(columns), week)
        # In a thread: whoever is chatting meanwhile need not wait.
        shown = await to_thread(
            disclose, counting.table(), threshold=self._threshold, also_withheld=also_withheld
        )
        return shown if area is None else shown.inside(area)

    async def survey(
        self,
        by: Reader,
        areas: AreaTree,
        survey: Survey,
        *,
        week: str | None = None,
        area: str | None = None,
        also_withheld: Mapping[str, Collection[Cell]] | None = None,
    ) -> SurveyFigures:
        """Responses to one version of a survey by area and answer; of one week or of all time.

        Responses that were begun anew do not count. `also_withheld`: by question, RESPONSES for the responses.
        """
        require(by, Right.READ_FIGURES)
        countings = {RESPONSES: Counting(areas, (COMPLETED, UNFINISHED))}
        for question in _counted(survey):
            countings[question.name] = Counting(areas, columns_of(question))
        async with self._database.writing() as db:
            detail = {"survey": survey.code, "version": survey.version, "week": week, "area": area}
            note(db, by, "survey counted", self._around.now(), **detail)
            await _count_survey(db, countings, survey, week)
        tables = {name: counting.table() for name, counting in countings.items()}
        shown = await to_thread(
            disclose_linked, tables, threshold=self._threshold, also_withheld=also_withheld
        )
        if area is not None:
            shown = {name: each.inside(area) for name, each in shown.items()}
        return SurveyFigures(shown.pop(RESPONSES), shown)


async def _count_requests(db: AsyncSession, counting: Counting, known: set[str], week: str | None) -> None:
    least = EVER if week is None else IN_WEEK
    query = (
        select(
            RequestRow.id,
            RequestRow.area,
            RequestRow.resident,
            RequestRow.stands_for,
            RequestCategoryRow.category,
            RequestCategoryRow.stands_for,
        )
        .outerjoin(
            RequestCategoryRow,
            (RequestCategoryRow.request == RequestRow.id) & RequestCategoryRow.current.is_(True),
        )
        .where(RequestRow.withdrawn.is_(None))
        .order_by(RequestRow.id)
    )
    if week is not None:
        query = query.where(RequestRow.week == week)
    for id, area, resident, stands, category, category_stands in await db.execute(query):
        erased = int(stands >= least)
        counting.add(Mark(id, area, TOTAL, resident, erased))
        if category in known:
            counting.add(Mark(id, area, category, resident, int(category_stands >= least)))
        else:
            counting.add(Mark(id, area, UNCATEGORISED, resident, erased))


def columns_of(question: Question) -> tuple[str, ...]:
    """The columns in which a question's answers are counted."""
    own: tuple[str, ...] = (ANSWERED,)
    if question.type in CHOSEN:
        own = (*(choice.name for choice in question.choices), ANSWERED)
    elif steps := _steps(question):
        own = (*steps, ANSWERED)
    return (*own, SKIPPED, LEFT, NOT_REACHED)


def _steps(question: Question) -> tuple[str, ...]:
    return question.scale(LONGEST_RANGE) if question.type is QuestionType.RANGE else ()


def _counted(survey: Survey) -> list[Question]:
    return [question for question in survey.every() if question.type in ASKED]


async def _count_survey(
    db: AsyncSession, countings: Mapping[str, Counting], survey: Survey, week: str | None
) -> None:
    least = EVER if week is None else IN_WEEK
    mine = (ResponseRow.survey == survey.code) & (ResponseRow.version == survey.version)
    mine &= ResponseRow.dropped.is_(None)
    if week is not None:
        mine &= ResponseRow.week == week
    ids = select(ResponseRow.id).where(mine)
    answers = await db.execute(
        select(AnswerRow.response, AnswerRow.question, AnswerRow.value).where(
            AnswerRow.response.in_(ids), AnswerRow.counts.is_(True)
        )
    )
    given: dict[tuple[str, str], list[str | None]] = defaultdict(list)  # of all rounds of a repeat
    for response, path, value in answers:
        given[response, name_of(path)].append(value)
    reached = {
        (row.response, name_of(row.question))
        for row in await db.scalars(select(QuestionShownRow).where(QuestionShownRow.response.in_(ids)))
    }
    for row in await db.scalars(select(ResponseRow).where(mine).order_by(ResponseRow.id)):
        erased = int(row.stands_for >= least)

        def count(name: str, column: str, row: ResponseRow = row, erased: int = erased) -> None:
            countings[name].add(Mark(row.id, row.area, column, row.resident, erased))

        for name in countings:
            count(name, TOTAL)
        count(RESPONSES, UNFINISHED if row.completed is None else COMPLETED)
        for question in _counted(survey):
            key = (row.id, question.name)
            if key in given:
                columns = {column for value in given[key] for column in _columns_of_answer(question, value)}
                for column in sorted(columns - {SKIPPED} or columns):
                    count(question.name, column)
            else:
                count(question.name, LEFT if key in reached else NOT_REACHED)


def _columns_of_answer(question: Question, readable: str | None) -> Collection[str]:
    """Where an answer counts. Sealed or removed words were an answer too."""
    if readable is None:
        return (ANSWERED,)
    value = json.loads(readable)
    if value is None or value == []:
        return (SKIPPED,)
    found = {str(each) for each in (value if isinstance(value, list) else [value])}
    known = found & set(columns_of(question))
    return known or (ANSWERED,)
