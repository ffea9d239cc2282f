"""Residents and the addresses under which they are reached, kept apart."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.columns import CODE_LENGTH, ID_LENGTH, Counter, Table


class ContactState(StrEnum):
    """Whether a contact may be written to: everything, only answers, nothing."""

    ACTIVE = "active"
    STOPPED = "stopped"
    BLOCKED = "blocked"


class ResidentRow(Table):
    """Somebody, by a random id; everything a resident says hangs on it."""

    __tablename__ = "residents"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), default="")
    area: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    consent: Mapped[str] = mapped_column(String(16), default="open")
    consent_version: Mapped[str] = mapped_column(String(CODE_LENGTH), default="")
    created: Mapped[datetime]


class ContactRow(Table):
    """A resident's address: the only lasting table with a Telegram identity."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    resident: Mapped[str] = mapped_column(ForeignKey("residents.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16), default="telegram")
    address: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    state: Mapped[str] = mapped_column(String(16), default=ContactState.ACTIVE)
    created: Mapped[datetime]


class SessionRow(Table):
    """Where the conversation stands, sealed: a draft holds a resident's words."""

    __tablename__ = "sessions"

    resident: Mapped[str] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    updated: Mapped[datetime]


class ConsentRow(Table):
    """One decision; rows are only ever added. Without a resident after erasure."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    resident: Mapped[str | None] = mapped_column(ForeignKey("residents.id"), index=True)
    decision: Mapped[str] = mapped_column(String(16))
    version: Mapped[str] = mapped_column(String(CODE_LENGTH))
    language: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class HumanWishRow(Table):
    """A resident wants to speak with a person."""

    __tablename__ = "human_wishes"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    resident: Mapped[str] = mapped_column(ForeignKey("residents.id"), index=True)
    at: Mapped[datetime]
    answered: Mapped[datetime | None]
