"""Staff members, the audit trail and what the instance knows of itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.columns import ID_LENGTH, Counter, Table


class StaffRow(Table):
    """Somebody of the city or a facilitator, known by the Telegram account."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    telegram_id: Mapped[bytes] = mapped_column(LargeBinary)
    telegram_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    created: Mapped[datetime]


class AuditRow(Table):
    """Who read or changed what, and when; `detail` holds no personal data of residents."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(ID_LENGTH))
    what: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class InstanceRow(Table):
    """A fact about this instance, such as the value by which a wrong key is known."""

    __tablename__ = "instance"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
