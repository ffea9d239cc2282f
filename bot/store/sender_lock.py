"""One sender per bot: who holds the lock empties the outbox; the lock ends with its holder."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, explained
from bot.store.problems import StoreProblem

_KEY: Final = 0x53454E44  # any number, the same in every process
_TRY: Final = text("SELECT pg_try_advisory_lock(:key)")
_TRY_EVERY: Final = 0.5  # seconds


class SenderLock:
    """The held lock."""

    def __init__(self, connection: AsyncConnection | None) -> None:
        self._connection = connection

    async def confirm(self) -> None:
        """Raise `StoreProblem` where the lock was lost (its connection to the server broke): stop sending."""
        if self._connection is None:  # a file's lock cannot be lost
            return
        try:
            await self._connection.execute(text("SELECT 1"))
        except DBAPIError as error:
            raise StoreProblem("The connection that held the sender's lock is lost.") from error


@asynccontextmanager
async def sender_lock(database: Database) -> AsyncIterator[SenderLock]:
    """Waits until no other process sends, then holds the lock: PostgreSQL's advisory lock of a connection, or
    with SQLite the lock of a file beside the database."""
    with explained():
        if database.file:
            async with _file_lock(database.file.with_name(database.file.name + ".sender")) as lock:
                yield lock
        else:
            async with _server_lock(database) as lock:
                yield lock


@asynccontextmanager
async def _server_lock(database: Database) -> AsyncIterator[SenderLock]:
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        while not await connection.scalar(_TRY, {"key": _KEY}):  # noqa: ASYNC110 -- others hold it, not we
            await asyncio.sleep(_TRY_EVERY)
        try:
            yield SenderLock(connection)
        finally:
            # Closed rather than given back to the pool: the lock must not outlive its holder.
            with suppress(DBAPIError):
                await connection.invalidate()


@asynccontextmanager
async def _file_lock(path: Path) -> AsyncIterator[SenderLock]:
    # SQLite's own file lock works on every system and ends with the process.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        while not _locked(connection):  # noqa: ASYNC110 -- others hold it, not we
            await asyncio.sleep(_TRY_EVERY)
        yield SenderLock(None)
    finally:
        connection.close()


def _locked(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise StoreProblem("The sender's lock file beside the database cannot be opened.") from error
    return True
