"""A turn is written whole or not at all, and nothing of it is readable in the database."""

from dataclasses import dataclass
from typing import get_args
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from bot.conversation import facts as f
from bot.conversation.session import RequestDraft, Session, SurveyRun
from bot.store import ConsentMissing, Store, UnknownRow
from bot.store.facts import WRITERS
from bot.store.tables import (
    ConsentRow,
    ContactRow,
    HumanWishRow,
    RequestCategoryRow,
    RequestRow,
    ResidentRow,
    Table,
    metadata,
)
from tests.databases import Clock
from tests.store.build import (
    AGREED,
    AGREES,
    CHAT,
    agrees,
    happens,
    reply,
    request,
    turn,
    write,
)


async def rows(store: Store, table: type[Table]) -> list[Table]:
    async with store._database.reading() as db:
        return list(await db.scalars(select(table)))


async def everything(store: Store) -> dict[str, int]:
    """How many rows every table has."""
    async with store._database.reading() as db:
        return {
            name: await db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


async def test_every_fact_has_a_writer() -> None:
    assert set(WRITERS) == set(get_args(f.Fact))


async def test_a_session_is_there_again_with_the_next_message(store: Store) -> None:
    session = Session(
        language="ar",
        consent="given",
        area="nordmarkt",
        topics=["survey"],
        runs={"needs": SurveyRun("r1", "needs", 1, "topic", {"topic": ["a"]})},
        draft=RequestDraft("q1", "ملعب"),
    )
    await happens(store, *AGREES, session=session)
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        conversation = await work.conversation()
        assert conversation.session == session
        await work.done()


async def test_somebody_new_has_a_new_session_and_no_data(store: Store) -> None:
    await write(store)
    async with store.inbox.claim() as work:
        assert work
        conversation = await work.conversation()
        assert conversation.session == Session()
        assert conversation.resident is None
        assert (await conversation.stored_data()).since is None
        await work.done()


async def test_two_chats_are_two_residents(store: Store) -> None:
    await agrees(store, f.AreaChosen("nordmarkt", "name"), chat="1")
    await agrees(store, f.AreaChosen("hafen", "name"), chat="2")
    await happens(store, f.AreaChosen(None, "none"), chat="1")
    assert (await store.stored_data("1")).area is None
    assert (await store.stored_data("2")).area == "hafen"
    assert len(await rows(store, ResidentRow)) == 2


@pytest.mark.parametrize(
    ("facts", "session"),
    [
        ((request("q1"),), Session()),
        ((f.AreaChosen("hafen", "name"), *AGREES), AGREED),
        ((f.ConsentRefused("1", "de"), f.HumanWanted()), Session()),
        ((), Session(draft=RequestDraft("", "my words"))),
        ((), Session(runs={"needs": SurveyRun("r", "needs", 1)})),
    ],
)
async def test_what_is_said_before_consent_is_refused_and_nothing_is_kept(
    store: Store, facts: tuple[f.Fact, ...], session: Session
) -> None:
    await write(store)
    before = await everything(store)
    async with store.inbox.claim() as work:
        assert work
        conversation = await work.conversation()
        with pytest.raises(ConsentMissing):
            await conversation.apply(turn(*facts, session=session), [reply("kept?")])
        assert await everything(store) == before
        await work.done()


async def test_decisions_about_consent_are_only_ever_added(store: Store, clock: Clock) -> None:
    await happens(store, f.ConsentRefused("1", "tr"), session=Session(language="tr", consent="refused"))
    clock.advance(days=3)
    await happens(store, f.ConsentGiven("2", "tr"), f.LanguageChosen("tr"))
    data = await store.stored_data(CHAT)
    assert [(what, version) for what, version, _ in data.consents] == [("refused", "1"), ("given", "2")]
    assert data.consents[1][2] == clock.now
    assert data.language == "tr"
    assert len(await rows(store, ConsentRow)) == 2


async def test_a_request_goes_through_the_hands_of_model_and_resident(store: Store) -> None:
    await agrees(store, f.AreaChosen("hafen", "location"), request("q1", "Kein Arzt", "health", "care"))
    await happens(
        store, f.RequestExtended("q1", "Kein Arzt\nKeine Kita", (f.CategoryGuess("childcare", 0.7),))
    )
    await happens(store, f.RequestClassified("q1", ("health", "childcare")))
    await happens(store, f.RequestExtended("q1", "Kein Arzt, nie", (f.CategoryGuess("work", 0.4),)))
    [stored] = (await store.stored_data(CHAT)).requests
    assert stored.text == "Kein Arzt, nie"
    assert stored.categories == ("health", "childcare")  # the resident's word stands
    async with store._database.reading() as db:
        history = [(r.category, r.set_by, r.current) for r in await db.scalars(select(RequestCategoryRow))]
        [row] = await db.scalars(select(RequestRow))
    assert ("health", "model", False) in history
    assert (row.area, row.week, row.by_voice) == ("hafen", "2026-W47", False)


async def test_a_withdrawn_request_leaves_no_words_and_no_person(store: Store) -> None:
    await agrees(store, f.AreaChosen("hafen", "name"), request("q1", "Das war nur so gesagt", "health"))
    await happens(store, f.RequestWithdrawn("q1"))
    assert (await store.stored_data(CHAT)).requests == ()
    async with store._database.reading() as db:
        [row] = await db.scalars(select(RequestRow))
    assert (row.text, row.resident, row.area) == (None, None, None)
    assert await rows(store, RequestCategoryRow) == []


async def test_nobody_can_write_into_what_is_anothers(store: Store) -> None:
    await agrees(store, request("q1", "Meins"), f.ResponseStarted("r1", "lack", 1, "de"), chat="1")
    await agrees(store, chat="2")
    for fact in (
        f.RequestExtended("q1", "gekapert", ()),
        f.RequestClassified("q1", ()),
        f.RequestWithdrawn("q1"),
        f.AnswerGiven("r1", "topic", "kita", "de"),
        f.QuestionShown("r1", "topic"),
        f.ResponseCompleted("r1"),
        f.ResponseDropped("r1"),
        f.RequestWithdrawn("nowhere"),
    ):
        await write(store, "2")
        async with store.inbox.claim() as work:
            assert work
            conversation = await work.conversation()
            with pytest.raises(UnknownRow):
                await conversation.apply(turn(fact), [])
            await work.park("UnknownRow")
    assert (await store.stored_data("1")).requests[0].text == "Meins"


async def test_a_wish_to_speak_with_a_person_is_kept(store: Store) -> None:
    await agrees(store, f.HumanWanted())
    assert len(await rows(store, HumanWishRow)) == 1


async def test_a_turn_that_cannot_be_written_leaves_nothing(store: Store) -> None:
    await agrees(store)
    await write(store)
    before = await everything(store)
    async with store.inbox.claim() as work:
        assert work
        conversation = await work.conversation()
        with pytest.raises(UnknownRow):
            await conversation.apply(turn(request("q1"), f.ResponseCompleted("nowhere")), [reply("Danke")])
        assert await everything(store) == before
        await conversation.apply(turn(request("q1")), [reply("Danke")])  # the same hands can do better
    assert (await everything(store))["requests"] == 1


@dataclass
class PowerCut(Exception):
    """The commit does not come through."""


async def test_a_commit_that_fails_leaves_nothing_and_the_update_comes_again(store: Store) -> None:
    await agrees(store)
    update_id = await write(store)
    before = await everything(store)

    async def cut() -> None:
        async with store.inbox.claim() as work:
            assert work
            conversation = await work.conversation()
            with patch("sqlalchemy.engine.default.DefaultDialect.do_commit", side_effect=PowerCut):
                await conversation.apply(turn(request("q1")), [reply("Danke")])

    with pytest.raises(PowerCut):
        await cut()
    assert await everything(store) == before
    async with store.inbox.claim() as work:
        assert work
        assert work.update_id == update_id
        await (await work.conversation()).apply(turn(request("q1")), [reply("Danke")])
    assert [each.payload["text"] for each in await store.outbox.claim()] == ["Danke"]


async def test_the_database_holds_no_readable_words_and_no_chat_id(store: Store) -> None:
    chat, secret = "987654321012", "Zwetschgendatschi"
    session = Session(consent="given", draft=RequestDraft("q1", secret))
    await happens(
        store,
        *AGREES,
        request("q1", secret, "health"),
        f.ResponseStarted("r1", "lack", 1, "de"),
        f.AnswerGiven("r1", "words", secret, "de"),
        chat=chat,
        replies=[reply(f"You said {secret}")],
        session=session,
    )
    await store.inbox.accept([(10**9, chat, {"text": secret})])
    dump = ""
    async with store._database.reading() as db:
        for table in metadata.sorted_tables:
            dump += repr([tuple(row) for row in await db.execute(select(table))])
    assert secret not in dump
    assert chat not in dump
    assert len(await rows(store, ContactRow)) == 1
