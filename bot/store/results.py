"""Responses row by row, for whoever reviews them: each a sheet that leads to nobody."""

import json
import re
from array import array
from asyncio import to_thread
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.areas import AreaTree
from bot.privacy.disclosure import WITHHELD
from bot.store.audit import note
from bot.store.coarse import Shares, shares
from bot.store.conversation import Surroundings
from bot.store.engine import Database
from bot.store.facts import WORDS
from bot.store.roles import Reader, Right, require
from bot.store.sheet import Given, Sheet, Wanted, language_of
from bot.store.tables import AnswerRow, ResponseRow
from bot.surveys import Survey, name_of, path_of

PAGE: Final = 200  # responses in memory at a time
_ROUND: Final = re.compile(r"\[(\d{1,3})\]", re.ASCII)


@dataclass(frozen=True)
class Responses:
    """The responses to one survey version, as they are read. `most` is how many there are at most; `paths` are
    all that were answered, those of rounds of repeats too, in the order of the form; `sheets` can be read once."""

    survey: Survey
    most: int
    paths: tuple[str, ...]
    sheets: AsyncIterator[Sheet]


class Results:
    """What residents answered, row by row."""

    def __init__(self, database: Database, around: Surroundings, threshold: int) -> None:
        self._database = database
        self._around = around
        self._threshold = threshold

    @asynccontextmanager
    async def responses(
        self,
        by: Reader,
        areas: AreaTree,
        survey: Survey,
        *,
        week: str | None = None,
        area: str | None = None,
        with_words: bool = False,
        fine: bool = False,
    ) -> AsyncIterator[Responses]:
        """The responses of all time or of a week ("2026-W47"), of the city or of an area and all inside it.

        Words are redacted unless `with_words`. Area and language are left out where fewer residents than the
        threshold share them, unless `fine`; then an area holds only the responses whose area is told. Memory
        holds one page of responses, whatever their number. Raises KeyError for no such area.
        """
        require(by, Right.READ_REQUESTS)
        inside = None if area is None else _inside(areas, area)
        async with self._database.writing() as db:
            detail = {"survey": survey.code, "version": survey.version, "week": week, "area": area}
            note(db, by, "responses exported", self._around.now(), **detail, with_words=with_words, fine=fine)
        async with self._database.reading() as db:
            if not self._database.is_sqlite:  # one view of all pages, as SQLite has it anyway
                await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            share = None if fine else await shares(db, survey, self._threshold)
            mine = (ResponseRow.survey == survey.code) & (ResponseRow.version == survey.version)
            mine &= ResponseRow.dropped.is_(None)
            if week is not None:
                mine &= ResponseRow.week == week
            if inside is not None:
                mine &= ResponseRow.area.in_([each for each in inside if share is None or share.area(each)])
            most = await db.scalar(select(func.count()).select_from(ResponseRow).where(mine)) or 0
            sheets = self._sheets(db, mine, Wanted(survey, with_words), share, most)
            yield Responses(survey, most, await _paths(db, mine, survey), sheets)

    async def _sheets(
        self, db: AsyncSession, mine: ColumnElement[bool], wanted: Wanted, share: Shares | None, most: int
    ) -> AsyncIterator[Sheet]:
        numbers = array("L", range(1, most + 1))
        SystemRandom().shuffle(numbers)
        last = ""
        for start in range(0, most, PAGE):
            # Ids are random, so their order tells nothing of when somebody answered.
            rows = list(
                await db.execute(
                    select(
                        ResponseRow.id,
                        ResponseRow.language,
                        ResponseRow.area,
                        ResponseRow.week,
                        ResponseRow.completed,
                    )
                    .where(mine, ResponseRow.id > last)
                    .order_by(ResponseRow.id)
                    .limit(PAGE)
                )
            )
            answers = await _answers(db, [row.id for row in rows])
            # In a thread: opening and redacting words takes a while.
            for sheet in await to_thread(
                self._page, rows, answers, wanted, share, numbers[start : start + PAGE]
            ):
                yield sheet
            last = rows[-1].id if rows else last

    def _page(
        self,
        rows: Sequence[Any],
        answers: Mapping[str, Sequence[Any]],
        wanted: Wanted,
        share: Shares | None,
        numbers: Sequence[int],
    ) -> list[Sheet]:
        return [
            self._sheet(row, answers.get(row.id, ()), wanted, share, number)
            for row, number in zip(rows, numbers, strict=True)
        ]

    def _sheet(
        self, row: Any, answers: Sequence[Any], wanted: Wanted, share: Shares | None, number: int
    ) -> Sheet:
        language = language_of(Counter(answer.language for answer in answers), row.language)
        area_told = share is None or share.area(row.area)
        language_told = area_told and (share is None or share.language(row.area, language))
        given = {answer.question: self._given(answer) for answer in answers}
        return Sheet(
            number=number,
            language=language if language_told else WITHHELD,
            area=row.area if area_told else WITHHELD,
            begun=row.week,
            completed=row.completed and self._around.week_of(row.completed),
            by_voice=any(answer.by_voice for answer in answers),
            answers=wanted.answers(given, row.week, without_place=not area_told),
        )

    def _given(self, answer: Any) -> Given:
        if answer.words is not None:
            return Given(self._around.cipher.open(WORDS, answer.words), sealed=True)
        if answer.value is not None:
            return Given(json.loads(answer.value))
        return Given(None, sealed=True, gone=True)


async def _answers(db: AsyncSession, responses: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for answer in await db.execute(
        select(
            AnswerRow.response,
            AnswerRow.question,
            AnswerRow.value,
            AnswerRow.words,
            AnswerRow.language,
            AnswerRow.by_voice,
        )
        .where(AnswerRow.response.in_(responses), AnswerRow.counts.is_(True))
        .order_by(AnswerRow.id)
    ):
        found.setdefault(answer.response, []).append(answer)
    return found


async def _paths(db: AsyncSession, mine: ColumnElement[bool], survey: Survey) -> tuple[str, ...]:
    """The paths that were answered: of a question in a repeat, one for every round that somebody has reached."""
    ids = select(ResponseRow.id).where(mine)
    answered = await db.scalars(
        select(AnswerRow.question)
        .where(AnswerRow.response.in_(ids), AnswerRow.counts.is_(True))
        .distinct()
        .order_by(AnswerRow.question)
    )
    rounds: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
    for path in answered:
        place = survey.places.get(name_of(path))
        numbers = tuple(map(int, _ROUND.findall(path)))
        if place and place.repeats and len(numbers) == len(place.repeats):
            rounds.setdefault(place.repeats, set()).add(numbers)
    return tuple(
        path_of(name, each)
        for name, place in survey.places.items()
        for each in sorted(rounds.get(place.repeats, {(1,) * len(place.repeats)}))
    )


def _inside(areas: AreaTree, area: str) -> set[str]:
    if areas.get(area) is None:
        raise KeyError(area)
    return {each.id for each in areas if any(around.id == area for around in areas.path(each.id))}
