"""Requests (Anliegen): needs in residents' own words, and their categories."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.columns import CODE_LENGTH, ID_LENGTH, Counter, Table


class SetBy(StrEnum):
    """Who put a request into a category."""

    MODEL = "model"
    RESIDENT = "resident"
    STAFF = "staff"


class RequestRow(Table):
    """A request. `text` is sealed, and empty once withdrawn, erased or past its time.

    A withdrawn request keeps neither text nor resident: only that the bot took something for a request.
    After erasure `resident` is empty and `stands_for` says whether the row still counts for a person.
    """

    __tablename__ = "requests"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    resident: Mapped[str | None] = mapped_column(ForeignKey("residents.id"), index=True)
    text: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(CODE_LENGTH))
    by_voice: Mapped[bool] = mapped_column(default=False)
    area: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    week: Mapped[str] = mapped_column(String(8), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    withdrawn: Mapped[datetime | None]
    stands_for: Mapped[int] = mapped_column(default=0)


class RequestCategoryRow(Table):
    """A category of a request; `current` rows count, the others are its history."""

    __tablename__ = "request_categories"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    request: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    category: Mapped[str] = mapped_column(String(CODE_LENGTH))
    confidence: Mapped[float | None]
    set_by: Mapped[str] = mapped_column(String(16))
    current: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]
    stands_for: Mapped[int] = mapped_column(default=0)
