"""Everything the store holds of one resident, for /mydata."""

import json
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.world import StoredData, StoredRequest, StoredResponse
from bot.store.cipher import Cipher
from bot.store.facts import TEXT, WORDS
from bot.store.tables import (
    OPEN,
    AnswerRow,
    ConsentRow,
    ContactRow,
    DeliveryRow,
    HumanWishRow,
    QuestionShownRow,
    RequestCategoryRow,
    RequestRow,
    ResidentRow,
    ResponseRow,
    SessionRow,
)

SESSION: Final = "sessions.data"
ADDRESS: Final = "contacts.address"


async def stored_data(db: AsyncSession, cipher: Cipher, resident: str) -> StoredData:
    """All there is of `resident`; empty where nobody has that id."""
    row = await db.get(ResidentRow, resident)
    if row is None:
        return StoredData()
    consents = await db.scalars(
        select(ConsentRow).where(ConsentRow.resident == resident).order_by(ConsentRow.id)
    )
    wishes = await db.scalars(
        select(HumanWishRow.at).where(HumanWishRow.resident == resident).order_by(HumanWishRow.id)
    )
    contacts = list(await db.scalars(select(ContactRow).where(ContactRow.resident == resident)))
    mine = DeliveryRow.contact.in_(select(ContactRow.id).where(ContactRow.resident == resident))
    waiting = await db.scalar(
        select(func.count()).select_from(DeliveryRow).where(mine, DeliveryRow.state.in_(OPEN))
    )
    sent = await db.scalar(
        select(func.count()).select_from(DeliveryRow).where(mine, DeliveryRow.state.not_in(OPEN))
    )
    session = await db.get(SessionRow, resident)
    return StoredData(
        since=row.created,
        language=row.language,
        area=row.area,
        consents=tuple((each.decision, each.version, each.at) for each in consents),
        responses=await _responses(db, cipher, resident),
        requests=await _requests(db, cipher, resident),
        messages_waiting=waiting or 0,
        other={
            "consent": {"state": row.consent, "version": row.consent_version},
            "contacts": [
                {
                    "channel": each.channel,
                    "address": cipher.open(ADDRESS, each.address),
                    "state": each.state,
                    "since": each.created,
                }
                for each in contacts
            ],
            "wishes_to_speak_with_a_person": list(wishes),
            "messages_settled": sent or 0,
            "conversation": cipher.open(SESSION, session.data) if session else None,
        },
    )


async def _responses(db: AsyncSession, cipher: Cipher, resident: str) -> tuple[StoredResponse, ...]:
    rows = list(
        await db.scalars(
            select(ResponseRow)
            .where(ResponseRow.resident == resident)
            .order_by(ResponseRow.started, ResponseRow.id)
        )
    )
    answers: dict[str, dict[str, object]] = {row.id: {} for row in rows}
    shown = await db.scalars(
        select(QuestionShownRow).where(QuestionShownRow.response.in_(answers)).order_by(QuestionShownRow.at)
    )
    for each in shown:
        answers[each.response][each.question] = None
    for answer in await db.scalars(
        select(AnswerRow).where(AnswerRow.response.in_(answers)).order_by(AnswerRow.id)
    ):
        if answer.words is not None:
            answers[answer.response][answer.question] = cipher.open(WORDS, answer.words)
        elif answer.value is not None:
            answers[answer.response][answer.question] = json.loads(answer.value)
    return tuple(
        StoredResponse(row.survey, row.version, row.completed is not None, answers[row.id], row.started)
        for row in rows
    )


async def _requests(db: AsyncSession, cipher: Cipher, resident: str) -> tuple[StoredRequest, ...]:
    rows = list(
        await db.scalars(
            select(RequestRow).where(RequestRow.resident == resident).order_by(RequestRow.at, RequestRow.id)
        )
    )
    categories: dict[str, list[str]] = {row.id: [] for row in rows}
    current = await db.scalars(
        select(RequestCategoryRow)
        .where(RequestCategoryRow.request.in_(categories), RequestCategoryRow.current.is_(True))
        .order_by(RequestCategoryRow.id)
    )
    for each in current:
        categories[each.request].append(each.category)
    return tuple(
        StoredRequest(cipher.open(TEXT, row.text) if row.text else "", tuple(categories[row.id]), row.at)
        for row in rows
    )
