"""Questions and choices in words for staff."""

from dataclasses import replace

import pytest

from bot.results.wording import words_of_choice, words_of_question
from bot.surveys import Question, QuestionType
from tests.results.build import HOME


@pytest.mark.parametrize(
    ("language", "question", "choice"),
    [
        ("de", "Was fehlt? – Etwas anderes", "Etwas anderes"),
        ("ar", "ما الذي ينقص؟ – شيء آخر", "شيء آخر"),
        ("it", "Was fehlt? – Etwas anderes", "Etwas anderes"),
    ],
)
def test_own_words_are_named_after_the_question_they_add_to(
    language: str, question: str, choice: str
) -> None:
    topic, own = HOME.question("topic"), HOME.question("topic_other")
    assert topic
    assert own
    assert words_of_question(HOME, own, language) == question
    assert words_of_choice(HOME, topic, "other", language) == choice
    assert words_of_choice(HOME, topic, "kita", "de") == "Kita"
    assert words_of_choice(HOME, topic, "gone", "de") == "gone"


def test_what_has_no_words_has_its_name() -> None:
    twice = HOME.question("twice")
    assert twice
    assert words_of_question(HOME, twice, "de") == "twice"


def test_a_gap_that_an_answer_fills_is_shown_as_one() -> None:
    how = Question("how", QuestionType.TEXT, {"de": "Wie geht es ${name}, ${age}?"})
    assert words_of_question(replace(HOME, questions=(how,)), how, "de") == "Wie geht es …, …?"
