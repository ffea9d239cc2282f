"""Typed answers: from words to the value that is stored, in any of the survey's languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.surveys.model import Choice, Question, QuestionType
from bot.surveys.stored import Answer
from bot.surveys.typed.choices import read_choice, read_choices
from bot.surveys.typed.dates import YEARS, read_dates, read_months, read_years
from bot.surveys.typed.numbers import read_decimal, read_integer, read_range, western_digits
from bot.surveys.typed.times import read_moments, read_time


@dataclass(frozen=True)
class Typist:
    """Who types: in which language, and where and when, for "yesterday". `now` is in the place's time zone."""

    language: str
    now: datetime


Reader = Callable[[Question, str, Sequence[Choice], Typist], Sequence[Answer]]


def read_answers(
    question: Question, text: str, typist: Typist, choices: Sequence[Choice] | None = None
) -> Sequence[Answer]:
    """The values that `text` may mean as an answer, the likeliest first; none where it means none.

    `choices` are those that there are as things stand, all of the question's without them.
    """
    reader = READERS.get(question.type)
    return reader(question, text, question.choices if choices is None else choices, typist) if reader else ()


def _one(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    return _any(read_choice(choices, text))


def _several(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    names = read_choices(choices, text)
    return () if names is None else ([choice.name for choice in choices if choice.name in names],)


def _ranked(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    """Only an order of all choices."""
    names = read_choices(choices, text)
    return (names,) if names is not None and len(names) == len(choices) else ()


def _integer(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    return _any(read_integer(question, text, typist.language))


def _decimal(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    return _any(read_decimal(question, text, typist.language))


def _range(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    return _any(read_range(question, text, typist.language))


def _words(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    """As they were written; for a pattern such as [0-9]{5} also with the digits that forms know."""
    return tuple(dict.fromkeys((text, western_digits(text)))) if text.strip() else ()


def _date(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    read = {"month-year": read_months, "year": read_years}.get(date_precision(question), read_dates)
    return [day.isoformat() for day in read(text, typist.now.date(), typist.language)]


def _time(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    found = read_time(text, typist.language)
    return () if found is None else (found.isoformat(timespec="seconds"),)


def _moment(question: Question, text: str, choices: Sequence[Choice], typist: Typist) -> Sequence[Answer]:
    found = read_moments(text, typist.now.date(), typist.language)
    return [stored_moment(each, typist.now) for each in found]


def _any(value: Answer) -> Sequence[Answer]:
    return () if value is None else (value,)


def date_precision(question: Question) -> str:
    """What of a date the question wants, by its appearance: "year", "month-year", or "" for the whole."""
    wanted = question.appearance.casefold().split()
    return next((each for each in ("month-year", "year") if each in wanted), "")


def stored_moment(wall: datetime, now: datetime) -> str:
    """A moment on the wall clock as it is stored: with the offset that the clock has then."""
    return wall.replace(tzinfo=now.tzinfo).isoformat(timespec="seconds")


READERS: Final[Mapping[QuestionType, Reader]] = {
    QuestionType.SELECT_ONE: _one,
    QuestionType.SELECT_MULTIPLE: _several,
    QuestionType.RANK: _ranked,
    QuestionType.RANGE: _range,
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _decimal,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.DATETIME: _moment,
    QuestionType.TEXT: _words,
}

__all__ = [
    "YEARS",
    "Typist",
    "date_precision",
    "read_answers",
    "read_dates",
    "read_months",
    "read_time",
    "read_years",
    "stored_moment",
]
