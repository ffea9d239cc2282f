"""How much waits in inbox and outbox, for the figures of operators."""

from bot.observability import Metrics
from bot.store import Store


async def measure_depths(store: Store, metrics: Metrics) -> None:
    """Looks up what waits and what is parked. Raises StoreProblem where the store does not answer."""
    for lane, depth in (await store.outbox.depth()).items():
        metrics.outbox.labels(lane.value).set(depth)
    metrics.inbox.set(await store.inbox.depth())
    metrics.parked_now.set(await store.inbox.parked_count())


async def store_health(store: Store) -> str | None:
    """For /readyz. Raises StoreProblem where the store does not answer."""
    await store.ping()
    return None
