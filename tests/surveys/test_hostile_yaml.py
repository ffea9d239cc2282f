"""YAML that is no survey is refused in a sentence, whatever stands in it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys import Survey, SurveyProblem, read_survey

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "code",
                    "title",
                    "questions",
                    "type",
                    "name",
                    "label",
                    "required",
                    "choices",
                    "parameters",
                    "low",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)


@given(ANYTHING)
def test_anything_is_a_survey_or_a_problem(data: object) -> None:
    outcome: Survey | str
    try:
        outcome = read_survey(yaml.safe_dump(data), "own.yml")
    except SurveyProblem as problem:
        outcome = str(problem)
    assert isinstance(outcome, Survey) or outcome.startswith("own.yml: ")


@pytest.mark.parametrize(
    "question",
    ["{name: a, type: text, required: [1]}", "{name: a, type: text, questions: 5}", "7", "{type: [text]}"],
)
def test_the_wrong_kind_of_value_is_said(question: str) -> None:
    with pytest.raises(SurveyProblem):
        read_survey(f"code: x\ntitle: {{de: X}}\nquestions: [{question}]", "own.yml")
