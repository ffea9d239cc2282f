"""Erasing a resident: contact, session, words and wishes go; the counts stay, without the person.

Rows that are counted lose their resident and everything that could tie them together again: there is no
shared pseudonym, and their times are rounded down to the week. What stays tied are the answers of one
response, since they are one sheet.

The figures count residents, so of several rows that one erased resident left, only one may count for a
person. `stands_for` says which: EVER for one row of a kind, IN_WEEK for one row of each week, NOT for the
others. An erased resident is so never counted twice in one figure, and once in the figure of any week and in
that of all time; in a figure over another span or of an area they only sometimes lived in they may be
missing. Missing is the safe side: a figure that is too high could get past the threshold of disclosure.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import (
    AnswerRow,
    ConsentRow,
    ContactRow,
    DeliveryRow,
    DeliveryState,
    HumanWishRow,
    QuestionShownRow,
    RequestCategoryRow,
    RequestRow,
    ResidentRow,
    ResponseRow,
    SessionRow,
    UpdateRow,
    UpdateState,
)
from bot.store.weeks import start_of, week_of

NOT: Final = 0
IN_WEEK: Final = 1
EVER: Final = 2


async def erase(db: AsyncSession, resident: ResidentRow, contact: ContactRow, now: datetime) -> None:
    """Erase a resident in the caller's transaction. What is written to the chat afterwards has no contact."""
    await _loosen_requests(db, resident.id)
    await _loosen_responses(db, resident.id)
    await _loosen_consents(db, resident.id)
    await _drop_deliveries(db, contact, now)
    await db.execute(
        update(UpdateRow)
        .where(UpdateRow.chat_hash == contact.address_hash, UpdateRow.state == UpdateState.PARKED)
        .values(state=UpdateState.DONE, payload=None, chat_hash=None)
    )
    await db.execute(delete(HumanWishRow).where(HumanWishRow.resident == resident.id))
    await db.execute(delete(SessionRow).where(SessionRow.resident == resident.id))
    await db.delete(contact)
    await db.flush()
    await db.delete(resident)
    await db.flush()


async def _loosen_requests(db: AsyncSession, resident: str) -> None:
    rows = list(
        await db.scalars(
            select(RequestRow).where(RequestRow.resident == resident).order_by(RequestRow.at, RequestRow.id)
        )
    )
    weeks = {row.id: row.week for row in rows}
    for row, stands in zip(rows, stand_ins([("", row.week) for row in rows]), strict=True):
        row.resident, row.text, row.stands_for, row.at = None, None, stands, start_of(row.week)
    categories = list(
        await db.scalars(
            select(RequestCategoryRow)
            .where(RequestCategoryRow.request.in_(weeks))
            .order_by(RequestCategoryRow.id)
        )
    )
    current = [row for row in categories if row.current]
    kinds = [(row.category, weeks[row.request]) for row in current]
    for each, stands in zip(current, stand_ins(kinds), strict=True):
        each.stands_for = stands
    for each in categories:
        each.at = start_of(weeks[each.request])
    await db.flush()


async def _loosen_responses(db: AsyncSession, resident: str) -> None:
    rows = list(await db.scalars(select(ResponseRow).where(ResponseRow.resident == resident)))
    # Where there are several, one that was sent off stands for the person rather than one broken off.
    rows.sort(key=lambda row: (row.completed is None, row.started, row.id))
    counted = [row for row in rows if row.dropped is None]
    kinds: list[tuple[Hashable, str]] = [((row.survey, row.version), row.week) for row in counted]
    for row, stands in zip(counted, stand_ins(kinds), strict=True):
        row.stands_for = stands
    for row in rows:
        week = start_of(row.week)
        row.resident, row.started = None, week
        row.completed = row.completed and week
        row.dropped = row.dropped and week
        row.reminded = row.reminded and week
        await db.execute(update(AnswerRow).where(AnswerRow.response == row.id).values(words=None, at=week))
        await db.execute(update(QuestionShownRow).where(QuestionShownRow.response == row.id).values(at=week))
    await db.flush()


async def _loosen_consents(db: AsyncSession, resident: str) -> None:
    for row in await db.scalars(select(ConsentRow).where(ConsentRow.resident == resident)):
        row.resident, row.at = None, start_of(week_of(row.at))
    await db.flush()


async def _drop_deliveries(db: AsyncSession, contact: ContactRow, now: datetime) -> None:
    mine = DeliveryRow.contact == contact.id
    await db.execute(
        update(DeliveryRow)
        .where(mine, DeliveryRow.state == DeliveryState.WAITING)
        .values(state=DeliveryState.DROPPED, payload=None, address=None, chat_hash=None, settled=now)
    )
    # One that is on its way right now keeps its address until it has arrived, and then vanishes.
    await db.execute(update(DeliveryRow).where(mine).values(contact=None, message_id=None))


def stand_ins(kinds: Sequence[tuple[Hashable, str]]) -> list[int]:
    """Which of one person's rows, each given by its kind and week, go on counting for them, and in what."""
    ever: set[Hashable] = set()
    in_week: set[tuple[Hashable, str]] = set()
    stands = []
    for kind, week in kinds:
        if kind not in ever:
            stands.append(EVER)
        else:
            stands.append(NOT if (kind, week) in in_week else IN_WEEK)
        ever.add(kind)
        in_week.add((kind, week))
    return stands
