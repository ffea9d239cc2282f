"""A reminder comes once, a day later, by day; who stopped, left or writes is left in peace."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.conversation import facts as f
from bot.conversation.replies import Message
from bot.conversation.session import Session, SurveyRun
from bot.outreach.reminders import AFTER, NOT_LATER_THAN, is_due, is_quiet, quiet_begins, remind
from bot.store import ContactState, NewDelivery, Store, open_store, start_of
from bot.store.tables import DeliveryRow, ResponseRow
from tests.conversation.resident import catalogues
from tests.databases import KEY, Clock
from tests.store.build import AGREED, AGREES, CHAT, SURVEY, happens

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    BERLIN,
    UTC,
    *map(
        ZoneInfo,
        ("America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo"),
    ),
]
MOMENTS = st.integers(0, 3 * 366 * 24 * 3600).map(
    lambda each: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=each)
)

# When


@given(MOMENTS, st.sampled_from(ZONES), st.floats(0, 10 * 24 * 3600))
def test_nobody_is_reminded_at_night_early_or_late(last: datetime, zone: ZoneInfo, seconds: float) -> None:
    now = last + timedelta(seconds=seconds)
    due = is_due(last, now, zone)
    if due:
        assert 8 <= now.astimezone(zone).hour <= 20
        assert timedelta(days=1) <= now - last <= timedelta(days=7)
    assert due == (not is_quiet(now, zone) and AFTER <= now - last <= NOT_LATER_THAN)


@given(MOMENTS, st.sampled_from(ZONES))
def test_whoever_stopped_at_any_hour_is_due_within_the_next_day(last: datetime, zone: ZoneInfo) -> None:
    hours = (last + AFTER + timedelta(minutes=10 * step) for step in range(14 * 6))
    assert any(is_due(last, now, zone) for now in hours), "the quiet hours are never longer than 14"


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_quiet_hours_begin_at_nine_in_the_evening(now: datetime, zone: ZoneInfo) -> None:
    if is_quiet(now, zone):
        return
    until = quiet_begins(now, zone)
    assert now < until <= now + timedelta(hours=15)
    assert is_quiet(until, zone)
    assert not is_quiet(until - timedelta(seconds=1), zone)
    assert until.astimezone(zone).strftime("%H:%M:%S") == "21:00:00"


@pytest.mark.parametrize(
    ("local", "quiet"),
    [
        ("2026-03-29T07:59:59", True),  # the morning on which summer time begins
        ("2026-03-29T08:00:00", False),
        ("2026-10-25T07:59:59", True),  # and on which it ends
        ("2026-10-25T08:00:00", False),
        ("2026-10-25T20:59:59", False),
        ("2026-10-25T21:00:00", True),
        ("2026-10-25T02:30:00", True),
    ],
)
def test_the_hours_are_those_of_the_place(local: str, quiet: bool) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=BERLIN).astimezone(UTC)
    assert is_quiet(now, BERLIN) is quiet


# Whom


def written(message: Message, until: datetime) -> list[NewDelivery]:
    ((button,),) = message.rows
    return [
        NewDelivery(
            "text", {"text": message.text, "data": button.data, "until": until.isoformat()}, "broadcast"
        )
    ]


def running(response: str, survey: str = "lack", language: str = "de", **more: object) -> Session:
    run = SurveyRun(response, survey, 1, at="topic")
    return replace(AGREED, language=language, runs={survey: run}, **more)  # type: ignore[arg-type]


async def begins(store: Store, chat: str = CHAT, language: str = "de") -> str:
    """Somebody joins and begins the survey."""
    await store.publish_survey(SURVEY)
    response = f"response-of-{chat}"
    told = f.ResponseStarted(response, "lack", 1, language)
    await happens(store, *AGREES, told, chat=chat, session=running(response, language=language))
    return response


async def answers(store: Store, chat: str = CHAT, *facts: f.Fact) -> None:
    response = f"response-of-{chat}"
    told = facts or (f.AnswerGiven(response, "age", 30, "de"),)
    await happens(store, *told, chat=chat, session=running(response))


async def reminds(store: Store, clock: Clock) -> int:
    return await remind(store, clock.now, BERLIN, catalogues(), written)


async def outbox(store: Store) -> list[dict[str, object]]:
    return [delivery.payload for delivery in await store.outbox.claim()]


async def test_a_day_after_the_last_answer_a_reminder_comes_once(store: Store, clock: Clock) -> None:
    await begins(store, language="ar")
    clock.advance(hours=20)
    await happens(
        store,
        f.AnswerGiven(f"response-of-{CHAT}", "age", 30, "ar"),
        session=running(f"response-of-{CHAT}", language="ar"),
    )
    clock.advance(hours=23, minutes=59)
    assert await reminds(store, clock) == 0
    clock.advance(minutes=1)  # 5 in the morning
    assert await reminds(store, clock) == 0
    clock.advance(hours=3)
    assert await reminds(store, clock) == 1
    (reminder,) = await outbox(store)
    assert "Bedarf" in str(reminder["text"])
    assert str(reminder["text"]).startswith("🕊")
    assert reminder["data"] == "survey.0.on-lack"
    assert reminder["until"] == "2026-11-20T20:00:00+00:00", "21 o'clock in Berlin"
    for _ in range(10):
        clock.advance(hours=12)
        assert await reminds(store, clock) == 0


async def test_a_response_without_an_answer_counts_from_its_beginning(store: Store, clock: Clock) -> None:
    await begins(store)
    clock.advance(days=1)
    assert await reminds(store, clock) == 1


async def test_a_response_older_than_a_week_is_left_alone(store: Store, clock: Clock) -> None:
    await begins(store)
    clock.advance(days=7, seconds=1)
    assert await reminds(store, clock) == 0


@pytest.mark.parametrize(
    "end", [f.ResponseCompleted(f"response-of-{CHAT}"), f.ResponseDropped(f"response-of-{CHAT}")]
)
async def test_what_was_sent_or_begun_anew_needs_no_reminder(store: Store, clock: Clock, end: f.Fact) -> None:
    await begins(store)
    await answers(store, CHAT, end)
    clock.advance(days=1)
    assert await reminds(store, clock) == 0


async def test_who_stopped_blocked_or_left_is_left_alone(store: Store, clock: Clock) -> None:
    for chat in ("1", "2", "3"):
        await begins(store, chat)
    await happens(store, f.MessagesStopped(), chat="1", session=running("response-of-1", stopped=True))
    await store.set_contact_state("2", ContactState.BLOCKED)
    await happens(store, f.ErasureWanted(), chat="3", session=Session())
    clock.advance(days=1)
    assert await reminds(store, clock) == 0
    assert await outbox(store) == []


async def test_who_took_the_consent_back_is_left_alone(store: Store, clock: Clock) -> None:
    await begins(store)
    await happens(store, f.ConsentRefused("2026-11", "de"), session=Session(language="de", consent="refused"))
    clock.advance(days=1)
    assert await reminds(store, clock) == 0


async def test_who_is_writing_is_not_disturbed(store: Store, clock: Clock) -> None:
    await begins(store)
    clock.advance(days=1)
    await happens(
        store, f.RequestMade("r", "Hier fehlt eine Bank", "de", ()), session=running(f"response-of-{CHAT}")
    )
    clock.advance(minutes=59)
    assert await reminds(store, clock) == 0
    clock.advance(minutes=1)
    assert await reminds(store, clock) == 1


async def test_a_conversation_that_knows_the_response_no_more_is_not_reminded(
    store: Store, clock: Clock
) -> None:
    await begins(store)
    await happens(store, session=AGREED)
    clock.advance(days=1)
    assert await reminds(store, clock) == 0


async def test_two_surveys_make_one_reminder_a_day(store: Store, clock: Clock) -> None:
    await begins(store)
    await store.publish_survey(replace(SURVEY, code="other"))
    run = SurveyRun("second", "other", 1, at="topic")
    both = replace(running(f"response-of-{CHAT}"), runs={**running(f"response-of-{CHAT}").runs, "other": run})
    await happens(store, f.ResponseStarted("second", "other", 1, "de"), session=both)
    clock.advance(days=1)
    assert await reminds(store, clock) == 1
    clock.advance(hours=1)
    assert await reminds(store, clock) == 0
    clock.advance(hours=24)
    assert await reminds(store, clock) == 1


async def test_the_mark_and_the_message_are_one(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = await begins(store)
    clock.advance(days=1)

    async def fails(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("bot.store.reminders.add_delivery", fails)
        with pytest.raises(OSError, match="full"):
            await reminds(store, clock)
    async with store._database.reading() as db:
        assert await db.scalar(select(ResponseRow.reminded).where(ResponseRow.id == response)) is None
    assert await reminds(store, clock) == 1


async def test_more_residents_than_are_read_at_once(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.reminders.AT_ONCE", 2)
    for chat in range(5):
        await begins(store, str(chat))
    clock.advance(days=1)
    assert await reminds(store, clock) == 5


async def test_two_processes_remind_once(store: Store, database_url: str, clock: Clock) -> None:
    for chat in range(6):
        await begins(store, str(chat))
    clock.advance(days=1)
    other = await open_store(database_url, KEY, clock=clock)
    try:
        counts = await asyncio.gather(*(reminds(each, clock) for each in (store, other, store, other)))
    finally:
        await other.close()
    assert sum(counts) == 6
    async with store._database.reading() as db:
        assert len(list(await db.scalars(select(DeliveryRow.id)))) == 6


async def test_after_erasure_the_time_of_the_reminder_is_only_a_week(store: Store, clock: Clock) -> None:
    response = await begins(store)
    clock.advance(days=1)
    await reminds(store, clock)
    await happens(store, f.ErasureWanted(), session=Session())
    async with store._database.reading() as db:
        row = await db.get_one(ResponseRow, response)
    assert row.reminded == start_of("2026-W47")
