"""What the rows of a form are worth where answers are missing, rounds differ, or formulas go in circles."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.surveys import Answer, Choice, Filling, Moment, Question, QuestionType, Survey

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def filling(answers: Mapping[str, Answer], *questions: Question) -> Filling:
    survey = Survey("kinder", 1, {"de": "Kinder"}, "de", questions)
    return Filling(survey, answers, Moment(NOON, NOON))


def row(name: str, kind: str = "text", **more: object) -> Question:
    return Question(name, QuestionType(kind), **more)  # type: ignore[arg-type]


def test_a_calculation_without_its_answers_is_blank() -> None:
    double = row("double", "calculate", calculation="${age} * 2")
    label = "Das Doppelte ist ${double}."
    for answers, value in (({"age": 4}, "8"), ({"age": None}, ""), ({}, "")):
        filled = filling(answers, row("age", "integer"), double)
        assert filled.values.value("double", ()) == value
        assert filled.filled(label, (), lambda name, value: value) == f"Das Doppelte ist {value}."


def children(**more: object) -> Question:
    return row(
        "child",
        "repeat",
        questions=(
            row("school", "text"),
            row("class", "text", relevant="${school} = 'ja'"),
            row("number", "calculate", calculation="position(..)"),
        ),
        **more,
    )


ANSWERS: Mapping[str, Answer] = {
    "child[1]": "yes",
    "school[1]": "nein",
    "class[1]": "1a",
    "child[2]": "yes",
    "school[2]": "ja",
    "class[2]": "2b",
    "child[3]": "no",
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("count(${class})", "1"),
        ("join(', ', ${class})", "2b"),
        ("selected(${class}, '2b')", "true"),
        ("count(${child})", "2"),
        ("sum(${number})", "3"),
    ],
)
def test_rounds_in_which_a_question_is_not_relevant_are_passed_over(formula: str, value: str) -> None:
    total = row("total", "calculate", calculation=formula)
    assert filling(ANSWERS, children(), total).values.value("total", ()) == value


def test_a_repeat_that_is_not_relevant_has_no_rounds() -> None:
    total = row("total", "calculate", calculation="count(${child})")
    inside = row("family", "group", relevant="1 = 2", questions=(children(),))
    assert filling(ANSWERS, inside, total).values.value("total", ()) == "0"
    assert filling(ANSWERS, children(relevant="false()"), total).values.value("total", ()) == "0"


@pytest.mark.parametrize("formula", ["count(${child})", "count(${school}) + 1", "${total}", "${total} + 1"])
def test_formulas_that_go_in_circles_come_to_an_end(formula: str) -> None:
    total = row("total", "calculate", calculation=formula, relevant=f"{formula} > 0")
    circle = filling(ANSWERS, total, children(repeat_count=formula, relevant=f"{formula} >= 0"))
    assert len(circle.steps) < 200
    assert circle.made().keys() >= {"total"}


def test_a_choice_whose_name_has_spaces_has_its_label() -> None:
    choices = (Choice("ganz oft", {"de": "Sehr oft"}), Choice("nie", {"de": "Nie"}))
    often = row("often", "select_one", choices=choices)
    said = row("said", "calculate", calculation="jr:choice-name(${often}, '${often}')")
    assert filling({"often": "ganz oft"}, often, said).values.value("said", ()) == "Sehr oft"


@pytest.mark.parametrize("repeats", [False, True])
def test_a_long_chain_of_calculations_is_worked_out_to_its_end(repeats: bool) -> None:
    links = [row("link1", "calculate", calculation="1")]
    links += [row(f"link{n}", "calculate", calculation=f"${{link{n - 1}}} + 1") for n in range(2, 101)]
    if not repeats:
        assert filling({}, *links).values.value("link100", ()) == "100"
        return
    chains = row("chains", "repeat", repeat_count="2", questions=tuple(links))
    total = row("total", "calculate", calculation="sum(${link100})")
    assert filling({}, chains, total).values.value("total", ()) == "200"


def test_what_is_not_relevant_in_a_round_has_no_value_whatever_is_looked_at_first() -> None:
    named = row("named", "repeat", questions=(row("other", default="x", relevant="not(true())"),))
    counted = filling({"named[1]": "yes", "other[1]": "ja"}, named)
    assert counted.values.value("other", (1,)) == ""
    later = row("later", relevant="${last} = 'x'", default="y")
    assert filling({}, later, row("last", default="z")).values.value("later", ()) == ""


def test_what_is_made_of_counted_rounds_is_the_same_whatever_is_looked_at_first() -> None:
    form = (
        row("many", "integer"),
        row(
            "child",
            "repeat",
            repeat_count="${many}",
            questions=(row("number", "calculate", calculation="position(..)"), row("age", "integer")),
        ),
        row("all", "calculate", calculation="sum(${age})"),
        row("mean", "calculate", calculation="${all} div ${many}"),
    )
    answers: Mapping[str, Answer] = {"many": 2, "age[1]": 10, "age[2]": 8}
    expected = {"number[1]": "1", "number[2]": "2", "all": "18", "mean": "9"}
    assert filling(answers, *form).made() == expected
    looked_at = filling(answers, *form)
    assert looked_at.steps
    assert looked_at.made() == expected
