"""Sweeping out what is past its time."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy.retention import Retention, Swept
from bot.store.engine import Database
from bot.store.tables import OPEN, AnswerRow, AuditRow, DeliveryRow, RequestRow, UpdateRow, UpdateState


async def sweep(database: Database, now: datetime, retention: Retention) -> Swept:
    """See `bot.privacy.retention`."""
    async with database.writing() as db:
        swept = Swept(
            handled=await _gone(
                db,
                delete(UpdateRow).where(
                    UpdateRow.state == UpdateState.DONE, UpdateRow.handled < now - retention.handled
                ),
            ),
            parked=await _gone(
                db,
                delete(UpdateRow).where(
                    UpdateRow.state == UpdateState.PARKED, UpdateRow.handled < now - retention.parked
                ),
            ),
            deliveries=await _gone(
                db,
                delete(DeliveryRow).where(
                    DeliveryRow.state.not_in(OPEN), DeliveryRow.settled < now - retention.deliveries
                ),
            ),
            words=await _words(db, now - retention.words),
            audit=await _gone(db, delete(AuditRow).where(AuditRow.at < now - retention.audit)),
        )
    if database.is_sqlite:
        # What was deleted is overwritten in the file, but stays in the write-ahead log until that is emptied.
        async with database.engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return swept


async def _words(db: AsyncSession, before: datetime) -> int:
    """The texts of requests and the typed answers from before that moment."""
    requests = (
        update(RequestRow).where(RequestRow.at < before, RequestRow.text.is_not(None)).values(text=None)
    )
    answers = update(AnswerRow).where(AnswerRow.at < before, AnswerRow.words.is_not(None)).values(words=None)
    return await _gone(db, requests) + await _gone(db, answers)


async def _gone(db: AsyncSession, statement: Any) -> int:
    result = await db.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
