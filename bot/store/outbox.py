"""The outbox: what waits to be sent, what is on its way, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.store.conversation import Surroundings
from bot.store.engine import Database
from bot.store.outgoing import LANES, Delivery, NewDelivery, add_delivery, chat_hash, open_delivery
from bot.store.tables import OPEN, ContactRow, ContactState, DeliveryRow, DeliveryState, Lane

SENT_AGAIN: Final = frozenset({Lane.REPLY, Lane.DIGEST})
"""Lanes in which twice is better than never: a delivery of unknown fate is sent again."""

MOST_ATTEMPTS: Final = 10
_MAY_GET: Final = {
    Lane.REPLY: (ContactState.ACTIVE, ContactState.STOPPED),
    Lane.POLL: (ContactState.ACTIVE,),
    Lane.BROADCAST: (ContactState.ACTIVE,),
    Lane.DIGEST: (ContactState.ACTIVE,),
}


class Outbox:
    """Deliveries out. One sender at a time claims them (see `Store.sender_lock`)."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around

    async def put(self, address: str, deliveries: Iterable[NewDelivery]) -> list[int]:
        """Put deliveries to one address in line, in one transaction; gives their ids.

        What the contact at that address may not get (bulk after /stop, anything after a block) is left out.
        """
        cipher, ids = self._around.cipher, []
        async with self._database.writing() as db:
            contact = await db.scalar(
                select(ContactRow).where(ContactRow.address_hash == chat_hash(cipher, address))
            )
            for new in deliveries:
                if contact and contact.state not in _MAY_GET[Lane(new.lane)]:
                    continue
                row = await add_delivery(
                    db, cipher, new, address, contact.id if contact else None, self._around.now()
                )
                ids.append(row.id)
        return ids

    async def claim(self, lanes: Sequence[str] = LANES, limit: int = 50) -> list[Delivery]:
        """Take deliveries whose time has come, lane after lane: at most one of a chat, and none of a chat that
        has one on its way; in a lane the later ones of a chat wait until the earlier one is settled."""
        claimed: list[Delivery] = []
        chats: set[bytes] = set()
        async with self._database.writing() as db:
            for lane in lanes:
                wanted = limit - len(claimed)
                if wanted <= 0:
                    break
                for row, state in await self._due(db, Lane(lane), wanted, chats):
                    if state and state not in _MAY_GET[Lane(lane)]:
                        await _settle(db, row.id, DeliveryState.DROPPED, self._around.now())
                        continue
                    row.state = DeliveryState.CLAIMED
                    chats.add(row.chat_hash or b"")
                    claimed.append(open_delivery(self._around.cipher, row))
        return claimed

    async def _due(
        self, db: AsyncSession, lane: Lane, limit: int, chats: set[bytes]
    ) -> Sequence[tuple[DeliveryRow, str | None]]:
        other = aliased(DeliveryRow)
        in_the_way = exists().where(
            other.chat_hash == DeliveryRow.chat_hash,
            other.state.in_(OPEN),
            or_(
                other.state == DeliveryState.CLAIMED,
                (other.lane == DeliveryRow.lane) & (other.id < DeliveryRow.id),
            ),
        )
        query = (
            select(DeliveryRow, ContactRow.state)
            .outerjoin(ContactRow, ContactRow.id == DeliveryRow.contact)
            .where(
                DeliveryRow.lane == lane,
                DeliveryRow.state == DeliveryState.WAITING.value,
                or_(DeliveryRow.not_before.is_(None), DeliveryRow.not_before <= self._around.now()),
                DeliveryRow.chat_hash.not_in(chats),
                ~in_the_way,
            )
            .order_by(DeliveryRow.id)
            .limit(limit)
            .with_for_update(of=DeliveryRow, skip_locked=True)
        )
        return [(row, state) for row, state in await db.execute(query)]

    async def recover(self) -> int:
        """For the start of a sender, under its lock: what a dead process left on its way is of unknown fate.
        Gives how many there were."""
        async with self._database.writing() as db:
            ids = list(
                await db.scalars(select(DeliveryRow.id).where(DeliveryRow.state == DeliveryState.CLAIMED))
            )
            for id in ids:
                await self._unknown(db, id, None)
        return len(ids)

    async def sent(self, delivery: int, message_id: int | None = None) -> None:
        """It arrived, as the channel's message of that id."""
        await self._finish(delivery, DeliveryState.SENT, message_id=message_id)

    async def failed(self, delivery: int, error: str) -> None:
        """It will never arrive; `error` is a fixed word or the name of an error's class."""
        await self._finish(delivery, DeliveryState.FAILED, error=error[:255])

    async def throttled(self, delivery: int, until: datetime) -> None:
        """The channel asks for silence: not before `until`; does not count as an attempt."""
        await self._wait(delivery, until)

    async def put_back(self, delivery: int) -> None:
        """It was claimed, but nobody began to send it."""
        await self._wait(delivery, None)

    async def again(self, delivery: int, not_before: datetime) -> None:
        """It certainly did not arrive, and may later; counts as an attempt."""
        await self._wait(delivery, not_before, DeliveryRow.attempts + 1)

    async def unknown(self, delivery: int, not_before: datetime | None = None) -> None:
        """It may have arrived: sent again in the lanes SENT_AGAIN, up to MOST_ATTEMPTS times, else never."""
        async with self._database.writing() as db:
            await self._unknown(db, delivery, not_before)

    async def blocked(self, delivery: int, reason: str = "blocked") -> None:
        """Nobody can be reached there any more: the contact is blocked, all that waits for the chat dropped."""
        now = self._around.now()
        async with self._database.writing() as db:
            row = await db.get(DeliveryRow, delivery)
            if row is None or row.chat_hash is None:
                return
            chat = row.chat_hash
            await _settle(db, delivery, DeliveryState.BLOCKED, now, error=reason[:255])
            await end_contact(db, chat, now)

    async def depth(self) -> dict[Lane, int]:
        """How many deliveries of each lane are not settled."""
        async with self._database.reading() as db:
            query = (
                select(DeliveryRow.lane, func.count())
                .where(DeliveryRow.state.in_(OPEN))
                .group_by(DeliveryRow.lane)
            )
            found = {str(lane): int(count) for lane, count in await db.execute(query)}
        return {lane: found.get(lane, 0) for lane in LANES}

    async def _finish(self, delivery: int, state: DeliveryState, **values: Any) -> None:
        async with self._database.writing() as db:
            await _settle(db, delivery, state, self._around.now(), **values)

    async def _wait(
        self, delivery: int, until: datetime | None, attempts: Any = DeliveryRow.attempts
    ) -> None:
        async with self._database.writing() as db:
            await db.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == delivery, DeliveryRow.state.in_(OPEN))
                .values(state=DeliveryState.WAITING, not_before=until, attempts=attempts)
            )

    async def _unknown(self, db: AsyncSession, delivery: int, not_before: datetime | None) -> None:
        row = await db.get(DeliveryRow, delivery)
        if row is None or row.state not in OPEN:
            return
        if row.lane in SENT_AGAIN and row.attempts + 1 < MOST_ATTEMPTS:
            row.state, row.attempts, row.not_before = DeliveryState.WAITING, row.attempts + 1, not_before
        else:
            await _settle(db, delivery, DeliveryState.UNKNOWN, self._around.now())


async def end_contact(db: AsyncSession, chat: bytes, now: datetime) -> None:
    """The chat cannot be reached: its contact is blocked, and what waits for it dropped."""
    await db.execute(
        update(ContactRow).where(ContactRow.address_hash == chat).values(state=ContactState.BLOCKED)
    )
    waiting = select(DeliveryRow.id).where(
        DeliveryRow.chat_hash == chat, DeliveryRow.state == DeliveryState.WAITING
    )
    for id in list(await db.scalars(waiting)):
        await _settle(db, id, DeliveryState.DROPPED, now)


async def _settle(
    db: AsyncSession, delivery: int, state: DeliveryState, now: datetime, **values: Any
) -> None:
    """Make a delivery's state final: its content goes, and without a contact all of it.

    One that is settled already stays as it is.
    """
    open_one = (DeliveryRow.id == delivery) & DeliveryRow.state.in_(OPEN)
    await db.execute(delete(DeliveryRow).where(open_one, DeliveryRow.contact.is_(None)))
    await db.execute(
        update(DeliveryRow)
        .where(open_one)
        .values(state=state, settled=now, payload=None, address=None, chat_hash=None, **values)
    )
