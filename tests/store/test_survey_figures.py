"""What staff see of a survey in figures: who was asked, who answered, what they chose."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.areas import AreaTree, load_areas
from bot.conversation import facts as f
from bot.privacy.disclosure import TOTAL, Count, Shown
from bot.store import Operator, Store, SurveyFigures
from bot.store.counting import Mark
from bot.store.survey_counts import (
    ANSWERED,
    COMPLETED,
    LEFT,
    NOT_REACHED,
    NOT_STARTED,
    RESPONSES,
    REST,
    SKIPPED,
    UNFINISHED,
    WITHOUT_ANSWER,
    SurveyCounts,
    choices_of,
)
from bot.store.survey_figures import protect, survey_figures
from bot.surveys import Choice, Question, QuestionType, Survey
from tests.privacy.attack import attack
from tests.results.build import HOME, answered
from tests.store.build import agrees


@pytest.fixture(scope="module")
def areas() -> AreaTree:
    return load_areas()


SHORT = replace(HOME, code="short", questions=tuple(HOME.places[name].question for name in ("mood", "child")))


async def figures(
    store: Store, areas: AreaTree, area: str | None = None, week: str | None = None
) -> SurveyFigures:
    return await store.figures.survey(Operator(), areas, HOME, area=area, week=week)


async def opens(store: Store, chat: str, *more: f.Fact, area: str = "hafen") -> None:
    """Somebody is shown the first question."""
    await agrees(
        store,
        f.AreaChosen(area, "name"),
        f.ResponseStarted(f"r{chat}", "home", 1, "de"),
        f.QuestionShown(f"r{chat}", "topic"),
        *more,
        chat=chat,
    )


async def test_asked_started_and_completed_are_told_apart(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    for n in range(5):
        await opens(store, f"a{n}")
        await answered(store, f"b{n}", topic=None, done=False)
    for n in range(6):
        await answered(store, f"c{n}", topic="kita")
    found = await figures(store, areas)
    assert found.responses.get("dortmund") == Count(16, 16)
    assert found.started.get("dortmund") == Count(11, 11)
    columns = [found.responses.get("hafen", each) for each in (NOT_STARTED, UNFINISHED, COMPLETED)]
    assert columns == [Count(5, 5), Count(5, 5), Count(6, 6)]


async def test_left_there_is_who_was_shown_a_question_and_went(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    for n in range(5):
        await opens(store, f"left{n}")
        await opens(store, f"answered{n}", f.AnswerGiven(f"ranswered{n}", "topic", "kita", "de"))
        await opens(  # went back and chose another topic: what was asked before is no place to leave at
            store, f"aside{n}",
            f.AnswerGiven(f"raside{n}", "topic", "other", "de"),
            f.QuestionShown(f"raside{n}", "topic_other"),
            f.AnswerGiven(f"raside{n}", "topic_other", "Bäume", "de"),
            f.AnswerGiven(f"raside{n}", "topic", "kita", "de"),
            f.AnswersSetAside(f"raside{n}", ("topic_other",)),
        )  # fmt: skip
        await opens(  # shown, then no longer relevant, then sent off without it
            store, f"done{n}",
            f.AnswerGiven(f"rdone{n}", "topic", None, "de"),
            f.QuestionShown(f"rdone{n}", "topic_other"),
            f.ResponseCompleted(f"rdone{n}"),
        )  # fmt: skip
    found = await figures(store, areas)
    topic, own = found.questions["topic"], found.questions["topic_other"]
    assert topic.get("hafen", LEFT) == topic.get("hafen", SKIPPED) == Count(5, 5)
    assert topic.get("hafen", "kita") == found.answered["topic"].get("hafen") == Count(10, 10)
    assert found.shown["topic"].get("hafen") == Count(20, 20)
    assert own.get("hafen", NOT_REACHED) == Count(20, 20)
    assert found.shown["topic_other"].symbol("hafen") == "–"


async def test_choices_count_over_all_languages_and_rounds(store: Store, areas: AreaTree) -> None:
    await store.publish_survey(HOME)
    for n in range(6):
        await answered(
            store, str(n), language="ar" if n % 2 else "de",
            places=["park", "street"] if n else ["park"], order=["street", "park"],
            child__1="yes", likes__1=["park"], age__1=4, child__2="yes", likes__2=["park", "street"], age__2=8,
        )  # fmt: skip
    found = await figures(store, areas)
    assert found.choices["places"].get("hafen", "park") == Count(6, 6)
    assert found.choices["places"].get("hafen", "street") == Count(5, 5)
    assert found.choices["likes"].get("hafen", "park") == Count(6, 6)  # once per response, in whatever round
    assert found.questions["order"].get("hafen", "street") == Count(6, 6)  # the first place counts
    assert found.questions["order"].get("hafen", "park") == Count(0, 0)
    assert found.averages["age"] == {"dortmund": 6.0, "innenstadt-nord": 6.0, "hafen": 6.0}


async def test_averages_are_shown_only_where_they_tell_nothing_withheld(
    store: Store, areas: AreaTree
) -> None:
    await store.publish_survey(SHORT)
    for area in ("hafen", "borsigplatz"):
        for n in range(24):
            age, done = (10, None)[n % 2], n % 4 > 0
            await answered(
                store,
                f"{area}{n}",
                survey=SHORT,
                area=area,
                done=done,
                mood=n % 4 + 1,
                child__1="yes",
                age__1=age,
            )
    for n in range(3):
        await answered(store, f"few{n}", survey=SHORT, area="nordmarkt", mood=5, child__1="yes", age__1=2)
    found = await store.figures.survey(Operator(), areas, SHORT)
    ages = found.averages["age"]
    assert ages["dortmund"] == round((24 * 10 + 3 * 2) / 27, 1)
    # Nordmarkt said little; the average of one of its neighbours is withheld with it, or it could be computed.
    shown = {area for area in ("nordmarkt", "hafen", "borsigplatz") if area in ages}
    assert len(shown) == 1
    assert "nordmarkt" not in shown


async def test_an_average_is_not_shown_beside_numbers_of_which_some_are_withheld(
    store: Store, areas: AreaTree
) -> None:
    """Three said 5: with the average of all and the other numbers, that could be computed."""
    await store.publish_survey(SHORT)
    for n in range(27):
        await answered(store, f"a{n}", survey=SHORT, mood=n % 4 + 1 if n < 24 else 5)
    for n in range(10):
        await answered(store, f"skipped{n}", survey=SHORT, mood=None)
        await answered(store, f"left{n}", f.QuestionShown(f"rleft{n}", "mood"), survey=SHORT, done=False)
        await answered(store, f"before{n}", survey=SHORT, done=False)
    found = await store.figures.survey(Operator(), areas, SHORT)
    assert found.answered["mood"].get("hafen") == Count(27, 27)
    assert found.questions["mood"].get("hafen", "5") is None
    assert "hafen" not in found.averages["mood"]
    for n in range(2):
        await answered(store, f"more{n}", survey=SHORT, mood=5)
    found = await store.figures.survey(Operator(), areas, SHORT)
    assert found.questions["mood"].get("hafen", "5") == Count(5, 5)
    assert found.averages["mood"]["hafen"] == round((6 * 10 + 5 * 5) / 29, 1)


async def test_every_call_for_an_area_shows_what_the_whole_shows(store: Store, areas: AreaTree) -> None:
    """So that nothing can be computed from several calls which one call withholds."""
    await store.publish_survey(HOME)
    numbers = {"hafen": 7, "nordmarkt": 3, "borsigplatz": 6, "aplerbeck": 4, "hombruch": 9, None: 5}
    for area, number in numbers.items():
        for n in range(number):
            places = (["park"], ["park", "street"], [], None)[n % 4]
            await answered(
                store,
                f"{area}{n}",
                area=area,
                topic=("kita", "doctor", None)[n % 3],
                places=places,
                mood=n % 5 + 1,
            )
    whole = await figures(store, areas)
    is_safe(whole_tables(whole))
    for part_of in {*areas.path("hafen"), *areas.path("aplerbeck")}:
        part = await figures(store, areas, part_of.id)
        assert part.responses.rows.keys() == whole.responses.inside(part_of.id).rows.keys()
        for name, table in all_tables(part).items():
            for row in table.rows:
                for column in (*table.columns, TOTAL):
                    assert table.get(row, column) == all_tables(whole)[name].get(row, column)
        for name, averages in part.averages.items():
            assert averages.items() <= whole.averages[name].items()


def all_tables(found: SurveyFigures) -> dict[str, Shown]:
    kinds = {
        "questions": found.questions,
        "choices": found.choices,
        "shown": found.shown,
        "answered": found.answered,
    }
    single = {"responses": found.responses, "started": found.started}
    return single | {
        f"{kind} {name}": table for kind, tables in kinds.items() for name, table in tables.items()
    }


def whole_tables(found: SurveyFigures) -> dict[str, Shown]:
    return {"": found.responses, **found.questions}


def is_safe(tables: dict[str, Shown], threshold: int = 5) -> None:
    """Whoever computes what withheld cells can be learns neither a figure nor that one is small."""
    for spot, can_be in attack(tables, tables).items():  # type: ignore[arg-type]
        assert can_be.high - can_be.low >= 1 - 1e-6, spot
        assert can_be.high >= threshold - 1e-6, spot


TICKS = Survey(
    "ticks",
    1,
    {"de": "?"},
    "de",
    (
        Question(
            "places",
            QuestionType.SELECT_MULTIPLE,
            {"de": "Wo?"},
            choices=tuple(Choice(each, {"de": each}) for each in ("park", "street", "yard")),
        ),
    ),
)
PLACES = ("hafen", "nordmarkt", "borsigplatz", "aplerbeck", None)
Told = tuple[str | None, frozenset[str] | str]
SMALL = [*[("hafen", frozenset({"park"}))] * 12, ("hafen", SKIPPED)]

tellings = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.one_of(
            st.frozensets(st.sampled_from(("park", "street", "yard")), min_size=1),
            st.sampled_from(WITHOUT_ANSWER),
        ),
        st.integers(1, 9),
    ),
    max_size=12,
).map(lambda groups: [(area, told) for area, told, number in groups for _ in range(number)])


def counted(areas: AreaTree, people: Iterable[Told]) -> SurveyCounts:
    """The counts of people, each with one response."""
    counts = SurveyCounts(TICKS, areas)
    for n, (area, told) in enumerate(people):

        def mark(table: str, column: str, n: int = n, area: str | None = area) -> None:
            counts.tables[table].add(Mark(str(n), area, column, str(n)))

        for name in counts.tables:
            mark(name, TOTAL)
        mark(RESPONSES, COMPLETED)
        mark("places", told if isinstance(told, str) else ANSWERED)
        for column in [REST] if isinstance(told, str) else sorted(told):
            mark(choices_of("places"), column)
    return counts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=tellings)
@example(people=SMALL)
@example(
    people=[
        *[("hafen", frozenset({"park", "street"}))] * 2,
        *[("hafen", SKIPPED)] * 10,
        *[("hafen", LEFT)] * 8,
    ]
)
def test_choices_do_not_tell_how_few_did_not_choose(areas: AreaTree, people: list[Told]) -> None:
    counts = counted(areas, people)
    found = survey_figures(counts, protect(counts, 5))
    table, choices = found.questions["places"], found.choices["places"]
    tables = {name: counting.table() for name, counting in counts.tables.items()}
    ranges = attack({"places": tables["places"]}, {"places": table})
    for (_, row, column), can_be in ranges.items():
        assert can_be.high >= 5 - 1e-6
        if column in (ANSWERED, TOTAL) or table.get(row) is None:
            continue
        # At least as many answered as made one choice; those who did not are at most all others.
        known = sum(count.residents for each in WITHOUT_ANSWER if (count := table.get(row, each)))
        most = max(
            (count.residents for each in choices.columns if (count := choices.get(row, each))), default=0
        )
        total = table.get(row)
        assert total
        if table.get(row, ANSWERED) is None:
            assert total.residents - known - most >= 5, (row, column)
    for row in table.rows:
        for column in choices.columns:
            count = choices.get(row, column)
            assert count is None or count.count == 0 or count.residents >= 5
