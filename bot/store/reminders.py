"""Responses that were begun and never sent: finding them, and putting a reminder into the outbox once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import aliased

from bot.conversation.session import Session
from bot.store.conversation import Surroundings
from bot.store.engine import Database
from bot.store.outgoing import NewDelivery, add_delivery
from bot.store.stored_data import ADDRESS, SESSION
from bot.store.tables import AnswerRow, ContactRow, ContactState, ResidentRow, ResponseRow, SessionRow

AT_ONCE: Final = 200


@dataclass(frozen=True)
class Unfinished:
    """A response that waits for its resident. `last` is the time of the last answer, or of the beginning."""

    response: str
    survey: str
    version: int
    language: str
    last: datetime


@dataclass(frozen=True)
class Window:
    """Of whom a reminder may come: the last answer was given from `since` to `until`, no other response was reminded
    of after `until`, and nothing was written after `quiet_since`."""

    since: datetime
    until: datetime
    quiet_since: datetime


class Reminders:
    """What there is to be reminded of. Nobody is found who stopped or blocked the bot, or was erased."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around

    async def unfinished(self, window: Window) -> AsyncIterator[Unfinished]:
        """The responses to remind of."""
        after = ""
        while True:
            async with self._database.reading() as db:
                rows = [(row[0], row[1], row[2]) for row in await db.execute(_unfinished(window, after))]
            for response, session, answered in rows:
                if found := self._waiting(response, session, answered):
                    yield found
            if len(rows) < AT_ONCE:
                return
            after = rows[-1][0].id

    def _waiting(
        self, response: ResponseRow, row: SessionRow, answered: datetime | None
    ) -> Unfinished | None:
        """None where the conversation knows the response no more."""
        session = Session.from_json(self._around.cipher.open(SESSION, row.data))
        run = session.runs.get(response.survey)
        if session.stopped or run is None or run.response != response.id:
            return None
        language = session.language or response.language
        return Unfinished(
            response.id, response.survey, response.version, language, answered or response.started
        )

    async def remind(self, response: str, deliveries: Sequence[NewDelivery], window: Window) -> bool:
        """Put the reminder into the outbox and mark the response, in one transaction.

        False where it was marked already, by whatever process, was finished, or the resident wrote, stopped or
        left in the meantime.
        """
        now = self._around.now()
        async with self._database.writing() as db:
            contact = await db.scalar(
                select(ContactRow)
                .join(SessionRow, SessionRow.resident == ContactRow.resident)
                .join(ResponseRow, ResponseRow.resident == ContactRow.resident)
                .where(
                    ResponseRow.id == response,
                    ContactRow.state == ContactState.ACTIVE,
                    SessionRow.updated <= window.quiet_since,
                )
                .with_for_update(of=ContactRow)  # one reminder of a resident at a time
            )
            if contact is None:
                return False
            marked = await db.scalar(
                update(ResponseRow)
                .where(
                    ResponseRow.id == response,
                    *_waits(),
                    ~_reminded_lately(contact.resident, window),
                )
                .values(reminded=now)
                .returning(ResponseRow.id)
            )
            if marked is None:
                return False
            address = self._around.cipher.open(ADDRESS, contact.address)
            for each in deliveries:
                await add_delivery(db, self._around.cipher, each, address, contact.id, now)
        return True


def _waits() -> tuple[ColumnElement[bool], ...]:
    return (ResponseRow.completed.is_(None), ResponseRow.dropped.is_(None), ResponseRow.reminded.is_(None))


def _reminded_lately(resident: object, window: Window) -> ColumnElement[bool]:
    other = aliased(ResponseRow)
    return select(other.id).where(other.resident == resident, other.reminded > window.until).exists()


def _unfinished(window: Window, after: str) -> Select[ResponseRow, SessionRow, datetime | None]:
    """Response, session and the time of the last answer, in the order of the responses' ids."""
    answered = (
        select(func.max(AnswerRow.at))
        .where(AnswerRow.response == ResponseRow.id)
        .correlate(ResponseRow)
        .scalar_subquery()
    )
    last = func.coalesce(answered, ResponseRow.started)
    return (
        select(ResponseRow, SessionRow, answered)
        .join(ResidentRow, ResidentRow.id == ResponseRow.resident)
        .join(ContactRow, ContactRow.resident == ResidentRow.id)
        .join(SessionRow, SessionRow.resident == ResidentRow.id)
        .where(
            ResponseRow.id > after,
            *_waits(),
            ResidentRow.consent == "given",
            ContactRow.state == ContactState.ACTIVE,
            SessionRow.updated <= window.quiet_since,
            SessionRow.updated >= window.since,  # who answered has written
            last.between(window.since, window.until),
            ~_reminded_lately(ResidentRow.id, window),
        )
        .order_by(ResponseRow.id)
        .limit(AT_ONCE)
    )
