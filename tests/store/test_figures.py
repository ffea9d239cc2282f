"""What staff see in figures."""

import pytest

from bot.areas import AreaTree, load_areas
from bot.conversation import facts as f
from bot.privacy.disclosure import Count, Shown
from bot.store import Operator, Store, own_row
from bot.store.figures import UNCATEGORISED
from bot.store.survey_counts import ANSWERED, COMPLETED, LEFT, NOT_REACHED, NOT_STARTED, SKIPPED
from nlu.taxonomy import load_taxonomy
from tests.databases import Clock
from tests.store.build import SURVEY, agrees, happens, request


@pytest.fixture(scope="module")
def areas() -> AreaTree:
    return load_areas()


async def requests(store: Store, areas: AreaTree, week: str | None = None, area: str | None = None) -> Shown:
    return await store.figures.requests(Operator(), areas, load_taxonomy(), week=week, area=area)


async def people(store: Store, area: str | None, first: int, number: int) -> range:
    for n in range(first, first + number):
        await agrees(store, f.AreaChosen(area, "name"), chat=str(n))
    return range(first, first + number)


async def test_an_empty_store_shows_nothing(store: Store, areas: AreaTree) -> None:
    shown = await requests(store, areas)
    assert shown.symbol("dortmund") == "–"
    assert shown.symbol("nordmarkt", "health") == "–"
    assert not shown.withheld


async def test_residents_and_requests_are_counted_apart(store: Store, areas: AreaTree) -> None:
    for n in await people(store, "nordmarkt", 0, 6):
        await happens(
            store, request(f"a{n}", "x", "health"), request(f"b{n}", "x", "health", "care"), chat=str(n)
        )
    shown = await requests(store, areas)
    assert shown.get("nordmarkt", "health") == Count(12, 6)
    assert shown.get("nordmarkt", "care") == Count(6, 6)
    assert shown.get("nordmarkt") == shown.get("innenstadt-nord") == shown.get("dortmund") == Count(12, 6)


async def test_who_moves_is_one_resident_of_the_city(store: Store, areas: AreaTree) -> None:
    for n in await people(store, "nordmarkt", 0, 5):
        await happens(store, request(f"a{n}", "x", "health"), f.AreaChosen("hafen", "name"), chat=str(n))
        await happens(store, request(f"b{n}", "x", "health"), chat=str(n))
    shown = await requests(store, areas)
    assert shown.get("nordmarkt", "health") == shown.get("hafen", "health") == Count(5, 5)
    assert shown.get("innenstadt-nord", "health") == Count(10, 5)


async def test_weeks_are_those_of_the_city(store: Store, areas: AreaTree, clock: Clock) -> None:
    clock.now = clock.now.replace(day=22, hour=23, minute=30)  # Sunday in UTC, Monday in Berlin
    for n in await people(store, "hafen", 0, 5):
        await happens(store, request(f"a{n}", "x", "work"), chat=str(n))
    assert (await requests(store, areas, "2026-W47")).get("dortmund") == Count(0, 0)
    assert (await requests(store, areas, "2026-W48")).get("dortmund") == Count(5, 5)


async def test_districts_and_the_unsaid_have_rows_of_their_own(store: Store, areas: AreaTree) -> None:
    for area, first in (("innenstadt-nord", 0), (None, 10), ("a quarter that is no more", 20), ("hafen", 30)):
        for n in await people(store, area, first, 5):
            await happens(store, request(f"a{n}", "x"), chat=str(n))
    shown = await requests(store, areas)
    assert shown.get(own_row("innenstadt-nord"), UNCATEGORISED) == Count(5, 5)
    assert shown.get("innenstadt-nord") == Count(10, 10)
    assert shown.get(own_row("dortmund")) == Count(10, 10)
    assert shown.get("dortmund", UNCATEGORISED) == Count(20, 20)


async def test_a_small_figure_is_withheld_together_with_one_that_would_give_it_away(
    store: Store, areas: AreaTree
) -> None:
    for area, first, number in (("nordmarkt", 0, 3), ("hafen", 10, 8), ("borsigplatz", 20, 9)):
        for n in await people(store, area, first, number):
            await happens(store, request(f"a{n}", "x", "health"), chat=str(n))
    shown = await requests(store, areas)
    assert shown.symbol("nordmarkt", "health") == "•"
    hidden = [area for area in ("hafen", "borsigplatz") if shown.get(area, "health") is None]
    assert len(hidden) == 1
    assert shown.get("innenstadt-nord", "health") == Count(20, 20)


async def test_an_area_is_shown_as_it_is_in_the_whole(store: Store, areas: AreaTree) -> None:
    for area, first, number in (("nordmarkt", 0, 3), ("hafen", 10, 8), ("aplerbeck", 20, 4)):
        for n in await people(store, area, first, number):
            await happens(store, request(f"a{n}", "x", "health"), chat=str(n))
    whole = await requests(store, areas)
    part = await requests(store, areas, area="innenstadt-nord")
    assert set(part.rows) < set(whole.rows)
    assert "aplerbeck" not in part.rows
    for row in part.rows:
        assert part.symbol(row, "health") == whole.symbol(row, "health")
    with pytest.raises(KeyError):
        await requests(store, areas, area="atlantis")


async def test_what_was_withdrawn_or_said_anew_does_not_count(store: Store, areas: AreaTree) -> None:
    for n in await people(store, "hafen", 0, 6):
        await happens(store, request(f"a{n}", "x", "health"), f.RequestWithdrawn(f"a{n}"), chat=str(n))
        await happens(
            store, request(f"b{n}", "x", "health"), f.RequestClassified(f"b{n}", ("care",)), chat=str(n)
        )
    shown = await requests(store, areas)
    assert shown.get("hafen", "health") == Count(0, 0)
    assert shown.get("hafen", "care") == shown.get("hafen") == Count(6, 6)


async def test_a_survey_is_counted_by_answer_and_by_where_people_left(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(SURVEY)
    for n in await people(store, "hafen", 0, 6):
        await happens(
            store,
            f.ResponseStarted(f"r{n}", "lack", 1, "de"),
            f.QuestionShown(f"r{n}", "topic"),
            f.AnswerGiven(f"r{n}", "topic", "kita", "de"),
            f.AnswerGiven(f"r{n}", "places", ["park", "street"], "de"),
            f.AnswerGiven(f"r{n}", "age", 30 + n, "de"),
            f.AnswerGiven(f"r{n}", "words", None, "de"),
            f.ResponseCompleted(f"r{n}"),
            chat=str(n),
        )
    for n in await people(store, "hafen", 10, 7):
        await happens(
            store,
            f.ResponseStarted(f"r{n}", "lack", 1, "de"),
            f.QuestionShown(f"r{n}", "topic"),
            f.ResponseStarted(f"again{n}", "lack", 1, "de"),
            f.ResponseDropped(f"again{n}"),
            chat=str(n),
        )
    figures = await store.figures.survey(Operator(), areas, SURVEY)
    assert figures.responses.get("hafen", COMPLETED) == Count(6, 6)
    assert figures.responses.get("hafen", NOT_STARTED) == Count(7, 7)
    topic, places, age, words = (figures.questions[name] for name in ("topic", "places", "age", "words"))
    assert topic.get("hafen", "kita") == Count(6, 6)
    assert topic.get("hafen", "doctor") == Count(0, 0)
    assert topic.get("hafen", LEFT) == Count(7, 7)
    assert places.get("hafen", ANSWERED) == Count(6, 6)
    for choice in ("park", "street"):
        assert figures.choices["places"].get("hafen", choice) == Count(6, 6)
    assert places.get("hafen", NOT_REACHED) == Count(7, 7)
    assert age.get("hafen", ANSWERED) == Count(6, 6)
    assert words.get("hafen", SKIPPED) == Count(6, 6)
    assert {each.get("hafen") for each in figures.questions.values()} == {Count(13, 13)}


async def test_few_answers_withhold_the_row_of_every_question(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(SURVEY)
    for area, first, number in (("nordmarkt", 0, 2), ("hafen", 10, 9), ("aplerbeck", 20, 9)):
        for n in await people(store, area, first, number):
            await happens(
                store,
                f.ResponseStarted(f"r{n}", "lack", 1, "de"),
                f.AnswerGiven(f"r{n}", "topic", "kita", "de"),
                chat=str(n),
            )
    figures = await store.figures.survey(Operator(), areas, SURVEY, area="innenstadt-nord")
    for each in (figures.responses, *figures.questions.values()):
        assert each.get("nordmarkt") is None
        assert each.get("nordmarkt", each.columns[0]) is None
