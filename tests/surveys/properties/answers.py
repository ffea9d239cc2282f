"""Random answers to a survey, also to questions that are not asked as things stand."""

from collections.abc import Callable
from itertools import product

from hypothesis import strategies as st

from bot.surveys import Answer, Question, QuestionType, Survey, path_of
from bot.surveys.model import ASKED
from tests.surveys.generator import TEXTS

ROUNDS = 3
"""Of a repeat, answered at most; a counted one may have more."""
MISSING = "missing"


def value_of(question: Question) -> st.SearchStrategy[Answer]:
    """An answer as the chat would store it."""
    names = [choice.name for choice in question.choices]
    match question.type:
        case QuestionType.INTEGER:
            return st.integers(-3, 12)
        case QuestionType.DECIMAL:
            return st.integers(-8, 40).map(lambda quarters: quarters / 4)
        case QuestionType.RANGE:
            return st.sampled_from([int(step) for step in question.scale(100)])
        case QuestionType.SELECT_ONE:
            return st.sampled_from(names)
        case QuestionType.SELECT_MULTIPLE:
            return st.lists(st.sampled_from(names), min_size=1, unique=True)
        case QuestionType.RANK:
            return st.permutations(names).map(list)
        case QuestionType.ACKNOWLEDGE:
            return st.just("OK")
        case QuestionType.REPEAT:
            return st.sampled_from(["yes", "yes", "no"])
        case _:
            return st.sampled_from(TEXTS)


@st.composite
def answers_to(draw: Callable[..., Answer], survey: Survey) -> dict[str, Answer]:
    """Answers by path: given, skipped, or missing."""
    found: dict[str, Answer] = {}
    for place in survey.places.values():
        question = place.question
        depth = len(place.repeats) + (question.type is QuestionType.REPEAT)
        if question.type not in ASKED | {QuestionType.REPEAT} or question.read_only:
            continue
        for rounds in product(range(1, ROUNDS + 1), repeat=depth):
            answer = draw(st.just(MISSING) | st.none() | value_of(question) | value_of(question))
            if answer != MISSING:
                found[path_of(question.name, rounds)] = answer
    return found
