"""Random forms, random residents: nothing raises, nothing irrelevant is asked, no answer is lost, and progress is
true. The session goes through JSON between every two steps."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surveys import Survey
from tests.surveys.generator import surveys
from tests.surveys.properties.wanderer import Wanderer
from tests.surveys.properties.xform import XForm

KINDS = ["press", "press", "press", "press", "type", "type", "send", "craft", "old", "command", "wait"]
ACTIONS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 500)), min_size=5, max_size=30)


@settings(max_examples=30)
@given(surveys(most=10), ACTIONS)
def test_nobody_gets_lost_in_a_survey(survey: Survey, actions: list[tuple[str, int]]) -> None:
    wanderer = Wanderer(survey, None)
    for kind, number in actions:
        wanderer.acts(kind, number)
    wanderer.finishes(changes=4)


@settings(max_examples=25)
@given(surveys(most=10, plain=True), ACTIONS)
def test_only_what_xpath_finds_relevant_is_asked(survey: Survey, actions: list[tuple[str, int]]) -> None:
    wanderer = Wanderer(survey, XForm(survey))
    for kind, number in actions:
        wanderer.acts(kind, number)
    wanderer.finishes(changes=4)
