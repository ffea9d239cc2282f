"""Responses row by row: what a reviewer gets, and what nobody gets."""

import json
from typing import Any

import pytest

from bot.areas import AreaTree, load_areas
from bot.conversation import facts as f
from bot.store import ERASED, NotAllowed, Operator, Role, Sheet, StaffMember, Store
from bot.store.results import PAGE
from bot.surveys import Answer
from tests.databases import START, Clock
from tests.results.build import HOME, answered
from tests.store.build import happens

SECRETS = "Ich heiße Ayşe Yılmaz, 0231 1234567, ayse@example.org"


@pytest.fixture(scope="module")
def areas() -> AreaTree:
    return load_areas()


async def sheets(store: Store, areas: AreaTree, **how: Any) -> list[Sheet]:
    await store.publish_survey(HOME)
    async with store.results.responses(Operator(), areas, HOME, **how) as responses:
        found = [sheet async for sheet in responses.sheets]
        assert len(found) == responses.most
    return found


async def paths(store: Store, areas: AreaTree) -> tuple[str, ...]:
    async with store.results.responses(Operator(), areas, HOME) as responses:
        return responses.paths


async def only(store: Store, areas: AreaTree, **how: Any) -> Sheet:
    [sheet] = await sheets(store, areas, fine=True, **how)
    return sheet


async def test_nobody_has_answered(store: Store, areas: AreaTree) -> None:
    assert await sheets(store, areas) == []


async def test_a_sheet_tells_what_was_answered_and_not_who(
    store: Store, areas: AreaTree, clock: Clock
) -> None:
    await store.publish_survey(HOME)
    await answered(
        store, "4711", language="ar", voice=True, done=False,
        topic="kita", places=["park"], order=["street", "park"], mood=4, child__1="yes", age__1=7,
        words=None, child__2="no", born="2019-05-01",
    )  # fmt: skip
    clock.advance(days=7)
    await happens(store, f.ResponseCompleted("r4711"), chat="4711")
    sheet = await only(store, areas)
    assert (sheet.area, sheet.language, sheet.begun, sheet.completed) == (
        "hafen",
        "ar",
        "2026-W47",
        "2026-W48",
    )
    assert sheet.by_voice
    told: dict[str, Answer] = {
        "topic": "kita",
        "places": ["park"],
        "order": ["street", "park"],
        "mood": 4,
        "age[1]": 7,
        "words": None,
        "born": "2019-05-01",
        "twice": 8,
        "echo": "said: ",
    }
    assert sheet.answers == told
    everything = json.dumps(vars(sheet))
    for hidden in ("4711", "r4711", "id-0", "T09:", "begun_at"):
        assert hidden not in everything


async def test_words_are_redacted_unless_the_reviewer_wants_them(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    await answered(
        store, "1", topic="other", topic_other=SECRETS, places=["park", SECRETS], words=SECRETS,
        photo="AgACAgIAAx0", spot="51.51 7.47 0 0",
    )  # fmt: skip
    redacted = await only(store, areas)
    for name in ("topic_other", "words", "echo"):
        assert "[…]" in str(redacted.answers[name])
    for hidden in ("Yılmaz", "1234567", "example.org", "AgACAgIAAx0"):
        assert hidden not in str(redacted)
    assert redacted.answers["spot"] == "51.51 7.47 0 0"
    plain = await only(store, areas, with_words=True)
    assert plain.answers["words"] == SECRETS
    assert plain.answers["echo"] == f"said: {SECRETS}"
    assert plain.answers["photo"] == "AgACAgIAAx0"


async def test_a_formula_does_not_carry_a_number_of_telephone_out(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    await answered(store, "1", words="0231 1234567")
    assert "1234567" not in str(await only(store, areas))


async def test_erased_words_are_said_to_be_and_numbers_stay(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    await answered(store, "1", topic="kita", mood=2, words="Mehr Bäume", born="2019-05-01")
    await happens(store, f.ErasureWanted(), chat="1")
    sheet = await only(store, areas, with_words=True)
    assert sheet.answers["topic"] == "kita"
    assert sheet.answers["twice"] == 4
    assert sheet.answers["words"] == sheet.answers["born"] == sheet.answers["echo"] == ERASED


async def test_answers_set_aside_are_left_out_until_they_count_again(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    await answered(store, "1", f.AnswersSetAside("r1", ("topic_other",)), topic="kita", topic_other="Bäume")
    assert "topic_other" not in (await only(store, areas)).answers
    await happens(
        store,
        f.AnswerGiven("r1", "topic", "other", "de"),
        f.AnswersCount("r1", ("topic_other",)),
        chat="1",
    )
    assert (await only(store, areas)).answers["topic_other"] == "Bäume"


async def test_responses_begun_anew_and_of_other_weeks_are_left_out(
    store: Store, areas: AreaTree, clock: Clock
) -> None:
    await store.publish_survey(HOME)
    await answered(store, "1", f.ResponseDropped("r1"), mood=1, done=False)
    await answered(store, "2", mood=2)
    clock.advance(days=7)
    await answered(store, "3", mood=3)
    assert [sheet.answers["mood"] for sheet in await sheets(store, areas, week="2026-W47")] == [2]
    assert {sheet.answers["mood"] for sheet in await sheets(store, areas)} == {2, 3}


async def test_rounds_of_repeats_have_paths_of_their_own(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    assert [path for path in await paths(store, areas) if path.startswith("age")] == ["age[1]"]
    await answered(store, "1", child__1="yes", age__1=3, child__2="yes", age__2=5)
    found = await paths(store, areas)
    assert [path for path in found if "[" in path] == ["age[1]", "age[2]", "likes[1]", "likes[2]"]


async def test_rows_have_numbers_that_tell_nothing(store: Store, areas: AreaTree) -> None:
    """They are those from one on, in another order each time: forty rows stay in order once in 40! times."""
    await store.publish_survey(HOME)
    for n in range(40):
        await answered(store, str(n), mood=n % 5 + 1)
    first, second = [[sheet.number for sheet in await sheets(store, areas)] for _ in range(2)]
    assert sorted(first) == sorted(second) == list(range(1, 41))
    assert first != second
    assert first != sorted(first)


async def test_more_than_one_page_is_read_to_the_end(
    store: Store, areas: AreaTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PAGE > 1
    monkeypatch.setattr("bot.store.results.PAGE", 3)
    await store.publish_survey(HOME)
    for n in range(7):
        await answered(store, str(n), mood=n % 5 + 1, words=f"Wort {n}")
    found = await sheets(store, areas)
    assert {sheet.answers["words"] for sheet in found} == {f"Wort {n}" for n in range(7)}


async def test_few_people_share_neither_area_nor_language(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    for n in range(5):
        await answered(store, f"a{n}", area="hafen", mood=1)
    await answered(store, "b", area="hafen", language="fa", mood=2)
    for n in range(4):
        await answered(store, f"c{n}", area="nordmarkt", mood=3, spot="51.5 7.5 0 0")
    await answered(store, "d", area=None, mood=4)
    coarse = {
        (s.area, s.language, s.answers["mood"], s.answers.get("spot")) for s in await sheets(store, areas)
    }
    assert coarse == {
        ("hafen", "de", 1, None),
        ("hafen", "•", 2, None),
        ("•", "•", 3, "•"),
        ("•", "•", 4, None),
    }
    fine = {(s.area, s.language, s.answers["mood"]) for s in await sheets(store, areas, fine=True)}
    assert fine == {("hafen", "de", 1), ("hafen", "fa", 2), ("nordmarkt", "de", 3), (None, "de", 4)}


async def test_asking_for_an_area_does_not_tell_what_its_rows_leave_out(
    store: Store, areas: AreaTree, clock: Clock
) -> None:
    await store.publish_survey(HOME)
    for n in range(5):
        await answered(store, f"a{n}", area="hafen", mood=1)
    await answered(store, "b", area="nordmarkt", mood=2)
    clock.advance(days=7)
    await answered(store, "c", area="hafen", mood=3)
    assert await sheets(store, areas, area="nordmarkt") == []
    assert {s.answers["mood"] for s in await sheets(store, areas, area="innenstadt-nord")} == {1, 3}
    assert {s.answers["mood"] for s in await sheets(store, areas, area="innenstadt-nord", fine=True)} == {
        1,
        2,
        3,
    }
    [late] = await sheets(store, areas, area="hafen", week="2026-W48")  # few in that week, but not few in all
    assert late.area == "hafen"
    with pytest.raises(KeyError):
        await sheets(store, areas, area="atlantis")


async def test_one_person_with_many_responses_is_one_person(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    await answered(store, "1", mood=1)
    for n in range(6):
        await happens(
            store,
            f.ResponseStarted(f"again{n}", "home", 1, "de"),
            f.AnswerGiven(f"again{n}", "mood", 2, "de"),
            chat="1",
        )
    assert {sheet.area for sheet in await sheets(store, areas)} == {"•"}
    await happens(store, f.ErasureWanted(), chat="1")
    assert {sheet.area for sheet in await sheets(store, areas)} == {"•"}


async def test_the_language_is_that_of_most_answers(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    await answered(
        store, "1",
        f.AnswerGiven("r1", "mood", 3, "ar"), f.AnswerGiven("r1", "topic", "kita", "ar"),
        words="Bäume",
    )  # fmt: skip
    assert (await only(store, areas)).language == "ar"


async def test_only_reviewers_export_and_it_is_written_down(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    facilitator = StaffMember("s1", "F", Role.FACILITATOR, 1, START)
    with pytest.raises(NotAllowed):
        async with store.results.responses(facilitator, areas, HOME):
            pass
    staff = StaffMember("s2", "S", Role.STAFF, 2, START)
    async with store.results.responses(staff, areas, HOME, with_words=True, fine=True, week="2026-W47"):
        pass
    [entry] = [each for each in await store.audit_entries(Operator()) if each.what == "responses exported"]
    assert entry.who == "s2"
    assert entry.detail == {
        "survey": "home",
        "version": 1,
        "week": "2026-W47",
        "area": None,
        "with_words": True,
        "fine": True,
    }
