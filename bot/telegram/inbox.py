"""The store's inbox as the intake sees it."""

from collections.abc import Sequence

from bot.store import Store
from bot.telegram.bot import Identity
from bot.telegram.intake import Accept
from bot.telegram.updates import RawUpdate


def inbox_of(store: Store, me: Identity) -> Accept:
    """Commits updates to the inbox of `store`, those of each bot by themselves."""

    async def accept(updates: Sequence[RawUpdate]) -> int:
        rows = [(update.update_id, update.chat, update.payload) for update in updates]
        return await store.inbox.accept(rows, bot=str(me.id))

    return accept
