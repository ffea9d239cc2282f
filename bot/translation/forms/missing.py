"""The texts of a survey that are not there in a language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.surveys import Survey, Translated
from bot.surveys.check.drafts import is_draft
from bot.surveys.check.finding import Places
from bot.surveys.check.formulas import texts_once

TITLE: Final = "title"
_MEDIA: Final = frozenset({"image", "audio", "video"})


@dataclass(frozen=True)
class Missing:
    """A text that is not there in `language`. `question` is "" for the survey's title, `choice` for all but labels of
    choices. `texts`: what it says in other languages, without what is itself only drafted."""

    question: str
    column: str
    choice: str
    language: str
    texts: Translated


def languages_of(survey: Survey, places: Places) -> tuple[str, ...]:
    """The languages of a form: those in which something is written, and those of columns that are still empty."""
    of_columns = {code for _, field, code in places.columns if code and field not in _MEDIA}
    return (*survey.languages, *sorted(of_columns - {*survey.languages}))


def missing_texts(survey: Survey, languages: Iterable[str], places: Places) -> list[Missing]:
    """What is missing in `languages`, language by language; choices that questions share are there once."""
    texts = list(_texts(survey, places))
    return [
        Missing(*where, language, {code: words for code, words in text.items() if _is_source(words)})
        for language in languages
        for where, text in texts
        if not text.get(language, "").strip() and any(_is_source(words) for words in text.values())
    ]


def _is_source(words: str) -> bool:
    return bool(words.strip()) and not is_draft(words)


def _texts(survey: Survey, places: Places) -> Iterator[tuple[tuple[str, str, str], Translated]]:
    # A form without a title is called by its code, which is no word of any language.
    if set(survey.title.values()) != {survey.code}:
        yield ("", TITLE, ""), survey.title
    for question, column, choice, text in texts_once(survey, places):
        yield (question.name, column, choice), text
