"""What came in and what goes out: the inbox and the outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.columns import ID_LENGTH, BigNumber, Counter, Table


class UpdateState(StrEnum):
    """Where an update stands; parked ones failed too often and wait for an operator."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"


class Lane(StrEnum):
    """What a delivery belongs to; lanes are served in this order."""

    REPLY = "reply"
    POLL = "poll"
    BROADCAST = "broadcast"
    DIGEST = "digest"


class DeliveryState(StrEnum):
    """Where a delivery stands; all but the first two are final."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


OPEN: Final = (DeliveryState.WAITING, DeliveryState.CLAIMED)
_NEW = column("state") == UpdateState.NEW.value
_OPEN = column("state").in_([state.value for state in OPEN])


class UpdateRow(Table):
    """An update as it came in. `payload` (sealed) and `chat_hash` are empty once it is handled."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot", "update_id"),
        Index("ix_inbox_new", "update_id", sqlite_where=_NEW, postgresql_where=_NEW),
        Index("ix_inbox_chat", "chat_hash", "update_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    bot: Mapped[str] = mapped_column(String(64), default="")
    update_id: Mapped[int] = mapped_column(BigNumber)
    chat_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16), default=UpdateState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(255))
    received: Mapped[datetime]
    handled: Mapped[datetime | None] = mapped_column(index=True)


class DeliveryRow(Table):
    """One message to one contact. The id counts up over all and so orders the deliveries of each chat.

    `payload`, `address` (both sealed) and `chat_hash` are empty once the state is final. A delivery without
    a contact (to somebody erased, to a group, to staff) is deleted instead.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_open", "lane", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_deliveries_chat", "chat_hash", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    lane: Mapped[str] = mapped_column(String(16))
    contact: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("contacts.id"), index=True)
    chat_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    address: Mapped[bytes | None] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16), default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(255))
    not_before: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigNumber)
    created: Mapped[datetime]
    settled: Mapped[datetime | None] = mapped_column(index=True)
