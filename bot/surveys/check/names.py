"""Names, labels and choices of the rows."""

import re
from collections.abc import Iterator
from typing import Final

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.rules import Rule
from bot.surveys.model import ASKED, CHOSEN, OTHER, Question, QuestionType, Survey
from bot.surveys.rounds import MOST_ROUNDS
from bot.surveys.stored import path_of
from bot.surveys.xlsform.cells import slug

CODE: Final = re.compile(r"[a-z0-9_-]{1,60}")
"""A survey's code: it stands in links and on buttons."""
LONGEST_PATH: Final = 255
"""Characters of an answer's path in the database."""
MANY: Final = 100
"""Choices that nobody reads."""
PAGE: Final = 8
"""Choices on a page of buttons."""


def check_names(survey: Survey, places: Places) -> Iterator[Finding]:
    """Names that are too long, or alike."""
    seen: dict[str, str] = {}
    for name, place in survey.places.items():
        where = places.question(name, "name")
        rounds = (MOST_ROUNDS,) * (len(place.repeats) + (place.question.type is QuestionType.REPEAT))
        spare = LONGEST_PATH - len(path_of("", rounds))
        if len(name) > spare:
            yield found(Rule.NAME_TOO_LONG, where, name=name, length=len(name), most=spare)
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            yield found(Rule.NAME_ALIKE, where, name=name, other=other)


def check_rows(survey: Survey, places: Places) -> Iterator[Finding]:
    """Rows that residents could not make sense of."""
    if not CODE.fullmatch(survey.code):
        yield found(Rule.CODE_WRONG, places.setting("code"), name=survey.code)
    if not any(question.type in ASKED and not question.read_only for question in survey.every()):
        yield found(Rule.NOTHING_ASKED)
    for question in survey.every():
        where = places.question(question.name, "label")
        shown = question.type in ASKED or question.type is QuestionType.NOTE
        if (
            shown
            and not (question.label or question.hint or question.media)
            and not _is_own_words(survey, question)
        ):
            yield found(Rule.LABEL_MISSING, where, name=question.name)
        if question.type is QuestionType.REPEAT and not question.label and not question.repeat_count:
            yield found(Rule.REPEAT_WITHOUT_LABEL, where, name=question.name)


def _is_own_words(survey: Survey, question: Question) -> bool:
    """Whether it is what `or_other` adds; the chat has words of its own for it."""
    asked = survey.question(question.name.removesuffix(f"_{OTHER}"))
    return bool(asked and asked.other and question.name.endswith(f"_{OTHER}"))


def check_choices(survey: Survey, places: Places) -> Iterator[Finding]:
    """Choices of questions, each list looked at once."""
    seen: set[tuple[str, str]] = set()
    for question in survey.every():
        if question.type not in CHOSEN:
            continue
        if len(question.choices) > MANY and not question.choice_filter:
            pages = -(-len(question.choices) // PAGE)
            where = places.question(question.name, "type")
            yield found(
                Rule.CHOICES_MANY, where, name=question.name, count=len(question.choices), pages=pages
            )
        key = (places.lists.get(question.name, question.name), "one" if question.type is _ONE else "several")
        if key not in seen:
            yield from _check_list(
                question, key[0], places, first=not any((key[0], each) in seen for each in _BOTH)
            )
            seen.add(key)


_ONE: Final = QuestionType.SELECT_ONE
_BOTH: Final = ("one", "several")


def _check_list(question: Question, list_name: str, places: Places, *, first: bool) -> Iterator[Finding]:
    labels: dict[tuple[str, str, tuple[tuple[str, str], ...]], str] = {}
    for choice in question.choices:
        where = places.choice(question.name, choice.name, "name")
        if question.type is not _ONE and " " in choice.name:
            suggestion = slug(choice.name)
            yield found(Rule.CHOICE_SPACES, where, name=choice.name, suggestion=suggestion)
        if not first:
            continue
        label_place = places.choice(question.name, choice.name, "label")
        if not choice.label and not (question.other and choice.name == OTHER):
            yield found(Rule.CHOICE_LABEL_MISSING, label_place, name=choice.name)
        for language, label in choice.label.items():
            # The same words may stand for different choices where a filter shows only one of them.
            key = (language, label.strip().casefold(), tuple(sorted(choice.filters.items())))
            if labels.setdefault(key, choice.name) != choice.name:
                place = places.choice(question.name, choice.name, "label", language)
                yield found(Rule.LABELS_SAME, place, list=list_name, label=label)
