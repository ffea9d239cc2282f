"""Staff members: adding, listing, removing, and knowing them by their Telegram account."""

from typing import Final

from sqlalchemy import delete, select

from bot.store.audit import note
from bot.store.conversation import Surroundings
from bot.store.engine import Database
from bot.store.problems import StoreProblem, UnknownRow
from bot.store.roles import Reader, Right, Role, StaffMember, require
from bot.store.tables import StaffRow

_KIND: Final = "staff"
_COLUMN: Final = "staff.telegram_id"
_LONGEST_NAME: Final = 200


class Staff:
    """The people of the city and the facilitators."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around

    async def add(self, by: Reader, telegram_id: int, role: Role, name: str) -> StaffMember:
        """Add somebody. `StoreProblem` where the account is known already or the name does not do."""
        require(by, Right.CHANGE_STAFF)
        name = " ".join(name.split())
        if not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
            raise StoreProblem(f"A name must have 1 to {_LONGEST_NAME} printable characters.")
        cipher, now = self._around.cipher, self._around.now()
        hashed = cipher.lookup(_KIND, str(telegram_id))
        async with self._database.writing_alone("staff") as db:
            if await db.scalar(select(StaffRow.id).where(StaffRow.telegram_hash == hashed)):
                raise StoreProblem("This Telegram account belongs to a staff member already.")
            row = StaffRow(
                id=self._around.new_id(),
                telegram_id=cipher.seal(_COLUMN, telegram_id),
                telegram_hash=hashed,
                name=name,
                role=role,
                created=now,
            )
            db.add(row)
            note(db, by, "staff added", now, staff=row.id, role=role)
            return self._member(row)

    async def list(self) -> list[StaffMember]:
        """Everybody, by name."""
        async with self._database.reading() as db:
            return [self._member(row) for row in await db.scalars(select(StaffRow).order_by(StaffRow.name))]

    async def remove(self, by: Reader, staff_id: str) -> None:
        """Remove somebody by the id that `list` gives. `UnknownRow` where there is nobody of that id."""
        require(by, Right.CHANGE_STAFF)
        async with self._database.writing() as db:
            gone = await db.scalars(delete(StaffRow).where(StaffRow.id == staff_id).returning(StaffRow.id))
            if gone.one_or_none() is None:
                raise UnknownRow("There is no staff member of that id.")
            note(db, by, "staff removed", self._around.now(), staff=staff_id)

    async def by_telegram_id(self, telegram_id: int) -> StaffMember | None:
        """The staff member with that account, if it is one's."""
        hashed = self._around.cipher.lookup(_KIND, str(telegram_id))
        async with self._database.reading() as db:
            row = await db.scalar(select(StaffRow).where(StaffRow.telegram_hash == hashed))
        return self._member(row) if row else None

    def _member(self, row: StaffRow) -> StaffMember:
        telegram_id = int(self._around.cipher.open(_COLUMN, row.telegram_id))
        return StaffMember(row.id, row.name, Role(row.role), telegram_id, row.created)
