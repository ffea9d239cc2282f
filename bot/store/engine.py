"""Connecting to SQLite or PostgreSQL, and the two kinds of transactions: reading and writing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.store.problems import StoreProblem, check_folder, explain

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_WRONG_URL: Final = (
    "DATABASE_URL is wrong: it must look like sqlite:///folder/file.db or "
    "postgresql://user:password@server/database."
)
_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an acknowledged update survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
)
_POSTGRESQL: Final[dict[str, Any]] = {
    "pool_size": 20,
    "max_overflow": 20,
    "pool_pre_ping": True,
    "connect_args": {
        "connect_timeout": 10,
        "application_name": "quartierstimme",
        "keepalives_idle": 30,
        # A process that hangs in the middle of a turn loses its claim.
        "options": "-c timezone=UTC -c lock_timeout=30s -c idle_in_transaction_session_timeout=5min",
    },
}


def read_url(url: str) -> URL:
    """The address with the driver we use; raises `StoreProblem` without quoting it: it may hold a password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreProblem(_WRONG_URL) from None
    driver = _DRIVERS.get(address.drivername)
    if driver is None or not address.database or address.database == ":memory:":
        raise StoreProblem(_WRONG_URL)
    return address.set(drivername=driver)


class Database:
    """One database. `kind` is SQLITE or POSTGRESQL; `file` is SQLite's."""

    def __init__(self, url: str) -> None:
        address = read_url(url)
        self.kind = SQLITE if address.drivername.startswith("sqlite") else POSTGRESQL
        self.file = Path(address.database or "") if self.kind == SQLITE else None
        if self.file:
            check_folder(self.file)
        self.engine: AsyncEngine = create_async_engine(
            address, hide_parameters=True, **({} if self.file else _POSTGRESQL)
        )
        if self.file:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        self._writes = self.engine.execution_options(quartier_writes=True)
        self._one_writer = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.kind == SQLITE

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads."""
        with explained():
            async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that writes; on SQLite one at a time, which spares writers the wait for the file."""
        with explained():
            if self.is_sqlite:
                async with self._one_writer, self._write_session() as session:
                    yield session
            else:
                async with self._write_session() as session:
                    yield session

    @asynccontextmanager
    async def writing_alone(self, what: str) -> AsyncIterator[AsyncSession]:
        """`writing`, and of all transactions with the same `what`, in whatever process, one at a time: for what
        first looks whether a row is there and then adds it."""
        async with self.writing() as db:
            if not self.is_sqlite:  # where writers wait for each other anyway
                await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
            yield db

    @asynccontextmanager
    async def _write_session(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self._writes, expire_on_commit=False) as session, session.begin():
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


class explained:
    """Turns trouble with the database into a `StoreProblem`; everything else passes."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DBAPIError | ConnectionError) and (problem := explain(error)):
            raise problem from error


def _prepare_sqlite(connection: Any, record: object) -> None:
    # Without this the driver begins transactions itself, and too late (see _begin_sqlite).
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that turns from reading to writing may find the file changed.
    writes = connection.get_execution_options().get("quartier_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
