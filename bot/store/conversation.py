"""One chat's conversation: what is known before a turn, and writing the turn down."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.facts import ErasureWanted
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.conversation.world import StoredData
from bot.store.cipher import Cipher
from bot.store.facts import Writing, write_facts
from bot.store.outgoing import NewDelivery, add_delivery, chat_hash
from bot.store.problems import ConsentMissing
from bot.store.shelf import SurveyShelf
from bot.store.stored_data import ADDRESS, SESSION, stored_data
from bot.store.tables import ContactRow, ContactState, ResidentRow, SessionRow
from bot.surveys import Surveys

CHANNEL: Final = "telegram"


@dataclass(frozen=True)
class Surroundings:
    """What every room of the store needs."""

    cipher: Cipher
    shelf: SurveyShelf
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    week_of: Callable[[datetime], str]


@dataclass
class Known:
    """The rows of somebody the bot has met."""

    contact: ContactRow
    resident: ResidentRow
    session: SessionRow


async def find(db: AsyncSession, around: Surroundings, address: str) -> Known | None:
    """Who is reached at `address`, if the bot has met them."""
    found = await db.execute(
        select(ContactRow, ResidentRow, SessionRow)
        .join(ResidentRow, ResidentRow.id == ContactRow.resident)
        .join(SessionRow, SessionRow.resident == ResidentRow.id)
        .where(ContactRow.address_hash == chat_hash(around.cipher, address))
    )
    row = found.one_or_none()
    return Known(row[0], row[1], row[2]) if row else None


class Conversation:
    """A chat's conversation while its update is held. `session` is a new one where the bot has met nobody;
    `surveys` are those published by now."""

    def __init__(
        self,
        around: Surroundings,
        address: str,
        known: Known | None,
        transaction: Callable[[], AbstractAsyncContextManager[AsyncSession]],
        reading: Callable[[], AbstractAsyncContextManager[AsyncSession]],
        surveys: Surveys,
    ) -> None:
        self.surveys = surveys
        self._around = around
        self._address = address
        self._transaction = transaction
        self._reading = reading
        self.resident = known.resident.id if known else None
        self.session = Session()
        if known:
            self.session = Session.from_json(around.cipher.open(SESSION, known.session.data))

    async def stored_data(self) -> StoredData:
        """Everything that is stored of this resident."""
        if self.resident is None:
            return StoredData()
        async with self._reading() as db:
            return await stored_data(db, self._around.cipher, self.resident)

    async def apply(self, turn: Turn, deliveries: Sequence[NewDelivery]) -> None:
        """Write session and facts, put `deliveries` (the replies, as the channel wrote them) into the outbox in
        their order and mark the update handled: all of it or, when this raises, nothing."""
        async with self._transaction() as db:
            await write_turn(db, self._around, self._address, turn, deliveries)


async def write_turn(
    db: AsyncSession, around: Surroundings, address: str, turn: Turn, deliveries: Sequence[NewDelivery]
) -> str | None:
    """Write a turn in the caller's transaction; gives the resident's id, None where they are erased."""
    now = around.now()
    known = await find(db, around, address) or await _meet(db, around, address, now)
    contact, resident = known.contact, known.resident
    if contact.state == ContactState.BLOCKED:  # who writes can be written to again
        contact.state = ContactState.STOPPED if turn.session.stopped else ContactState.ACTIVE
    writing = Writing(db, around.cipher, around.shelf, resident, contact, now, around.week_of(now))
    contact_id: str | None = contact.id
    resident_id: str | None = resident.id
    await write_facts(writing, turn.facts)
    if any(isinstance(fact, ErasureWanted) for fact in turn.facts):
        contact_id = resident_id = None
    else:
        _check_consent(resident, turn.session)
        known.session.data = around.cipher.seal(SESSION, turn.session.to_json())
        known.session.updated = now
    for each in deliveries:
        await add_delivery(db, around.cipher, each, address, contact_id, now)
    return resident_id


def _check_consent(resident: ResidentRow, session: Session) -> None:
    if resident.consent != "given" and (session.runs or (session.draft and session.draft.text)):
        raise ConsentMissing("The session holds what the resident said before they agreed.")


async def _meet(db: AsyncSession, around: Surroundings, address: str, now: datetime) -> Known:
    resident = ResidentRow(id=around.new_id(), language="", consent="open", consent_version="", created=now)
    db.add(resident)
    await db.flush()
    contact = ContactRow(
        id=around.new_id(),
        resident=resident.id,
        channel=CHANNEL,
        address=around.cipher.seal(ADDRESS, address),
        address_hash=chat_hash(around.cipher, address),
        state=ContactState.ACTIVE,
        created=now,
    )
    session = SessionRow(
        resident=resident.id, data=around.cipher.seal(SESSION, Session().to_json()), updated=now
    )
    db.add_all((contact, session))
    await db.flush()
    return Known(contact, resident, session)
