"""Deliveries on their way into the outbox and out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.cipher import Cipher
from bot.store.tables import DeliveryRow, Lane

LANES: Final = tuple(Lane)
"""The lanes, the most urgent first."""

CHAT: Final = "chat"
_ADDRESS: Final = "deliveries.address"
_PAYLOAD: Final = "deliveries.payload"


@dataclass(frozen=True)
class NewDelivery:
    """One message to come. The store keeps `payload` (a JSON object) and never looks into it."""

    kind: str
    payload: Mapping[str, Any]
    lane: str = Lane.REPLY
    not_before: datetime | None = None


@dataclass(frozen=True)
class Delivery:
    """A claimed delivery. `attempts` counts the tries whose fate is unknown or that were put off by an error."""

    id: int
    lane: Lane
    address: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    created: datetime


def chat_hash(cipher: Cipher, address: str) -> bytes:
    """Under which a chat is found again without its address being readable."""
    return cipher.lookup(CHAT, address)


async def add_delivery(
    db: AsyncSession, cipher: Cipher, new: NewDelivery, address: str, contact: str | None, now: datetime
) -> DeliveryRow:
    """Put `new` at the end of the chat's line, in the caller's transaction; `contact` None for groups and staff."""
    row = DeliveryRow(
        lane=Lane(new.lane),
        contact=contact,
        chat_hash=chat_hash(cipher, address),
        address=cipher.seal(_ADDRESS, address),
        kind=new.kind,
        payload=cipher.seal(_PAYLOAD, dict(new.payload)),
        not_before=new.not_before,
        created=now,
    )
    db.add(row)
    await db.flush()  # one by one: the ids must count up in the order of sending
    return row


def open_delivery(cipher: Cipher, row: DeliveryRow) -> Delivery:
    """What the sender needs of a row that is not settled."""
    if row.address is None or row.payload is None:
        raise ValueError("A settled delivery has nothing to send.")
    return Delivery(
        id=row.id,
        lane=Lane(row.lane),
        address=cipher.open(_ADDRESS, row.address),
        kind=row.kind,
        payload=cipher.open(_PAYLOAD, row.payload),
        attempts=row.attempts,
        created=row.created,
    )
