"""A formula cut into words and signs."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NoReturn

from bot.surveys.expressions.problem import ExpressionProblem

NAME: Final = r"[^\W\d][\w.\-·]*"
"""A name as XML has it (NCName), near enough: letters of any script, digits, `_ - .`."""


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    TEXT = auto()
    REFERENCE = auto()
    NAME = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `text` is what it means (without quotes or braces), `column` its place from 1."""

    kind: Kind
    text: str
    column: int


# Excel and Word bring spaces that nobody sees: no-break, zero-width, byte order mark.
_SPACE: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.Z+-]*)?(?![\w.])", re.ASCII)
_NUMBER: Final = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)
_REFERENCE: Final = re.compile(rf"\$\{{({NAME})\}}")
_NAME: Final = re.compile(rf"{NAME}(:{NAME})?")
_SIGN: Final = re.compile(r"\.\.|!=|<=|>=|[.()=<>+\-*|,]")

# A text ends at the first of these; the second group only where there is none of the first. Word turns
# straight quotes into curly ones, and Germans write „ja“ and ‚ja‘.
_CLOSING: Final = {
    "'": ("'", "‘’"),
    '"': ('"', "“”"),
    **dict.fromkeys("‘’‚", ("‘’'", "")),
    **dict.fromkeys("“”„", ('“”"', "")),
}

_CURES: Final = {
    "==": "Write = once.",
    "<>": "Write != for 'not the same'.",
    "=<": "Write <= for 'at most'.",
    "=>": "Write >= for 'at least'.",
    "&&": "Write the word 'and'.",
    "||": "Write the word 'or'.",
    "≠": "Write != instead of ≠.",
    "≤": "Write <= instead of ≤.",
    "≥": "Write >= instead of ≥.",
    "–": "Write - (the hyphen) as minus.",
    "−": "Write - (the hyphen) as minus.",
    "×": "Write * to multiply.",
    "÷": "Write the word 'div' to divide.",
    "%": "Write the word 'mod' for the remainder.",
    "!": "Write not(...).",
    "&": "Write concat(...) to join texts, or the word 'and'.",
    ";": "Write a comma between the values of a function.",
    "/": "Paths such as /data/x or ../x are not understood. Write ${name} for a question, and the word 'div' to divide.",
    "[": "Conditions in square brackets are not understood. Write them with 'and' or if(...).",
    "@": "Attributes are not understood. Write ${name} for a question.",
    "$": "Write a question as ${name}: with both braces, without spaces.",
    "{": "Write a question as ${name}: with $ before the brace.",
    "}": "Write a question as ${name}: there is no { for this brace.",
}


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, with one of kind END at the end; ExpressionProblem for a sign that has no meaning."""
    found = []
    place = 0
    while place < len(text):
        if space := _SPACE.match(text, place):
            place = space.end()
            continue
        token, place = _token(text, place)
        found.append(token)
    return [*found, Token(Kind.END, "", len(text) + 1)]


def _token(text: str, place: int) -> tuple[Token, int]:
    column = place + 1
    if text[place] in _CLOSING:
        end = _end_of_text(text, place)
        return Token(Kind.TEXT, text[place + 1 : end], column), end + 1
    if reference := _REFERENCE.match(text, place):
        return Token(Kind.REFERENCE, reference[1], column), reference.end()
    if date := _DATE.match(text, place):
        raise ExpressionProblem(column, f"A date stands in quotes. Write '{date[0]}'.")
    if _unknown(text, place) is None:
        for kind, shape in ((Kind.NUMBER, _NUMBER), (Kind.NAME, _NAME), (Kind.SIGN, _SIGN)):
            if word := shape.match(text, place):
                return Token(kind, word[0], column), word.end()
    return _refuse(text, place)


def _end_of_text(text: str, place: int) -> int:
    for marks in _CLOSING[text[place]]:
        ends = [end for end in (text.find(mark, place + 1) for mark in marks) if end >= 0]
        if ends:
            return min(ends)
    raise ExpressionProblem(place + 1, "A text begins here and does not end. Write the same quote after it.")


def _unknown(text: str, place: int) -> str | None:
    if text.startswith("!=", place):
        return None
    return next((sign for sign in (text[place : place + 2], text[place]) if sign in _CURES), None)


def _refuse(text: str, place: int) -> NoReturn:
    column = place + 1
    if text.startswith("${last-saved#", place):
        raise ExpressionProblem(
            column, "Answers of an earlier response (last-saved#) are not available. Write a fixed value."
        )
    sign = _unknown(text, place)
    if sign is None:
        raise ExpressionProblem(column, f"The sign '{text[place]}' has no meaning here. Leave it out.")
    raise ExpressionProblem(column, f"'{sign}' is not understood. {_CURES[sign]}")
