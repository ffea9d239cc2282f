"""The published surveys: what a version asks never changes."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.problems import StoreProblem
from bot.store.tables import SurveyRow
from bot.surveys import Survey, Surveys, survey_from_data, to_data

_WORDS: Final = frozenset(
    {"label", "hint", "guidance_hint", "required_message", "constraint_message", "media", "appearance"}
)


class SurveyShelf:
    """Survey versions as they are in the database, each read once, and again when wording was corrected."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, int], Survey] = {}
        self._seen: tuple[Any, ...] = ()
        self._surveys = Surveys()

    async def current(self, db: AsyncSession) -> Surveys:
        """All published versions, read again only when one was published or reworded, by whatever process."""
        what = select(func.count(), func.max(SurveyRow.published), func.max(SurveyRow.reworded))
        seen = tuple((await db.execute(what)).one())
        if seen != self._seen:
            self._surveys, self._seen = Surveys(await self.all(db)), seen
            self._read.clear()
        return self._surveys

    async def get(self, db: AsyncSession, code: str, version: int) -> Survey | None:
        """That version, or None where it was never published."""
        key = (code, version)
        if key not in self._read and (row := await db.get(SurveyRow, key)):
            self._read[key] = survey_from_data(row.definition)
        return self._read.get(key)

    async def all(self, db: AsyncSession) -> list[Survey]:
        """All published versions, in the order of codes and versions."""
        rows = await db.scalars(select(SurveyRow).order_by(SurveyRow.code, SurveyRow.version))
        return [survey_from_data(row.definition) for row in rows]


async def publish(db: AsyncSession, survey: Survey, now: datetime) -> bool:
    """Put a version on the shelf; False where it is there already, with its wording brought up to date.

    What is asked cannot change: `StoreProblem` where questions, choices or bounds differ.
    """
    row = await db.get(SurveyRow, (survey.code, survey.version))
    if row is None:
        db.add(SurveyRow(code=survey.code, version=survey.version, definition=to_data(survey), published=now))
        return True
    if _asked(survey_from_data(row.definition)) != _asked(survey):
        raise StoreProblem(
            f"Version {survey.version} of the survey {survey.code!r} is published and cannot change: "
            "give the changed survey a higher version."
        )
    if row.definition != (corrected := to_data(survey)):
        row.definition, row.reworded = corrected, now
    return False


def _asked(survey: Survey) -> list[dict[str, Any]]:
    """What a version asks, whatever the words."""
    return [_without_words(to_data(question)) for question in survey.questions]


def _without_words(data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in data.items() if key not in _WORDS}
    for part in ("choices", "questions"):
        if part in kept:
            kept[part] = [_without_words(each) for each in kept[part]]
    return kept
