"""Published surveys, and what residents answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.columns import CODE_LENGTH, ID_LENGTH, Counter, Table


class SurveyRow(Table):
    """One published version of a survey: what it asks never changes, its wording may be corrected."""

    __tablename__ = "surveys"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default="published")
    published: Mapped[datetime]
    reworded: Mapped[datetime | None]


class ResponseRow(Table):
    """One run of a resident through a survey; language and area are those at its start.

    After erasure `resident` is empty and `stands_for` says whether the row still counts for a person.
    """

    __tablename__ = "responses"
    __table_args__ = (Index(None, "survey", "week"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    resident: Mapped[str | None] = mapped_column(ForeignKey("residents.id"), index=True)
    survey: Mapped[str] = mapped_column(String(CODE_LENGTH))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(16))
    area: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    week: Mapped[str] = mapped_column(String(8))
    started: Mapped[datetime]
    completed: Mapped[datetime | None]
    dropped: Mapped[datetime | None]
    reminded: Mapped[datetime | None]
    stands_for: Mapped[int] = mapped_column(default=0)


class AnswerRow(Table):
    """An answer; a later one replaces it.

    Choices, numbers and skipped questions stand readable in `value` (JSON), because they are counted in
    the database; a choice's name says no more than the survey's author put into it. Everything else,
    whatever a resident typed or said, is sealed in `words`. Both are empty once the words are removed.
    `question` is the answer's path (`bot/surveys/stored.py`). One whose question is no longer relevant is kept
    aside: it does not count.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("response", "question"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    response: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    question: Mapped[str] = mapped_column(String(255))
    value: Mapped[str | None] = mapped_column(Text)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(16))
    by_voice: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    at: Mapped[datetime] = mapped_column(index=True)


class QuestionShownRow(Table):
    """A question was put in a response, for the drop-off figures."""

    __tablename__ = "questions_shown"

    response: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime]


class SurveyFileRow(Table):
    """A picture or sound that a survey shows, by the name its form gives it. `hash` is SHA-256 of the content."""

    __tablename__ = "survey_files"

    survey: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class UploadRow(Table):
    """A file that the channel holds already: it is sent again by `file_id`, which belongs to one bot."""

    __tablename__ = "uploads"

    bot: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime]
