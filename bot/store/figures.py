"""Figures for staff. None leaves without disclosure control, a check of the reader's role and an audit entry.

Each table is made whole, for all areas and columns, whatever part of it is wanted: parts that were
protected one by one could be put together.
"""

from asyncio import to_thread
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.areas import AreaTree
from bot.privacy.disclosure import TOTAL, Shown, disclose
from bot.privacy.network import Cell
from bot.store.audit import note
from bot.store.conversation import Surroundings
from bot.store.counting import Counting, Mark
from bot.store.engine import Database
from bot.store.erasure import EVER, IN_WEEK
from bot.store.roles import Reader, Right, require
from bot.store.survey_counts import SurveyCounts
from bot.store.survey_figures import SurveyFigures, protect, survey_figures
from bot.store.tables import RequestCategoryRow, RequestRow
from bot.surveys import Survey
from nlu.taxonomy import Taxonomy

UNCATEGORISED: Final = "none"
"""The column of requests in no category (yet)."""


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

        Responses that were begun anew do not count. `also_withheld`: by table, RESPONSES for the responses,
        the name of a question, `choices_of` its name.
        """
        require(by, Right.READ_FIGURES)
        counts = SurveyCounts(survey, areas)
        async with self._database.writing() as db:
            detail = {"survey": survey.code, "version": survey.version, "week": week, "area": area}
            note(db, by, "survey counted", self._around.now(), **detail)
            await counts.count(db, week)
        protected = await to_thread(protect, counts, self._threshold, also_withheld)
        figures = survey_figures(counts, protected)
        return figures if area is None else figures.inside(area)


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
