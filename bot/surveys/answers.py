"""Reading typed answers: one reader per type of question, from words to the value that is stored."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.surveys.model import Choice, Question, QuestionType
from bot.wording import bare, number, same

Value = str | int | float | list[str]
Reader = Callable[[Question, str, Sequence[Choice]], Value | None]

MOST_STEPS: Final = 1000
_SEPARATORS: Final = re.compile(r"[,;،؛\n/+&]")


def read_answer(question: Question, text: str, choices: Sequence[Choice] | None = None) -> Value | None:
    """The value that `text` means as an answer, in any of the survey's languages; None where it means none.

    `choices` are those that there are as things stand, all of the question's without them.
    """
    reader = READERS.get(question.type)
    return reader(question, text, question.choices if choices is None else choices) if reader else None


def _one(question: Question, text: str, choices: Sequence[Choice]) -> str | None:
    choice = _choice(choices, text)
    return choice.name if choice else None


def _several(question: Question, text: str, choices: Sequence[Choice]) -> list[str] | None:
    whole = _choice(choices, text)
    if whole:
        return [whole.name]
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"[\d\s]+", text):
        parts = text.split()
    found = [_choice(choices, part) for part in parts]
    if not found or None in found:
        return None
    names = {choice.name for choice in found if choice}
    return [choice.name for choice in choices if choice.name in names]


def _whole_number(question: Question, text: str, choices: Sequence[Choice]) -> int | None:
    value = number(text)
    if question.type is not QuestionType.RANGE or value is None:
        return value
    return value if str(value) in question.scale(MOST_STEPS) else None


def _words(question: Question, text: str, choices: Sequence[Choice]) -> str | None:
    return text if bare(text) or text.strip() else None


def _choice(choices: Sequence[Choice], text: str) -> Choice | None:
    """A choice by its label in any language, or by its place: "2" is the second."""
    place = number(text)
    if place is not None:
        return choices[place - 1] if 0 < place <= len(choices) else None
    matches = [choice for choice in choices if any(same(text, label) for label in choice.label.values())]
    return matches[0] if len(matches) == 1 else None


READERS: Final[Mapping[QuestionType, Reader]] = {
    QuestionType.SELECT_ONE: _one,
    QuestionType.SELECT_MULTIPLE: _several,
    QuestionType.RANGE: _whole_number,
    QuestionType.INTEGER: _whole_number,
    QuestionType.TEXT: _words,
}
