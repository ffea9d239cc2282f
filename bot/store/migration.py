"""Bringing a database to the shape this program expects (Alembic, one history for both engines)."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import migrations
from bot.store.engine import Database, explained
from bot.store.problems import StoreProblem

_LOCK: Final = 0x51554152  # any number, the same in every process
NOT_MIGRATED: Final = "The database is not up to date: run `quartier migrate`."
TOO_NEW: Final = "The database was made by a newer version of this program: update the program."


def alembic_config() -> Config:
    """Alembic's settings, wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])).replace("%", "%%"))
    return config


def head() -> str:
    """The newest revision that this program knows."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision is None:
        raise StoreProblem("This installation has no migrations: install the program again.")
    return revision


async def migrate(url: str) -> str:
    """Bring the database at `url` to the newest revision and return it; safe from several processes at once."""
    database = Database(url)
    if database.file and not database.file.exists():
        with explained():
            database.file.touch(mode=0o600)
    try:
        async with database.writing() as session:
            connection = await session.connection()
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            found = await connection.run_sync(_revision)
            if found is not None and not _known(found):
                raise StoreProblem(TOO_NEW)
            await connection.run_sync(_upgrade)
    finally:
        await database.close()
    return head()


async def current(url: str) -> str | None:
    """The revision of the database at `url`; None where it is empty."""
    database = Database(url)
    try:
        async with database.reading() as session:
            return await (await session.connection()).run_sync(_revision)
    finally:
        await database.close()


async def check_migrated(database: Database) -> None:
    """Raise `StoreProblem` unless the database has exactly the shape this program expects."""
    if database.file and not database.file.exists():
        raise StoreProblem(NOT_MIGRATED)
    async with database.reading() as session:
        found = await (await session.connection()).run_sync(_revision)
    if found != head():
        raise StoreProblem(NOT_MIGRATED if found is None or _known(found) else TOO_NEW)


def _known(revision: str) -> bool:
    script = ScriptDirectory.from_config(alembic_config())
    return revision in {each.revision for each in script.walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
