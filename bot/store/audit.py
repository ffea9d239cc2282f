"""The audit trail: every reading of figures and texts, and every change, by whom and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.roles import Reader
from bot.store.tables import AuditRow


@dataclass(frozen=True)
class AuditEntry:
    """One entry; `who` is a staff member's id or "operator"."""

    at: datetime
    who: str
    what: str
    detail: dict[str, Any]


def note(db: AsyncSession, reader: Reader, what: str, now: datetime, **detail: Any) -> None:
    """Add an entry in the caller's transaction. `detail` must hold no personal data of residents."""
    db.add(AuditRow(at=now, who=reader.id, what=what, detail=detail))


async def entries(db: AsyncSession, limit: int) -> list[AuditEntry]:
    """The latest entries, the newest first."""
    rows = await db.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
    return [AuditEntry(row.at, row.who, row.what, row.detail) for row in rows]
