"""What is past its time goes; what was counted stays."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.areas import load_areas
from bot.conversation import facts as f
from bot.privacy.disclosure import Count
from bot.privacy.retention import Retention, Swept, sweep
from bot.store import Operator, Store
from bot.store.tables import AnswerRow, DeliveryRow, RequestRow, UpdateRow
from nlu.taxonomy import load_taxonomy
from tests.databases import Clock
from tests.store.build import CHAT, SURVEY, agrees, happens, reply, request, write

NOTHING = Swept(0, 0, 0, 0, 0)


def holds(folder: Path, sealed: bytes) -> bool:
    """Whether any file of the database has those bytes."""
    return any(sealed in file.read_bytes() for file in folder.iterdir())


async def test_handled_updates_are_forgotten_after_some_days(store: Store, clock: Clock) -> None:
    await agrees(store)
    await write(store)
    clock.advance(days=2)
    assert await sweep(store, clock.now) == NOTHING
    clock.advance(days=2)
    assert (await sweep(store, clock.now)).handled == 1
    assert await store.inbox.depth() == 1  # what nobody has handled waits for as long as it takes


async def test_parked_updates_wait_two_weeks_for_an_operator(store: Store, clock: Clock) -> None:
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        await work.park("KeyError")
    clock.advance(days=13)
    assert await sweep(store, clock.now) == NOTHING
    clock.advance(days=2)
    assert (await sweep(store, clock.now)).parked == 1
    assert await store.inbox.parked() == []


async def test_settled_deliveries_go_and_waiting_ones_stay(store: Store, clock: Clock) -> None:
    await happens(store, replies=[reply("one"), reply("two")])
    [delivery] = await store.outbox.claim()
    await store.outbox.sent(delivery.id, 1)
    clock.advance(days=8)
    assert (await sweep(store, clock.now)).deliveries == 1
    async with store._database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(DeliveryRow)) == 1


async def test_words_go_after_two_years_and_figures_stay(store: Store, clock: Clock) -> None:
    await store.publish_survey(SURVEY)
    for n in range(5):
        await agrees(
            store,
            f.AreaChosen("hafen", "name"),
            request(f"q{n}", "Kein Arzt", "health"),
            f.ResponseStarted(f"r{n}", "lack", 1, "de"),
            f.AnswerGiven(f"r{n}", "topic", "kita", "de"),
            f.AnswerGiven(f"r{n}", "words", "Mehr Bäume", "de"),
            chat=str(n),
        )
    clock.advance(days=729)
    assert (await sweep(store, clock.now)).words == 0
    clock.advance(days=3)
    assert (await sweep(store, clock.now)).words == 10
    assert (await sweep(store, clock.now)) == NOTHING
    async with store._database.reading() as db:
        assert set(await db.scalars(select(RequestRow.text))) == {None}
        assert set(await db.scalars(select(AnswerRow.words))) == {None}
    shown = await store.figures.requests(Operator(), load_areas(), load_taxonomy())
    assert shown.get("hafen", "health") == Count(5, 5)
    figures = await store.figures.survey(Operator(), load_areas(), SURVEY)
    assert figures.questions["words"].get("hafen", "=answered") == Count(5, 5)
    data = await store.stored_data("0")
    assert data.requests[0].text == ""
    assert data.responses[0].answers == {"topic": "kita"}


async def test_other_times_can_be_set(store: Store, clock: Clock) -> None:
    await agrees(store)
    clock.advance(minutes=2)
    assert (await sweep(store, clock.now, Retention(handled=timedelta(minutes=1)))).handled == 1


async def test_what_was_swept_is_in_no_file_any_more(store: Store, clock: Clock, tmp_path: Path) -> None:
    """On SQLite even the sealed bytes are overwritten."""
    if not store._database.is_sqlite:
        return
    await agrees(store, request("q1", "Kein Arzt", "health"))
    async with store._database.reading() as db:
        sealed = (await db.scalars(select(RequestRow.text))).one()
    assert sealed
    assert holds(tmp_path, sealed)
    clock.advance(days=800)
    await sweep(store, clock.now)
    assert not holds(tmp_path, sealed)


async def test_an_update_that_comes_twice_is_known_until_telegram_has_forgotten_it(
    store: Store, clock: Clock
) -> None:
    update_id = await write(store)
    async with store.inbox.claim() as work:
        assert work
        await work.done()
    clock.advance(days=1)
    await sweep(store, clock.now)
    assert await store.inbox.accept([(update_id, CHAT, {})]) == 0
    async with store._database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(UpdateRow)) == 1
