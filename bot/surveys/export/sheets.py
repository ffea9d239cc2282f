"""A survey as the three sheets of an XLSForm (https://xlsform.org/en/): survey, choices, settings."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final

from bot.surveys.export.lists import ChoiceLists, lists_of
from bot.surveys.export.other import folded
from bot.surveys.export.unwritable import Unwritable
from bot.surveys.expressions.lexer import NAME
from bot.surveys.model import CHOSEN, NESTS, YES, Choice, Question, Survey, Translated

Row = dict[str, str]
"""The cells of a row, by the heading of their column; empty cells are left out."""

TRANSLATED: Final = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
MEDIA: Final = ("image", "audio", "video")
COLUMNS: Final = (
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "default",
    "choice_filter",
    "appearance",
    "parameters",
    "read_only",
    "repeat_count",
    *(f"media::{kind}" for kind in MEDIA),
)
"""The columns of the sheet `survey`, in their order; each is there only where it is used."""
CHOICE_COLUMNS: Final = ("list_name", "name", "label", *(f"media::{kind}" for kind in MEDIA))
"""The columns of the sheet `choices`; those that filters read come after them."""
TITLES: Final = "translated_title"
"""Titles in further languages. XLSForm itself has no translated title: pyxform breaks at `form_title::…`."""

TAKEN: Final = frozenset(
    {"list_name", "name", "label", "value", "caption", "image", "audio", "video", "media"}
)
"""Headings in the sheet `choices` that have a meaning already."""
FILTER: Final = re.compile(NAME)
_PARAMETER: Final = re.compile(r"[^\s=,;]+")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the headings of its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets_of(survey: Survey, languages: Mapping[str, str]) -> tuple[Sheet, Sheet, Sheet]:
    """The sheets survey, choices and settings. `languages` are the names of languages by their codes.

    The survey's number is not in them: an import gives the next one. Raises Unwritable.
    """
    named = _Headings(survey, languages)
    lists = lists_of(survey)
    left_out = frozenset(folded(survey).values())
    asked = tuple(_questions(survey.questions, lists, named, left_out))
    choices = tuple(_choices(lists, named))
    settings = _settings(survey, named)
    return (
        Sheet("survey", named.used(COLUMNS, asked), asked),
        Sheet("choices", named.used(CHOICE_COLUMNS, choices) or CHOICE_COLUMNS[:3], choices),
        Sheet("settings", tuple(settings), (settings,)),
    )


class _Headings:
    """How the columns of a form are called in its languages: `label::Deutsch (de)`."""

    def __init__(self, survey: Survey, languages: Mapping[str, str]) -> None:
        codes = dict.fromkeys([survey.default_language, *survey.languages, *_media_languages(survey)])
        self._names = {code: f"{languages[code]} ({code})" if code in languages else code for code in codes}

    def language(self, code: str) -> str:
        """A language as headings name it."""
        return self._names[code]

    def cells(self, column: str, text: Translated) -> Iterator[tuple[str, str]]:
        """The cells of a translated text."""
        for code, words in text.items():
            if words:
                yield f"{column}::{self._names[code]}", words

    def used(self, order: Iterable[str], rows: Iterable[Row]) -> tuple[str, ...]:
        """The columns that `rows` use: in `order`, each with its languages, then the form's own."""
        found = {heading for row in rows for heading in row}
        known: list[str] = []
        for column in order:
            known += [column, *(f"{column}::{name}" for name in self._names.values())]
        ordered = [heading for heading in known if heading in found]
        return (*ordered, *sorted(found - set(ordered)))


def _media_languages(survey: Survey) -> Iterator[str]:
    for question in survey.every():
        for media in (question.media, *(choice.media for choice in question.choices)):
            for files in media.values():
                yield from files


def _questions(
    rows: Iterable[Question], lists: ChoiceLists, named: _Headings, left_out: Set[str]
) -> Iterator[Row]:
    for question in rows:
        if question.name in left_out:
            continue
        yield _question(question, lists, named)
        if question.type in NESTS:
            yield from _questions(question.questions, lists, named, left_out)
            yield {"type": f"end_{question.type}"}


def _question(question: Question, lists: ChoiceLists, named: _Headings) -> Row:
    cells = {"type": _type(question, lists), "name": question.name}
    for column in TRANSLATED:
        cells |= named.cells(column, getattr(question, column))
    cells["required"] = "yes" if question.required == YES else question.required
    for column in ("relevant", "constraint", "calculation", "default", "choice_filter", "appearance"):
        cells[column] = getattr(question, column)
    cells["parameters"] = _parameters(question)
    cells["read_only"] = "yes" if question.read_only else ""
    cells["repeat_count"] = question.repeat_count
    for kind, files in question.media.items():
        cells |= named.cells(f"media::{kind}", files)
    return {heading: words for heading, words in cells.items() if words}


def _parameters(question: Question) -> str:
    for word in (*question.parameters, *question.parameters.values()):
        if not _PARAMETER.fullmatch(word):
            raise Unwritable(
                f"The question {question.name!r}: XLSForm cannot say {word!r} among parameters. "
                "Leave it out, or export to YAML."
            )
    return " ".join(f"{key}={value}" for key, value in question.parameters.items())


def _type(question: Question, lists: ChoiceLists) -> str:
    if question.type in NESTS:
        return f"begin_{question.type}"
    if question.type in CHOSEN:
        return f"{question.type} {lists.name_of(question)}{' or_other' if question.other else ''}"
    return question.type.value


def _choices(lists: ChoiceLists, named: _Headings) -> Iterator[Row]:
    for name, choices in lists.named():
        for choice in choices:
            cells = {"list_name": name, "name": choice.name, **dict(named.cells("label", choice.label))}
            for kind, files in choice.media.items():
                cells |= named.cells(f"media::{kind}", files)
            yield cells | _filters(choice)


def _filters(choice: Choice) -> Row:
    for column in choice.filters:
        if column.strip().casefold() in TAKEN or not FILTER.fullmatch(column):
            raise Unwritable(
                f"The choice {choice.name!r} has a column {column!r} for filters, which XLSForm cannot have. "
                "Give the column another name, or export to YAML."
            )
    return {column: value for column, value in choice.filters.items() if value}


def _settings(survey: Survey, named: _Headings) -> Row:
    title = dict(survey.title)
    cells = {
        "form_title": title.pop(survey.default_language, ""),
        "form_id": survey.code,
        "version": survey.form_version,
        "default_language": named.language(survey.default_language),
        "again": "yes" if survey.again else "",
        **dict(named.cells(TITLES, title)),
    }
    return {heading: words for heading, words in cells.items() if words}
