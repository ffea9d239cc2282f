"""Relevance, calculations, constraints and filters agree with an independent evaluation of pyxform's XForm."""

from collections.abc import Mapping
from datetime import UTC, datetime
from math import isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surveys import Answer, Filling, Kind, Moment, QuestionType, Refused, Step, Survey, name_of
from bot.surveys.model import CHOSEN
from bot.surveys.stored import as_stored
from tests.surveys.generator import surveys
from tests.surveys.properties.answers import answers_to, value_of
from tests.surveys.properties.xform import Filled, XForm

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TIMES = frozenset({QuestionType.START, QuestionType.END, QuestionType.TODAY})


def filling_of(survey: Survey, answers: Mapping[str, Answer]) -> Filling:
    return Filling(survey, answers, Moment(NOON, NOON))


@settings(max_examples=50)
@given(st.data())
def test_forms_are_filled_as_plain_xpath_fills_them(data: st.DataObject) -> None:
    survey = data.draw(surveys(plain=True))
    form = XForm(survey)
    for _ in range(3):
        answers = data.draw(answers_to(survey))
        filling, filled = filling_of(survey, answers), form.filled(answers)
        assert {step.path for step in filling.steps if step.kind is Kind.ASK} == filled.asked
        agree_on_values(filling, filled)
        for step in filling.steps:
            if step.kind is Kind.ASK:
                agree_on_an_answer(filling, filled, step, data.draw(value_of(step.question) | st.none()))


def agree_on_an_answer(filling: Filling, filled: Filled, step: Step, answer: Answer) -> None:
    """The answer is needed, taken, or among the choices, for both."""
    offered = filled.choices(step.path) if step.question.type in CHOSEN else None
    if offered is not None:
        assert [each.name for each in filling.choices(step)] == offered
    # A question of which the filter leaves no choice can be skipped in a chat.
    assert filling.required(step) == (filled.requires(step.path) and offered != [])
    refused, stored = filling.refused(step, answer), as_stored(answer)
    if not stored:
        assert (refused is Refused.REQUIRED) == filling.required(step)
    elif offered is not None and not set(stored.split()) <= set(offered):
        assert refused is Refused.CHOICE
    else:
        assert (refused is None) == filled.allows(step.path, stored)


def agree_on_values(filling: Filling, filled: Filled) -> None:
    """Every row that there is has the same value."""
    places = filling.survey.places
    found = set()
    for name, place in places.items():
        if place.question.type in (QuestionType.GROUP, QuestionType.REPEAT):
            continue
        for rounds in filling.values.all_rounds(place):
            path = name + "".join(f"[{number}]" for number in rounds)
            found.add(path)
            if place.question.type not in TIMES:
                ours, theirs = filling.values.value(name, rounds), filled.value(path)
                assert same(ours, theirs), f"{path}: {ours!r}, by XPath {theirs!r}; {filled.binds[path]}"
    blank = {path for path in set(filled.nodes) - found if filled.value(path)}
    assert not {path for path in blank if name_of(path) in places}


def same(ours: str, theirs: str) -> bool:
    """Whether two values are the same; numbers may be written differently."""
    if ours == theirs:
        return True
    try:
        return isclose(float(ours), float(theirs), abs_tol=1e-9)
    except ValueError:
        return False
