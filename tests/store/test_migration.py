"""Opening and migrating a database."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.store import StoreProblem, current, head, migrate, open_store
from bot.store.engine import Database
from bot.store.migration import alembic_config
from bot.store.tables import metadata
from tests.databases import KEY


async def test_an_empty_database_becomes_a_migrated_one(empty_database_url: str) -> None:
    if empty_database_url.startswith("postgresql"):
        assert await current(empty_database_url) is None
    with pytest.raises(StoreProblem, match="run `quartier migrate`"):
        await open_store(empty_database_url, KEY)
    assert await migrate(empty_database_url) == head()
    assert await current(empty_database_url) == head()
    assert await migrate(empty_database_url) == head()  # a second time changes nothing
    store = await open_store(empty_database_url, KEY)
    await store.ping()
    await store.close()


async def test_models_and_migrations_agree(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    database = Database(database_url)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_the_way_back_leads_to_an_empty_database_and_forth_again(database_url: str) -> None:
    def back(connection: Connection) -> list[str]:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    database = Database(database_url)
    async with database.writing() as db:
        assert await (await db.connection()).run_sync(back) == ["alembic_version"]
    await database.close()
    assert await migrate(database_url) == head()


async def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    database = Database(database_url)
    async with database.writing() as db:
        await db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(StoreProblem, match="newer version"):
        await open_store(database_url, KEY)
    with pytest.raises(StoreProblem, match="newer version"):
        await migrate(database_url)


async def test_another_key_is_known_at_the_start(database_url: str) -> None:
    await (await open_store(database_url, KEY)).close()
    with pytest.raises(StoreProblem, match="SECRET_KEY does not belong to this database"):
        await open_store(database_url, KEY[::-1])
    with pytest.raises(StoreProblem, match="too short"):
        await open_store(database_url, b"short")
    await (await open_store(database_url, KEY)).close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "quartier.db",
        "mysql://localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://u:secret@",
        "::",
    ],
)
async def test_a_wrong_address_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(StoreProblem, match="DATABASE_URL is wrong") as refused:
        await open_store(url, KEY)
    assert "secret" not in str(refused.value)


async def test_a_server_that_is_away_is_named_in_one_sentence() -> None:
    with pytest.raises(StoreProblem, match="cannot be reached"):
        await open_store("postgresql://user:secret@127.0.0.1:1/city", KEY)


async def test_a_missing_folder_and_a_file_of_another_kind_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="does not exist"):
        await migrate(f"sqlite:///{tmp_path}/nowhere/city.db")
    other = tmp_path / "letter.db"
    other.write_bytes(b"Dear city, " * 500)
    with pytest.raises(StoreProblem, match="not an SQLite database"):
        await migrate(f"sqlite:///{other}")


async def test_sqlite_is_set_up_to_lose_nothing_and_to_forget_what_is_erased(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'city.db'}"
    await migrate(url)
    assert (tmp_path / "city.db").stat().st_mode & 0o077 == 0
    database = Database(url)
    async with database.reading() as db:
        found = {
            name: await db.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "secure_delete", "synchronous", "busy_timeout")
        }
    await database.close()
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "busy_timeout": 10000,
    }
