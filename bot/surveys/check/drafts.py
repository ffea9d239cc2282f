"""Drafts: texts that a machine wrote and nobody has reviewed. A mark in the cell says so, so that it is seen in every
program and survives every format."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.surveys.check.finding import Finding, Place, Places, found
from bot.surveys.check.formulas import TEXT_COLUMNS, cell_of, texts_of, texts_once
from bot.surveys.check.rules import Rule
from bot.surveys.model import Choice, Question, Survey, Translated

MARK: Final = "[draft] "
"""What a draft begins with."""
DRAFT: Final = Rule.DRAFT.name.lower()
# Also where somebody has written before it, or a program has changed its capitals or spaces.
_MARK: Final = re.compile(r"\s?\[\s*draft\s*\]\s?", re.IGNORECASE)


def is_draft(words: str) -> bool:
    """Whether `words` bear the mark."""
    return "[" in words and bool(_MARK.search(words))


def without_mark(words: str) -> str:
    """`words` as they are once somebody has reviewed them."""
    return _MARK.sub(_gap, words).strip() if is_draft(words) else words


def _gap(mark: re.Match[str]) -> str:
    """Words before and after the mark stay apart."""
    return " " if mark.start() and mark.end() < len(mark.string) else ""


def drafts_in(survey: Survey, places: Places) -> list[Place]:
    """The cells that hold drafts; a list of choices that several questions share is looked at once."""
    cells = [
        places.setting("title")
        if language == survey.default_language
        else places.setting("translated_title", language)
        for language, words in survey.title.items()
        if is_draft(words)
    ]
    for question, column, choice, text in texts_once(survey, places):
        cells += [
            cell_of(places, question, column, choice, language)
            for language, words in text.items()
            if is_draft(words)
        ]
    return cells


def check_drafts(survey: Survey, places: Places) -> Iterator[Finding]:
    """One finding for each column, with all its rows: forms are drafted by the hundred."""
    columns: dict[tuple[str, str], list[Place]] = {}
    for place in drafts_in(survey, places):
        columns.setdefault((place.sheet, place.column), []).append(place)
    for cells in columns.values():
        rows = sorted({place.row for place in cells if place.row})
        where = f"rows {_ranges(rows)}" if len(rows) > 1 else "this text"
        first = min(cells, key=lambda place: place.row or 0)
        yield found(Rule.DRAFT, first, where=where)


def _ranges(rows: Iterable[int]) -> str:
    """`2-5, 9`"""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def without_marks(survey: Survey) -> Survey:
    """The survey with its drafts as if they had been reviewed."""
    texts = [survey.title, *(text for *_, text in texts_of(survey))]
    if not any(is_draft(words) for text in texts for words in text.values()):
        return survey
    return replace(
        survey, title=_text(survey.title), questions=tuple(_question(each) for each in survey.questions)
    )


def _question(question: Question) -> Question:
    texts: Mapping[str, Translated] = {column: _text(getattr(question, column)) for column in TEXT_COLUMNS}
    return replace(
        question,
        **texts,  # type: ignore[arg-type]
        choices=tuple(_choice(each) for each in question.choices),
        questions=tuple(_question(each) for each in question.questions),
    )


def _choice(choice: Choice) -> Choice:
    return replace(choice, label=_text(choice.label))


def _text(text: Translated) -> Translated:
    """A cell with nothing but a mark is an empty cell."""
    bare = {language: without_mark(words) for language, words in text.items()}
    return {language: words for language, words in bare.items() if words or not is_draft(text[language])}
