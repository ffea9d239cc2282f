"""Reading typed answers: one reader per type of question, from words to the value that is stored."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.surveys.model import Choice, Question, QuestionType
from bot.wording import bare, number, same

Value = str | int | list[str]
Reader = Callable[[Question, str], Value | None]

_SEPARATORS: Final = re.compile(r"[,;،؛\n/+&]")


def read_answer(question: Question, text: str) -> Value | None:
    """The value that `text` means as an answer, in any of the survey's languages; None where it means none."""
    return READERS[question.type](question, text)


def _one(question: Question, text: str) -> str | None:
    choice = _choice(question, text)
    return choice.name if choice else None


def _several(question: Question, text: str) -> list[str] | None:
    whole = _choice(question, text)
    if whole:
        return [whole.name]
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"[\d\s]+", text):
        parts = text.split()
    found = [_choice(question, part) for part in parts]
    if not found or None in found:
        return None
    names = {choice.name for choice in found if choice}
    return [choice.name for choice in question.choices if choice.name in names]


def _whole_number(question: Question, text: str) -> int | None:
    value = number(text)
    if value is None or (question.low is not None and value < question.low):
        return None
    return None if question.high is not None and value > question.high else value


def _words(question: Question, text: str) -> str | None:
    return text if bare(text) or text.strip() else None


def _choice(question: Question, text: str) -> Choice | None:
    """A choice by its label in any language, or by its place: "2" is the second."""
    place = number(text)
    if place is not None:
        return question.choices[place - 1] if 0 < place <= len(question.choices) else None
    matches = [
        choice for choice in question.choices if any(same(text, label) for label in choice.label.values())
    ]
    return matches[0] if len(matches) == 1 else None


READERS: Final[Mapping[QuestionType, Reader]] = {
    QuestionType.SELECT_ONE: _one,
    QuestionType.SELECT_MULTIPLE: _several,
    QuestionType.RANGE: _whole_number,
    QuestionType.INTEGER: _whole_number,
    QuestionType.TEXT: _words,
}
