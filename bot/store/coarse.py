"""Which areas and languages so many residents share that a single row may tell them."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.erasure import EVER
from bot.store.sheet import language_of
from bot.store.tables import AnswerRow, ResponseRow
from bot.surveys import Survey

Group = tuple[str | None, str]
"""An area and a language, "" for any."""


@dataclass
class Shares:
    """How many residents share an area, or an area and a language, counted up to `threshold`. All responses to the
    survey count, whatever is exported, so that two exports cannot be told apart by what they leave out."""

    threshold: int
    _people: dict[Group, set[str]] = field(default_factory=dict)

    def add(self, area: str | None, language: str, person: str) -> None:
        for group in ((area, ""), (area, language)):
            people = self._people.setdefault(group, set())
            if len(people) < self.threshold:
                people.add(person)

    def area(self, area: str | None) -> bool:
        """Whether a row may tell its area (or that none was said)."""
        return len(self._people.get((area, ""), ())) >= self.threshold

    def language(self, area: str | None, language: str) -> bool:
        """Whether a row of this area may tell its language."""
        return len(self._people.get((area, language), ())) >= self.threshold


async def shares(db: AsyncSession, survey: Survey, threshold: int) -> Shares:
    """Count who answered where and in which language."""
    found = Shares(threshold)
    rows = await db.stream(
        select(
            ResponseRow.id,
            ResponseRow.area,
            ResponseRow.language,
            ResponseRow.resident,
            ResponseRow.stands_for,
            AnswerRow.language,
            func.count(AnswerRow.id),
        )
        .outerjoin(AnswerRow, (AnswerRow.response == ResponseRow.id) & AnswerRow.counts.is_(True))
        .where(
            ResponseRow.survey == survey.code,
            ResponseRow.version == survey.version,
            ResponseRow.dropped.is_(None),
        )
        .group_by(
            ResponseRow.id,
            ResponseRow.area,
            ResponseRow.language,
            ResponseRow.resident,
            ResponseRow.stands_for,
            AnswerRow.language,
        )
        .order_by(ResponseRow.id)
    )
    response: tuple[str, str | None, str, str | None, int] | None = None
    languages: Counter[str] = Counter()

    def finish() -> None:
        if response is None:
            return
        id, area, begun_in, resident, stands_for = response
        # Of an erased resident one row stands for all.
        person = resident or (id if stands_for >= EVER else None)
        if person:
            found.add(area, language_of(languages, begun_in), person)

    async for row in rows:
        id, area, begun_in, resident, stands_for, language, number = row
        if response is None or id != response[0]:
            finish()
            response, languages = (id, area, begun_in, resident, stands_for), Counter()
        if language is not None:
            languages[language] = number
    finish()
    return found
