"""The goals, on texts that nothing was tuned to: their authors saw neither messages nor phrases nor one another.

65 messages a language: two for each category, eight with two needs, eight out of scope, one for each dialogue intent.
docs/nlu.md has the figures. What is read wrongly here must not go into the training data.
"""

from pathlib import Path

import pytest

from nlu import EmbeddedInterpreter
from nlu.corpus import LANGUAGES, read_tsv
from nlu.evaluation import OVERALL, Scores, evaluate

EXAMINATION = Path(__file__).with_name("examination.tsv")


@pytest.fixture(scope="module")
def scores(interpreter: EmbeddedInterpreter) -> dict[str, Scores]:
    return evaluate(interpreter, read_tsv(EXAMINATION, "de")).scores


def test_the_goals_hold_over_all(scores: dict[str, Scores]) -> None:
    found = scores[OVERALL]
    assert found.category >= 0.92
    assert found.multi_f1 >= 0.85
    assert found.out_of_scope >= 0.80
    assert found.language >= 0.97
    assert found.ece <= 0.05
    assert found.false_alarm <= 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_categories_are_right_in_each_language(scores: dict[str, Scores], language: str) -> None:
    assert scores[language].category >= 0.90
