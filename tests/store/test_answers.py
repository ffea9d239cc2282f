"""Answers to surveys: the last one counts, and only choices and numbers stand readable."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.conversation import facts as f
from bot.store import Role, StaffMember, Store, StoreProblem
from bot.store.tables import AnswerRow, ResponseRow
from bot.surveys import shipped_surveys
from tests.databases import START
from tests.store.build import CHAT, SURVEY, agrees, happens


async def test_a_survey_is_written_answer_by_answer_and_the_last_one_counts(store: Store) -> None:
    await store.publish_survey(SURVEY)
    await agrees(
        store,
        f.AreaChosen("nordmarkt", "name"),
        f.ResponseStarted("r1", "lack", 1, "de"),
        f.QuestionShown("r1", "topic"),
        f.QuestionShown("r1", "topic"),
        f.AnswerGiven("r1", "topic", "kita", "de"),
    )
    await happens(
        store,
        f.AnswerGiven("r1", "topic", "doctor", "de"),
        f.AnswerGiven("r1", "places", ["park", "street"], "de"),
        f.AnswerGiven("r1", "age", 41, "de"),
        f.AnswerGiven("r1", "words", None, "de"),
    )
    await happens(store, f.AnswerGiven("r1", "words", "Mehr Bäume", "de", True), f.ResponseCompleted("r1"))
    [response] = (await store.stored_data(CHAT)).responses
    assert response.completed
    assert response.answers == {
        "topic": "doctor",
        "places": ["park", "street"],
        "age": 41,
        "words": "Mehr Bäume",
    }
    async with store._database.reading() as db:
        stored = {row.question: row for row in await db.scalars(select(AnswerRow))}
        [started] = await db.scalars(select(ResponseRow))
    assert (started.area, started.language, started.week) == ("nordmarkt", "de", "2026-W47")
    assert stored["topic"].value == '"doctor"'
    assert stored["words"].value is None
    assert stored["words"].by_voice


async def test_only_names_of_choices_stand_readable(store: Store) -> None:
    await store.publish_survey(SURVEY)
    await agrees(
        store,
        f.ResponseStarted("r1", "lack", 1, "de"),
        f.AnswerGiven("r1", "topic", "my own words", "de"),
        f.AnswerGiven("r1", "places", ["park", "my garden"], "de"),
        f.AnswerGiven("r1", "words", "kita", "de"),
        f.ResponseStarted("r2", "never published", 1, "de"),
        f.AnswerGiven("r2", "topic", "kita", "de"),
    )
    async with store._database.reading() as db:
        assert {row.value for row in await db.scalars(select(AnswerRow))} == {None}
    first, second = (await store.stored_data(CHAT)).responses
    assert first.answers["places"] == ["park", "my garden"]
    assert second.answers["topic"] == "kita"


async def test_the_shipped_surveys_can_be_published_and_never_changed(store: Store) -> None:
    for survey in shipped_surveys().newest():
        assert await store.publish_survey(survey)
        assert not await store.publish_survey(survey)
        assert (await store.surveys()).get(survey.code, survey.version) == survey


async def test_what_is_published_meanwhile_is_there_at_the_next_turn(store: Store) -> None:
    await store.publish_survey(SURVEY)
    assert [each.version for each in (await store.surveys()).newest()] == [1]
    await store.publish_survey(replace(SURVEY, version=2))
    seen = await store.surveys()
    assert [each.version for each in seen.newest()] == [2]
    assert seen.get("lack", 1) == SURVEY


async def test_a_published_version_changes_its_wording_at_most(store: Store) -> None:
    await store.publish_survey(SURVEY)
    corrected = replace(SURVEY, title={"de": "Bedarf", "tr": "İhtiyaç"})
    assert not await store.publish_survey(corrected)
    assert (await store.surveys()).get("lack", 1) == corrected
    for changed in (
        replace(SURVEY, questions=SURVEY.questions[1:]),
        replace(SURVEY, questions=(replace(SURVEY.questions[0], choices=()), *SURVEY.questions[1:])),
    ):
        with pytest.raises(StoreProblem, match="give the changed survey a higher version"):
            await store.publish_survey(changed)
    assert await store.publish_survey(replace(SURVEY, version=2, questions=SURVEY.questions[1:]))
    facilitator = StaffMember("s1", "F", Role.FACILITATOR, 1, START)
    assert not await store.publish_survey(SURVEY, facilitator)
