"""Invented residents look like real ones."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.areas import load_areas
from bot.privacy.disclosure import TOTAL
from bot.store import Operator, Store, StoreProblem, week_of
from bot.store.seed import seed
from bot.store.tables import AnswerRow, RequestRow, ResidentRow, ResponseRow
from bot.surveys import shipped_surveys
from nlu.taxonomy import load_taxonomy
from tests.databases import Clock

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


async def invent(
    store: Store, number: int, heard: list[tuple[int, int]] | None = None, which: int = 1
) -> None:
    for survey in shipped_surveys().newest():
        await store.publish_survey(survey)
    await seed(
        store,
        load_areas(),
        load_taxonomy(),
        await store.surveys(),
        residents=number,
        seed=which,
        now=NOW,
        progress=None if heard is None else lambda done, total: heard.append((done, total)),
    )


async def test_they_answered_asked_and_can_be_counted(store: Store, clock: Clock) -> None:
    heard: list[tuple[int, int]] = []
    await invent(store, 50, heard)
    assert heard[-1] == (50, 50)
    async with store._database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(ResidentRow)) == 50
        assert (await db.scalar(select(func.count()).select_from(ResponseRow)) or 0) > 20
        assert (
            await db.scalar(select(func.count()).select_from(AnswerRow).where(AnswerRow.value.is_not(None)))
            or 0
        ) > 50
        assert set(await db.scalars(select(RequestRow.language))) >= {"de", "tr", "ar"}
        assert (await db.scalar(select(func.max(RequestRow.at)))) <= NOW  # type: ignore[operator]
        weeks = set(await db.scalars(select(RequestRow.week)))
    assert len(weeks) > 4
    assert max(weeks) <= week_of(NOW)
    shown = await store.figures.requests(Operator(), load_areas(), load_taxonomy())
    total = shown.get("dortmund")
    assert total
    assert total.residents > 20
    for survey in shipped_surveys().newest():
        figures = await store.figures.survey(Operator(), load_areas(), survey)
        assert figures.responses.get("dortmund", TOTAL)
    data = await store.stored_data("invented-1-0")
    assert data.since
    assert data.consents


async def test_the_same_seed_invents_the_same_and_only_once(store: Store) -> None:
    await invent(store, 3)
    first = await store.stored_data("invented-1-0")
    with pytest.raises(StoreProblem, match="choose another"):
        await invent(store, 3)
    assert await store.stored_data("invented-1-0") == first
    await invent(store, 3, which=2)
    assert (await store.stored_data("invented-2-0")).since
