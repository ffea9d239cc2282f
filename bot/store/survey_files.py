"""The pictures and sounds that surveys show, and what the channel already holds of them."""

from hashlib import sha256

from sqlalchemy import select

from bot.store.audit import note
from bot.store.conversation import Surroundings
from bot.store.engine import Database
from bot.store.roles import Operator, Reader, Right, require
from bot.store.tables import SurveyFileRow, UploadRow


class SurveyFiles:
    """Files by survey, version and the name that the form gives them."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around

    async def put(
        self,
        survey: str,
        version: int,
        name: str,
        content: bytes,
        by: Reader = Operator(),  # noqa: B008 -- immutable
    ) -> bool:
        """Keep a file, in the place of one of the same name; False where exactly this one is kept already."""
        require(by, Right.PUBLISH_SURVEYS)
        digest = sha256(content).digest()
        async with self._database.writing_alone("survey file") as db:
            row = await db.get(SurveyFileRow, (survey, version, name))
            if row and row.hash == digest:
                return False
            if row:
                row.hash, row.content = digest, content
            else:
                db.add(SurveyFileRow(survey=survey, version=version, name=name, hash=digest, content=content))
            note(db, by, "survey file kept", self._around.now(), survey=survey, version=version)
        return True

    async def get(self, survey: str, version: int, name: str) -> bytes | None:
        """A file's content, None where there is none of that name."""
        async with self._database.reading() as db:
            row = await db.get(SurveyFileRow, (survey, version, name))
        return row.content if row else None

    async def hash_of(self, survey: str, version: int, name: str) -> bytes | None:
        """SHA-256 of a file's content, None where there is none of that name."""
        async with self._database.reading() as db:
            found: bytes | None = await db.scalar(
                select(SurveyFileRow.hash).where(
                    SurveyFileRow.survey == survey,
                    SurveyFileRow.version == version,
                    SurveyFileRow.name == name,
                )
            )
        return found

    async def names(self, survey: str, version: int) -> frozenset[str]:
        """The names of all files of that version."""
        async with self._database.reading() as db:
            found = await db.scalars(
                select(SurveyFileRow.name).where(
                    SurveyFileRow.survey == survey, SurveyFileRow.version == version
                )
            )
            return frozenset(found)


class Uploads:
    """Under which id the channel holds a file, by bot, content and the way it was sent (`kind`)."""

    def __init__(self, database: Database, around: Surroundings) -> None:
        self._database = database
        self._around = around

    async def known(self, bot: str, digest: bytes) -> dict[str, str]:
        """The ids of a content that this bot has sent before, by kind."""
        async with self._database.reading() as db:
            rows = await db.scalars(select(UploadRow).where(UploadRow.bot == bot, UploadRow.hash == digest))
            return {row.kind: row.file_id for row in rows}

    async def keep(self, bot: str, digest: bytes, kind: str, file_id: str) -> None:
        """The channel holds this content under `file_id` now."""
        async with self._database.writing_alone("upload") as db:
            await db.merge(UploadRow(bot=bot, hash=digest, kind=kind, file_id=file_id, at=self._around.now()))
