"""What is worked out quickly comes to what is worked out slowly."""

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surveys import Answer, Filling, Moment, Survey
from bot.surveys.expressions import parse, truth
from bot.surveys.expressions.quick import quick
from tests.surveys.expressions.answers import Answers
from tests.surveys.generator import surveys
from tests.surveys.properties.answers import answers_to

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
VALUES = [
    "",
    " ",
    "yes",
    "no",
    "a b",
    "1",
    "1.0",
    "01",
    "18",
    "-3",
    "NaN",
    "2026-11-22",
    "2026-11-22T10:00:00Z",
    "١",
]
CONDITIONS = [
    "${a} = 'yes'", "'yes' = ${a}", "${a} != 'yes'", "${a} = ''", "${a}", "not(${a})", "${a} = 1", "1 != ${a}",
    "${a} >= 18", "18 > ${a}", "${a} < -2", "${a} <= 0.1", "selected(${a}, 'a')", "selected(${a}, ' ')",
    "selected(${a}, 1)", "${a} = '2026-11-22'", "${a} > '2026-11-21'", "${a} = '1'", "true()", "false()",
    "${a} = 'yes' and ${b} = 'no'", "${a} = 'yes' or ${b} > 3 or not(selected(${b}, 'b'))", "${a} = ${b}",
    "not(${a} = 'yes' and true()) and ${b} != 1", "${a} = 'yes' and ${b} = 'no' and ${a} = ''",
]  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Berlin")])
def test_a_quick_condition_holds_where_it_holds(condition: str, zone: tzinfo) -> None:
    tree = parse(condition)
    function = quick(tree)
    for one in VALUES:
        for other in VALUES:
            values = {"a": one, "b": other}
            if function:
                expected = truth(tree, Answers(values, now=NOON.astimezone(zone)))
                assert function(values, zone) == expected, (one, other)


def test_the_common_conditions_are_quick() -> None:
    slow = {each for each in CONDITIONS if quick(parse(each)) is None}
    assert slow == {"${a} = '2026-11-22'", "${a} > '2026-11-21'", "${a} = ${b}"}


def everything(survey: Survey, answers: dict[str, Answer]) -> tuple[object, ...]:
    filling = Filling(survey, answers, Moment(NOON, NOON))
    values = {
        (name, rounds): filling.values.value(name, rounds)
        for name, place in survey.places.items()
        for rounds in filling.values.all_rounds(place)
    }
    return filling.steps, values, filling.aside(), filling.made(), filling.open()


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_planned_survey_is_filled_as_one_without_a_plan(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    for _ in range(3):
        answers = data.draw(answers_to(survey))
        with patch("bot.surveys.plan.quick", return_value=None):
            slowly = everything(replace(survey), answers)
        assert everything(survey, answers) == slowly
