"""How Alembic runs: on the connection it is handed, or, for `alembic revision`, on QUARTIER_DATABASE_URL."""

import asyncio
import os
from typing import Literal

from alembic import context
from sqlalchemy import Connection

from bot.store.columns import UtcTime
from bot.store.engine import Database
from bot.store.tables import metadata


def plain_type(kind: str, item: object, _: object) -> str | Literal[False]:
    """Migrations name the database's own types: they must not change when ours do."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


def run(connection: Connection) -> None:
    """Run the migrations inside the transaction that `connection` is in."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,  # SQLite changes a table by copying it
        render_item=plain_type,
        transaction_per_migration=False,
    )
    context.run_migrations()


async def run_on_database() -> None:
    database = Database(os.environ["QUARTIER_DATABASE_URL"])
    async with database.writing() as session:
        await (await session.connection()).run_sync(run)
    await database.close()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    asyncio.run(run_on_database())
