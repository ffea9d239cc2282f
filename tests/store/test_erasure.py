"""After /delete nothing leads to the person any more, and the figures stay."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot.areas import AreaTree, load_areas
from bot.conversation import facts as f
from bot.conversation.session import Session
from bot.privacy.disclosure import TOTAL, Count
from bot.store import Operator, Store
from bot.store.erasure import EVER, IN_WEEK, stand_ins
from bot.store.tables import (
    AnswerRow,
    ConsentRow,
    DeliveryRow,
    RequestCategoryRow,
    RequestRow,
    ResponseRow,
    UpdateRow,
    metadata,
)
from nlu.taxonomy import load_taxonomy
from tests.databases import Clock
from tests.store.build import CHAT, SURVEY, agrees, happens, reply, request, write

SECRET = "Zwetschgendatschi"


async def erases(store: Store, *replies: str, chat: str = CHAT) -> None:
    await happens(
        store,
        f.ErasureWanted(),
        chat=chat,
        replies=[reply(each) for each in replies],
        session=Session(language="de"),
    )


async def says_everything(store: Store, chat: str = CHAT) -> None:
    await store.publish_survey(SURVEY)
    await agrees(
        store,
        f.AreaChosen("nordmarkt", "name"),
        f.ResponseStarted(f"r{chat}", "lack", 1, "de"),
        f.QuestionShown(f"r{chat}", "topic"),
        f.AnswerGiven(f"r{chat}", "topic", "kita", "de"),
        f.AnswerGiven(f"r{chat}", "words", SECRET, "de"),
        f.ResponseCompleted(f"r{chat}"),
        request(f"q{chat}", SECRET, "health"),
        f.HumanWanted(),
        chat=chat,
    )


async def test_no_table_holds_the_person_any_more(store: Store) -> None:
    await says_everything(store)
    async with store._database.reading() as db:
        resident = await db.scalar(text("SELECT id FROM residents"))
        contact = await db.scalar(text("SELECT id FROM contacts"))
    await store.outbox.put(CHAT, [reply("waiting", "broadcast")])
    await erases(store, "Deleted", "Goodbye")
    for _ in range(2):
        [delivery] = await store.outbox.claim()
        await store.outbox.sent(delivery.id, 1)
    async with store._database.reading() as db:
        for table in metadata.sorted_tables:
            found = repr([tuple(row) for row in await db.execute(select(table))])
            assert resident not in found, table.name
            assert contact not in found, table.name
        for gone in ("residents", "contacts", "sessions", "human_wishes"):
            assert await db.scalar(text(f"SELECT count(*) FROM {gone}")) == 0
        assert {row.text for row in await db.scalars(select(RequestRow))} == {None}
        assert {row.words for row in await db.scalars(select(AnswerRow))} == {None}
        assert {(row.state, row.address) for row in await db.scalars(select(DeliveryRow))} == {
            ("dropped", None)
        }


async def test_the_goodbye_still_arrives_and_then_vanishes(store: Store) -> None:
    await says_everything(store)
    await happens(store, replies=[reply("an answer that nobody needs any more")])
    await erases(store, "Deleted", "Goodbye")
    heard = []
    while claimed := await store.outbox.claim():
        assert claimed[0].address == CHAT
        heard.append(claimed[0].payload["text"])
        await store.outbox.sent(claimed[0].id, 1)
    assert heard == ["Deleted", "Goodbye"]
    assert sum((await store.outbox.depth()).values()) == 0


async def test_what_was_on_its_way_at_that_moment_vanishes_when_it_is_settled(store: Store) -> None:
    await says_everything(store)
    await happens(store, replies=[reply("on its way")])
    [delivery] = await store.outbox.claim()
    await erases(store)
    await store.outbox.sent(delivery.id, 5)
    async with store._database.reading() as db:
        assert list(await db.scalars(select(DeliveryRow))) == []


async def test_parked_words_go_and_what_is_written_afterwards_is_somebody_new(store: Store) -> None:
    await says_everything(store)
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        await work.park("KeyError")
    await erases(store)
    assert await store.inbox.parked() == []
    async with store._database.reading() as db:
        assert {(row.payload, row.chat_hash) for row in await db.scalars(select(UpdateRow))} == {(None, None)}
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        conversation = await work.conversation()
        assert (conversation.resident, conversation.session) == (None, Session())
        await work.done()
    assert (await store.stored_data(CHAT)).since is None


async def test_times_are_rounded_to_the_week_so_that_rows_cannot_be_matched(
    store: Store, clock: Clock
) -> None:
    clock.advance(minutes=13)
    await says_everything(store)
    await erases(store)
    times: set[datetime | None] = set()
    async with store._database.reading() as db:
        for column in (ConsentRow.at, RequestRow.at, RequestCategoryRow.at, AnswerRow.at):
            times |= set(await db.scalars(select(column)))
        for row in await db.scalars(select(ResponseRow)):
            times |= {row.started, row.completed}
    assert {each.isoformat() for each in times if each} == {"2026-11-15T23:00:00+00:00"}  # Monday in Berlin


async def test_other_residents_are_left_alone(store: Store) -> None:
    await says_everything(store, "1")
    await says_everything(store, "2")
    await erases(store, chat="1")
    other = await store.stored_data("2")
    assert other.requests[0].text == SECRET
    assert other.responses[0].answers["words"] == SECRET
    assert len(other.consents) == 1


@pytest.fixture(scope="module")
def areas() -> AreaTree:
    return load_areas()


async def test_figures_stay_as_they_were(store: Store, areas: AreaTree, clock: Clock) -> None:
    """Twelve residents, some of whom wrote again and again, over two weeks; half of them leave."""
    await store.publish_survey(SURVEY)
    for n in range(12):
        chat = str(n)
        await agrees(store, f.AreaChosen("nordmarkt" if n % 2 else "hafen", "name"), chat=chat)
        await happens(
            store,
            f.ResponseStarted(f"r{n}", "lack", 1, "de"),
            f.AnswerGiven(f"r{n}", "topic", "kita", "de"),
            f.ResponseCompleted(f"r{n}"),
            chat=chat,
        )
    for week in range(2):
        for n in range(12):
            for again in range(1 + n % 3):
                id = f"q{week}-{n}-{again}"
                await happens(store, request(id, SECRET, "health", *["work"] * (n % 4 > 0)), chat=str(n))
        clock.advance(days=7)
    before = await everything_counted(store, areas)
    for n in range(0, 12, 2):
        await erases(store, chat=str(n))
    assert await everything_counted(store, areas) == before


async def everything_counted(store: Store, areas: AreaTree) -> dict[tuple[object, ...], Count | None]:
    counted: dict[tuple[object, ...], Count | None] = {}
    for week in (None, "2026-W47", "2026-W48"):
        figures = await store.figures.survey(Operator(), areas, SURVEY, week=week)
        tables = {
            "requests": await store.figures.requests(Operator(), areas, load_taxonomy(), week=week),
            "responses": figures.responses,
            **figures.questions,
        }
        for name, table in tables.items():
            for row in table.rows:
                for column in (*table.columns, TOTAL):
                    counted[week, name, row, column] = table.get(row, column)
    assert any(count and count.residents >= 5 for count in counted.values())
    return counted


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(("w1", "w2", "w3")))))
def test_an_erased_person_counts_once_in_every_week_and_once_over_all_time(
    rows: list[tuple[str, str]],
) -> None:
    stands = stand_ins(rows)
    for kind in {kind for kind, _ in rows}:
        of_kind = [(week, each) for (k, week), each in zip(rows, stands, strict=True) if k == kind]
        assert sum(each >= EVER for _, each in of_kind) == 1
        for week in {week for week, _ in of_kind}:
            assert sum(each >= IN_WEEK for w, each in of_kind if w == week) == 1
