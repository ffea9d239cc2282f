"""The inbox: every update is kept before it is acknowledged, and handled once, chat by chat in order."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.store.conversation import Surroundings
from bot.store.engine import Database, explained
from bot.store.outgoing import chat_hash
from bot.store.problems import SealBroken, StoreProblem, UnknownRow, explain
from bot.store.tables import UpdateRow, UpdateState
from bot.store.work import PAYLOAD, Work

_AT_ONCE: Final = 500  # rows; databases bound the parameters of one statement
_MOST: Final = 2**63 - 1


@dataclass(frozen=True)
class ParkedUpdate:
    """An update that failed too often. `error` is the name of the error's class."""

    id: int
    update_id: int
    error: str
    received: datetime
    parked: datetime


class Inbox:
    """Updates in."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around
        self._held: dict[int, bytes | None] = {}  # SQLite is used by one process: it knows what it holds
        self._choosing = asyncio.Lock()

    async def accept(
        self, updates: Iterable[tuple[int, str | None, Mapping[str, Any]]], *, bot: str = ""
    ) -> int:
        """Keep updates, given as (update_id, chat, payload), in one transaction; gives how many were new.

        `chat` is the address under which the chat is written to, None where there is none. ValueError for an
        id that is no whole number of at most 63 bits.
        """
        rows = [self._row(update_id, chat, payload, bot) for update_id, chat, payload in updates]
        new = 0
        if not rows:
            return new
        async with self._database.writing() as db:
            for start in range(0, len(rows), _AT_ONCE):
                kept = await db.scalars(self._insert(rows[start : start + _AT_ONCE]))
                new += len(kept.all())
        return new

    def _row(self, update_id: int, chat: str | None, payload: Mapping[str, Any], bot: str) -> dict[str, Any]:
        if isinstance(update_id, bool) or not isinstance(update_id, int) or not 0 <= update_id <= _MOST:
            raise ValueError("An update_id must be a whole number of at most 63 bits.")
        cipher = self._around.cipher
        return {
            "bot": bot,
            "update_id": update_id,
            "chat_hash": None if chat is None else chat_hash(cipher, chat),
            "payload": cipher.seal(PAYLOAD, {"chat": chat, "update": payload}),
            "state": UpdateState.NEW,
            "attempts": 0,
            "received": self._around.now(),
        }

    def _insert(self, rows: list[dict[str, Any]]) -> Any:
        make = sqlite_insert if self._database.is_sqlite else postgresql_insert
        return make(UpdateRow).values(rows).on_conflict_do_nothing().returning(UpdateRow.id)

    @asynccontextmanager
    async def claim(self) -> AsyncIterator[Work | None]:
        """Hold the oldest unhandled update whose chat nobody holds; None where there is none.

        Updates of one chat come one after another in the order of their ids, also across processes. The
        claim ends with this block, or with the process. Leaving the block by an exception counts as a failed
        attempt (see `Work.fail`) and passes the exception on; trouble with the database, or being cancelled,
        does not count. Leaving it without settling the update is an error too.
        """
        manager = self._claim_sqlite() if self._database.is_sqlite else self._claim_postgresql()
        async with manager as work:
            try:
                yield work
                if work and not work.settled:
                    raise RuntimeError("The update was neither applied, done, failed nor parked.")
            except Exception as error:
                if work and not work.settled and counts_as_attempt(error):
                    await work.fail(type(error).__name__)
                raise

    @asynccontextmanager
    async def _claim_sqlite(self) -> AsyncIterator[Work | None]:
        async with self._choosing:
            async with self._database.reading() as db:
                chats = [chat for chat in self._held.values() if chat is not None]
                query = _oldest_free().where(
                    UpdateRow.id.not_in(self._held),
                    or_(UpdateRow.chat_hash.is_(None), UpdateRow.chat_hash.not_in(chats)),
                )
                row = await db.scalar(query)
            if row:
                self._held[row.id] = row.chat_hash
        try:
            yield Work(self._around, row, self._database.reading, self._database.writing) if row else None
        finally:
            if row:
                del self._held[row.id]

    @asynccontextmanager
    async def _claim_postgresql(self) -> AsyncIterator[Work | None]:
        with explained():
            async with AsyncSession(self._database.engine, expire_on_commit=False) as db:
                row = await _lock_oldest(db)

                @asynccontextmanager
                async def reading() -> AsyncIterator[AsyncSession]:
                    yield db

                @asynccontextmanager
                async def writing() -> AsyncIterator[AsyncSession]:
                    # A savepoint: when a turn cannot be written the chat stays locked for what comes next.
                    async with db.begin_nested():
                        yield db
                    try:
                        await db.commit()
                    except BaseException:
                        await (
                            db.rollback()
                        )  # the claim is lost with it; Work knows an update that others took
                        raise

                yield Work(self._around, row, reading, writing) if row else None

    async def depth(self) -> int:
        """How many updates wait to be handled."""
        return await self._count(UpdateState.NEW)

    async def parked_count(self) -> int:
        """How many updates are parked."""
        return await self._count(UpdateState.PARKED)

    async def _count(self, state: UpdateState) -> int:
        async with self._database.reading() as db:
            return await db.scalar(select(func.count()).where(UpdateRow.state == state)) or 0

    async def parked(self, limit: int = 100) -> list[ParkedUpdate]:
        """Updates that failed too often, the latest first, for operators; never their content."""
        async with self._database.reading() as db:
            rows = await db.scalars(
                select(UpdateRow)
                .where(UpdateRow.state == UpdateState.PARKED)
                .order_by(UpdateRow.id.desc())
                .limit(limit)
            )
            return [
                ParkedUpdate(
                    row.id, row.update_id, row.error or "", row.received, row.handled or row.received
                )
                for row in rows
            ]

    async def retry(self, parked: int) -> None:
        """Let a parked update (by its `id`) be handled again. `UnknownRow` where there is none."""
        async with self._database.writing() as db:
            again = await db.scalars(
                update(UpdateRow)
                .where(UpdateRow.id == parked, UpdateRow.state == UpdateState.PARKED)
                .values(state=UpdateState.NEW, attempts=0, error=None, handled=None)
                .returning(UpdateRow.id)
            )
            if again.one_or_none() is None:
                raise UnknownRow(f"There is no parked update {parked}.")


def counts_as_attempt(error: Exception) -> bool:
    """Whether an error says something of the update, rather than of the database."""
    if isinstance(error, StoreProblem):
        return isinstance(error, SealBroken)
    return not (isinstance(error, DBAPIError) and explain(error))


def _oldest_free() -> Select[UpdateRow]:
    older = aliased(UpdateRow)
    first = ~exists().where(
        older.chat_hash == UpdateRow.chat_hash,
        older.state == UpdateState.NEW.value,
        older.bot == UpdateRow.bot,
        older.update_id < UpdateRow.update_id,
    )
    return (
        select(UpdateRow)
        .where(UpdateRow.state == UpdateState.NEW.value, first)
        .order_by(UpdateRow.update_id)
        .limit(1)
    )


async def _lock_oldest(db: AsyncSession) -> UpdateRow | None:
    """The oldest free update, its row locked, and its chat too.

    The lock of the row alone would not do: an update with a smaller id may be committed after a later one was
    taken. Both locks end with the transaction.
    """
    passed: list[int] = []
    while True:
        query = (
            _oldest_free().where(UpdateRow.id.not_in(passed)).with_for_update(skip_locked=True, of=UpdateRow)
        )
        row = await db.scalar(query)
        if row is None:
            return None
        if row.chat_hash is None:
            return row
        key = int.from_bytes(row.chat_hash[:8], "big", signed=True)
        if await db.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": key}):
            return row
        passed.append(row.id)
