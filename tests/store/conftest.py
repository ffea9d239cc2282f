"""Two processes on one PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from bot.store import Store, open_store
from tests.databases import KEY, Clock, Server


@pytest.fixture
async def postgresql_pair(postgresql: Server, clock: Clock) -> AsyncIterator[tuple[Store, Store]]:
    """Two stores on one database, as two processes have them."""
    name = postgresql.create("migrated")
    one = await open_store(postgresql.url(name), KEY, clock=clock)
    other = await open_store(postgresql.url(name), KEY, clock=clock)
    yield one, other
    await one.close()
    await other.close()
    postgresql.execute(f"DROP DATABASE {name} WITH (FORCE)")
