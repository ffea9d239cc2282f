"""The store: opening it, and its rooms."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.conversation.world import StoredData
from bot.privacy.disclosure import THRESHOLD
from bot.privacy.retention import Retention, Swept
from bot.store.audit import AuditEntry, entries, note
from bot.store.cipher import Cipher
from bot.store.conversation import Surroundings, find
from bot.store.engine import Database
from bot.store.figures import Figures
from bot.store.inbox import Inbox
from bot.store.migration import check_migrated
from bot.store.outbox import Outbox, end_contact
from bot.store.outgoing import chat_hash
from bot.store.problems import SealBroken, StoreProblem
from bot.store.reminders import Reminders
from bot.store.requests import Requests
from bot.store.results import Results
from bot.store.roles import Operator, Reader, Right, require
from bot.store.sender_lock import SenderLock, sender_lock
from bot.store.shelf import SurveyShelf, publish
from bot.store.staff import Staff
from bot.store.stored_data import SESSION, stored_data
from bot.store.survey_files import SurveyFiles, Uploads
from bot.store.sweeping import sweep
from bot.store.tables import ContactState, InstanceRow
from bot.store.weeks import BERLIN, week_of
from bot.surveys import Survey, Surveys

_CHECK: Final = "instance.key_check"
_CHECK_WORDS: Final = "quartierstimme"
WRONG_KEY: Final = "SECRET_KEY does not belong to this database: use the key with which it was made."


def utc_now() -> datetime:
    return datetime.now(UTC)


def random_id() -> str:
    return secrets.token_hex(16)


class Store:
    """Everything that is kept, in rooms. Made by `open_store`."""

    def __init__(self, database: Database, around: Surroundings, threshold: int = THRESHOLD) -> None:
        self.inbox = Inbox(database, around)
        self.outbox = Outbox(database, around)
        self.staff = Staff(database, around)
        self.figures = Figures(database, around, threshold)
        self.requests = Requests(database, around)
        self.reminders = Reminders(database, around)
        self.results = Results(database, around, threshold)
        self.survey_files = SurveyFiles(database, around)
        self.uploads = Uploads(database, around)
        self._database = database
        self._around = around

    async def ping(self) -> None:
        """Raise `StoreProblem` where the database does not answer."""
        async with self._database.reading() as db:
            await db.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self._database.close()

    @asynccontextmanager
    async def sender_lock(self) -> AsyncIterator[SenderLock]:
        """Waits until no other process sends from this database, then holds the lock for the block."""
        async with sender_lock(self._database) as lock:
            yield lock

    async def stored_data(self, address: str) -> StoredData:
        """Everything that is stored of whoever is reached at `address`."""
        async with self._database.reading() as db:
            known = await find(db, self._around, address)
            return await stored_data(db, self._around.cipher, known.resident.id) if known else StoredData()

    async def set_contact_state(self, address: str, state: ContactState) -> None:
        """What the channel says of a chat: BLOCKED drops what waits for it, ACTIVE ends that (but not a
        resident's own /stop). Makes no contact where there is none."""
        async with self._database.writing() as db:
            hashed = chat_hash(self._around.cipher, address)
            if state is ContactState.BLOCKED:
                await end_contact(db, hashed, self._around.now())
                return
            known = await find(db, self._around, address)
            if known and known.contact.state == ContactState.BLOCKED:
                session = self._around.cipher.open(SESSION, known.session.data)
                known.contact.state = ContactState.STOPPED if session.get("stopped") else state

    async def publish_survey(
        self,
        survey: Survey,
        by: Reader = Operator(),  # noqa: B008 -- immutable
        drafts: int = 0,
    ) -> bool:
        """Publish a version for good; False where it is published already. `StoreProblem` where that differs.

        `drafts`: how many of its texts a machine wrote and nobody has reviewed; the audit trail says so.
        """
        require(by, Right.PUBLISH_SURVEYS)
        now = self._around.now()
        async with self._database.writing_alone("survey") as db:
            new = await publish(db, survey, now)
            if new:
                detail = {"unreviewed_drafts": drafts} if drafts else {}
                note(db, by, "survey published", now, survey=survey.code, version=survey.version, **detail)
        return new

    async def surveys(self) -> Surveys:
        """All published versions."""
        async with self._database.reading() as db:
            return await self._around.shelf.current(db)

    async def sweep(self, now: datetime, retention: Retention) -> Swept:
        """Sweep out what is past its time: see `bot.privacy.retention.sweep`."""
        return await sweep(self._database, now, retention)

    async def audit_entries(self, by: Reader, limit: int = 100) -> list[AuditEntry]:
        """The latest entries of the audit trail, the newest first."""
        require(by, Right.CHANGE_STAFF)
        async with self._database.reading() as db:
            return await entries(db, limit)


async def open_store(
    url: str,
    key: bytes,
    *,
    clock: Callable[[], datetime] = utc_now,
    new_id: Callable[[], str] = random_id,
    zone: ZoneInfo = BERLIN,
    threshold: int = THRESHOLD,
) -> Store:
    """Open the database at `url` with the instance's key (32 bytes or more).

    `clock` gives the time in UTC; weeks are counted in `zone`; figures of fewer than `threshold` residents are
    withheld. Raises `StoreProblem`, one sentence for the
    operator, where the database cannot be used: unreachable, not migrated, newer than the program, another key.
    """
    around = Surroundings(
        cipher=Cipher(key),
        shelf=SurveyShelf(),
        now=clock,
        new_id=new_id,
        week_of=lambda at: week_of(at, zone),
    )
    database = Database(url)
    try:
        await check_migrated(database)
        await _check_key(database, around.cipher)
    except BaseException:
        await database.close()
        raise
    return Store(database, around, threshold)


async def _check_key(database: Database, cipher: Cipher) -> None:
    """The first start with a key leaves a value that only this key opens."""
    async with database.reading() as db:
        row = await db.get(InstanceRow, _CHECK)
    if row is None:
        try:
            async with database.writing() as db:
                db.add(InstanceRow(name=_CHECK, value=cipher.seal(_CHECK, _CHECK_WORDS)))
            return
        except IntegrityError:  # another process was first
            async with database.reading() as db:
                row = await db.get_one(InstanceRow, _CHECK)
    try:
        cipher.open(_CHECK, row.value)
    except SealBroken:
        raise StoreProblem(WRONG_KEY) from None
