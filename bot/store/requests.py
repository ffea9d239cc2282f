"""Requests as staff read and sort them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.facts import CategoryGuess
from bot.privacy.redaction import redact
from bot.store.audit import note
from bot.store.conversation import Surroundings
from bot.store.engine import Database
from bot.store.facts import TEXT, categorise
from bot.store.problems import UnknownRow
from bot.store.roles import Reader, Right, require
from bot.store.tables import RequestCategoryRow, RequestRow, SetBy


@dataclass(frozen=True)
class RequestText:
    """A request in its own words, with its present categories."""

    id: str
    text: str
    language: str
    area: str | None
    categories: tuple[str, ...]
    at: datetime


class Requests:
    """Needs in residents' own words."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around

    async def quotes(
        self, by: Reader, *, week: str, areas: Collection[str] | None = None, limit: int = 20
    ) -> list[RequestText]:
        """The latest requests of a week, redacted: for digests. `areas` are ids, None for all."""
        require(by, Right.READ_FIGURES)
        async with self._database.writing() as db:
            note(db, by, "requests quoted", self._around.now(), week=week)
            found = await self._texts(db, week, areas, limit)
        return [RequestText(r.id, redact(r.text), r.language, r.area, r.categories, r.at) for r in found]

    async def review(
        self, by: Reader, *, week: str | None = None, areas: Collection[str] | None = None, limit: int = 50
    ) -> list[RequestText]:
        """The latest requests as they were written: for whoever reviews them."""
        require(by, Right.READ_REQUESTS)
        async with self._database.writing() as db:
            found = await self._texts(db, week, areas, limit)
            note(db, by, "requests read", self._around.now(), week=week, requests=[each.id for each in found])
        return found

    async def corrections(self, by: Reader) -> list[RequestText]:
        """Requests that staff put into other categories than the model did, to learn from; each once."""
        require(by, Right.READ_REQUESTS)
        corrected = select(RequestCategoryRow.request).where(
            RequestCategoryRow.set_by == SetBy.STAFF, RequestCategoryRow.current.is_(True)
        )
        async with self._database.writing() as db:
            rows = await db.scalars(
                select(RequestRow)
                .where(
                    RequestRow.text.is_not(None), RequestRow.withdrawn.is_(None), RequestRow.id.in_(corrected)
                )
                .order_by(RequestRow.at, RequestRow.id)
            )
            found = await self._with_categories(db, list(rows))
            note(db, by, "corrections read", self._around.now(), requests=[each.id for each in found])
        return found

    async def classify(self, by: Reader, request: str, categories: Collection[str]) -> None:
        """Put a request into `categories`, instead of those it is in. `UnknownRow` where there is none of that id."""
        require(by, Right.CHANGE_REQUESTS)
        now = self._around.now()
        async with self._database.writing() as db:
            row = await db.get(RequestRow, request)
            if row is None or row.withdrawn is not None:
                raise UnknownRow("There is no request of that id.")
            if row.resident is None:
                raise UnknownRow("This request was erased; only its figures are left.")
            chosen = [CategoryGuess(category, 1.0) for category in categories]
            await categorise(db, request, SetBy.STAFF, chosen, now)
            note(db, by, "request classified", now, request=request, categories=sorted(categories))

    async def _texts(
        self, db: AsyncSession, week: str | None, areas: Collection[str] | None, limit: int
    ) -> list[RequestText]:
        query = (
            select(RequestRow)
            .where(RequestRow.text.is_not(None))
            .order_by(RequestRow.at.desc(), RequestRow.id)
        )
        if week is not None:
            query = query.where(RequestRow.week == week)
        if areas is not None:
            query = query.where(RequestRow.area.in_(areas))
        return await self._with_categories(db, list(await db.scalars(query.limit(limit))))

    async def _with_categories(self, db: AsyncSession, rows: list[RequestRow]) -> list[RequestText]:
        categories: dict[str, list[str]] = {row.id: [] for row in rows}
        current = await db.scalars(
            select(RequestCategoryRow)
            .where(RequestCategoryRow.request.in_(categories), RequestCategoryRow.current.is_(True))
            .order_by(RequestCategoryRow.id)
        )
        for each in current:
            categories[each.request].append(each.category)
        return [
            RequestText(
                row.id,
                str(self._around.cipher.open(TEXT, row.text or b"")),
                row.language,
                row.area,
                tuple(categories[row.id]),
                row.at,
            )
            for row in rows
        ]
