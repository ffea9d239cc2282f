"""Questions and choices in words for staff: those too that have none in the form, and without gaps to be filled in."""

import re
from functools import cache
from typing import Final

from bot.conversation.asked import SOMETHING_ELSE
from bot.surveys import Question, Survey
from bot.surveys.markup import plain
from bot.surveys.model import OTHER
from bot.texts import Catalogues, load_catalogues

_REFERENCE: Final = re.compile(r"\$\{[^}]*\}")


def words_of_question(survey: Survey, question: Question, language: str) -> str:
    """The question, "…" in the place of answers that it repeats; its name where it has no words."""
    if any(question.label.values()):
        return _REFERENCE.sub("…", plain(survey.say(question.label, language)))
    before = survey.question(question.name.removesuffix(f"_{OTHER}"))
    if before is None or not before.other:
        return question.name
    return f"{words_of_question(survey, before, language)} – {_something_else(language)}"


def words_of_choice(survey: Survey, question: Question, name: str, language: str) -> str:
    """The choice of that name; the name where the form has no such choice, or no words for it."""
    choice = question.choice(name)
    if choice and any(choice.label.values()):
        return _REFERENCE.sub("…", plain(survey.say(choice.label, language)))
    return _something_else(language) if choice and question.other and name == OTHER else name


def _something_else(language: str) -> str:
    return _catalogues().texts(language)(SOMETHING_ELSE).lstrip("✏️ ")


@cache
def _catalogues() -> Catalogues:
    return load_catalogues()
