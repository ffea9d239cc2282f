"""An update in hand: the conversation it belongs to, and the ways to settle it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cached_property
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.conversation import Conversation, Surroundings, find
from bot.store.outgoing import NewDelivery, add_delivery
from bot.store.tables import UpdateRow, UpdateState

PAYLOAD: Final = "inbox.payload"
ATTEMPTS: Final = 3

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


class Work:
    """A claimed update. It is settled once: by a turn (`Conversation.apply`), `done`, `fail` or `park`.

    `attempts` are the failures so far; `parked` says whether it was put aside.
    """

    def __init__(
        self, around: Surroundings, row: UpdateRow, reading: Transaction, writing: Transaction
    ) -> None:
        self.id = row.id
        self.update_id = row.update_id
        self.attempts = row.attempts
        self.received = row.received
        self.settled = False
        self.parked = False
        self._sealed = row.payload
        self._around = around
        self._reading = reading
        self._writing = writing

    @cached_property
    def _content(self) -> dict[str, Any]:
        # Opened in the claimer's block, so that a broken seal parks the update like any other trouble.
        return dict(self._around.cipher.open(PAYLOAD, self._sealed or b""))

    @property
    def chat(self) -> str | None:
        """The address of the chat, None for an update without one."""
        chat = self._content["chat"]
        return None if chat is None else str(chat)

    @property
    def payload(self) -> dict[str, Any]:
        """The update as it came in."""
        return dict(self._content["update"])

    async def conversation(self) -> Conversation:
        """Where the chat's conversation stands. ValueError for an update without a chat."""
        if self.chat is None:
            raise ValueError("An update without a chat belongs to no conversation.")
        async with self._reading() as db:
            known = await find(db, self._around, self.chat)
            surveys = await self._around.shelf.current(db)
        return Conversation(self._around, self.chat, known, self._handled, self._reading, surveys)

    async def done(self, deliveries: Sequence[NewDelivery] = ()) -> None:
        """Nothing (more) to do: no turn, no contact; `deliveries` go to the chat all the same."""
        async with self._handled() as db:
            await self._answer(db, deliveries)

    async def fail(self, error: str, deliveries: Sequence[NewDelivery] = ()) -> bool:
        """A failed attempt, with the name of the error's class. The third parks the update and gives True;
        only then `deliveries` go to the chat."""
        if self.attempts + 1 >= ATTEMPTS:
            await self.park(error, deliveries)
            return True
        async with self._settling() as db:
            await self._change(db, attempts=self.attempts + 1, error=error[:255])
        return False

    async def park(self, error: str, deliveries: Sequence[NewDelivery] = ()) -> None:
        """Put the update aside for the operators; the chat goes on."""
        async with self._settling() as db:
            await self._change(
                db,
                state=UpdateState.PARKED,
                attempts=self.attempts + 1,
                error=error[:255],
                handled=self._around.now(),
            )
            await self._answer(db, deliveries)
        self.parked = True

    async def _answer(self, db: AsyncSession, deliveries: Sequence[NewDelivery]) -> None:
        if deliveries and self.chat is None:
            raise ValueError("An update without a chat cannot be answered.")
        for each in deliveries:
            await add_delivery(db, self._around.cipher, each, self.chat or "", None, self._around.now())

    async def _change(self, db: AsyncSession, **values: Any) -> None:
        """Change the update's row; RuntimeError where it is not ours to settle any more.

        That is so when a commit seemed to fail and did not, or the connection and with it the claim was lost.
        """
        changed = await db.scalars(
            update(UpdateRow)
            .where(UpdateRow.id == self.id, UpdateRow.state == UpdateState.NEW)
            .values(**values)
            .returning(UpdateRow.id)
        )
        if changed.one_or_none() is None:
            self.settled = True
            raise RuntimeError("The claim of this update was lost, and others have settled it.")

    @asynccontextmanager
    async def _handled(self) -> AsyncIterator[AsyncSession]:
        """The transaction in which the update's outcome is written, and with it that it is handled."""
        async with self._settling() as db:
            yield db
            await self._change(
                db,
                state=UpdateState.DONE,
                payload=None,
                chat_hash=None,
                error=None,
                handled=self._around.now(),
            )

    @asynccontextmanager
    async def _settling(self) -> AsyncIterator[AsyncSession]:
        if self.settled:
            raise RuntimeError("This update is settled already.")
        async with self._writing() as db:
            yield db
        self.settled = True
