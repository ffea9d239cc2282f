"""From the text of a formula to its tree, by the grammar of XPath 1.0, section 3
(https://www.w3.org/TR/1999/REC-xpath-19991116/#section-Expressions), with `${name}` of XLSForm instead of paths."""

from collections.abc import Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bot.surveys.expressions.calls import check_call, check_name, check_text, is_node, question_name
from bot.surveys.expressions.functions import FUNCTIONS
from bot.surveys.expressions.lexer import Kind, Token, tokens
from bot.surveys.expressions.problem import ExpressionProblem
from bot.surveys.expressions.tree import (
    Column,
    Current,
    Expression,
    Literal,
    Negated,
    Operation,
    Parent,
    QuestionName,
    Reference,
)

LONGEST: Final = 10_000
"""Characters of a formula."""
DEEPEST: Final = 100
"""Levels of brackets, and of the tree: far below Python's limit of recursion, also for who evaluates it."""

_UNION: Final = frozenset({"|"})
# From the tightest to the loosest. A minus before a value binds looser than `|` and tighter than these.
_RANKS: Final = (
    frozenset({"*", "div", "mod"}),
    frozenset({"+", "-"}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"=", "!="}),
    frozenset({"and"}),
    frozenset({"or"}),
)
_WORDS: Final = frozenset({"and", "or", "div", "mod"})
_OPERATORS: Final = _UNION.union(*_RANKS)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the tree on its way: how deep it is, and how many minuses stand before it."""

    tree: Expression
    depth: int
    column: int
    minuses: int = 0


@lru_cache(maxsize=8192)
def parse(text: str, *, columns: bool = False) -> Expression:
    """The tree of a formula. ExpressionProblem says where and why it cannot be used; nothing else is raised.

    With `columns`, as in a `choice_filter`, bare names are columns of the sheet of choices.
    """
    if len(text) > LONGEST:
        raise ExpressionProblem(
            LONGEST + 1,
            f"The formula is longer than {LONGEST} characters. Calculate parts of it in their own rows.",
        )
    return _Parser(tokens(text), columns=columns).whole()


class _Parser:
    """Reads tokens from left to right. Recursion only for brackets, and only DEEPEST levels of it."""

    def __init__(self, words: list[Token], *, columns: bool) -> None:
        self._words = words
        self._columns = columns
        self._at = 0

    def whole(self) -> Expression:
        if self._ended():
            raise ExpressionProblem(1, "The formula is empty. Write one, or leave the cell blank.")
        tree = self._expression(1).tree
        if isinstance(tree, Parent):
            raise _only_in_position(1)
        if not self._ended():
            raise self._unexpected_after_value()
        return tree

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _ended(self) -> bool:
        return self._next.kind is Kind.END

    def _take(self) -> Token:
        self._at += 1
        return self._words[self._at - 1]

    def _takes(self, sign: str) -> bool:
        found = self._next.kind is Kind.SIGN and self._next.text == sign
        self._at += found
        return found

    def _expression(self, level: int) -> _Part:
        if level > DEEPEST:
            raise _too_deep(self._next.column)
        parts = [self._operand(level)]
        signs: list[str] = []
        while self._is_operator():
            signs.append(self._take().text)
            parts.append(self._operand(level))
        parts, signs = _chained(parts, signs, _UNION)
        parts = [_negated(part) for part in parts]
        for rank in _RANKS:
            parts, signs = _chained(parts, signs, rank)
        return parts[0]

    def _is_operator(self) -> bool:
        word = self._next
        return word.text in _OPERATORS and word.kind in (Kind.SIGN, Kind.NAME)

    def _operand(self, level: int) -> _Part:
        minuses = 0
        while self._takes("-"):
            minuses += 1
        return replace(self._value(level), minuses=minuses)

    def _value(self, level: int) -> _Part:
        word = self._take()
        match word.kind, word.text:
            case Kind.NUMBER, digits:
                return _Part(Literal(float(digits)), 1, word.column)
            case Kind.TEXT, _:
                return _Part(check_text(word), 1, word.column)
            case Kind.REFERENCE, name:
                return _Part(Reference(name), 1, word.column)
            case Kind.SIGN, ".":
                return _Part(Current(), 1, word.column)
            case Kind.SIGN, "..":
                return _Part(Parent(), 1, word.column)
            case Kind.SIGN, "(":
                part = self._expression(level + 1)
                self._close(word)
                return replace(part, column=word.column)
            case Kind.NAME, name if self._takes("("):
                return self._call(word, level)
            case Kind.NAME, name if self._columns and name not in _WORDS:
                return _Part(Column(name), 1, word.column)
        raise _no_value(word)

    def _call(self, name: Token, level: int) -> _Part:
        check_name(name)
        opened = self._words[self._at - 1]
        arguments: list[_Part] = []
        if not self._takes(")"):
            while True:
                arguments.append(self._argument(name, len(arguments), level))
                if not self._takes(","):
                    break
            self._close(opened)
        depth = 1 + max((part.depth for part in arguments), default=0)
        if depth > DEEPEST:
            raise _too_deep(name.column)
        return _Part(check_call(name, [part.tree for part in arguments]), depth, name.column)

    def _argument(self, function: Token, place: int, level: int) -> _Part:
        if function.text != "jr:choice-name" or place != 1:
            return self._expression(level + 1)
        word = self._take()
        name = question_name(word.text) if word.kind is Kind.TEXT else None
        if name is None:
            raise ExpressionProblem(
                word.column,
                "'jr:choice-name' takes the question in quotes as its second value. Write '${name}'.",
            )
        return _Part(QuestionName(name), 1, word.column)

    def _close(self, opened: Token) -> None:
        if self._takes(")"):
            return
        if self._ended():
            raise ExpressionProblem(opened.column, "This bracket is not closed. Write a ) for it.")
        raise self._unexpected_after_value()

    def _unexpected_after_value(self) -> ExpressionProblem:
        word = self._next
        if word.kind is Kind.SIGN and word.text == ")":
            return ExpressionProblem(
                word.column, "There is no ( for this bracket. Leave it out, or write the (."
            )
        if word.kind is Kind.SIGN and word.text == ",":
            return ExpressionProblem(
                word.column,
                "A comma stands between the values of a function only. Write decimals with a point: 1.5.",
            )
        if word.text.lower() in _WORDS:
            return ExpressionProblem(word.column, f"Write '{word.text.lower()}' in small letters.")
        return ExpressionProblem(
            word.column,
            f"Something is missing before {_shown(word)}. Write an operator such as = or 'and' there.",
        )


def _chained(parts: list[_Part], signs: list[str], rank: Set[str]) -> tuple[list[_Part], list[str]]:
    """`parts` with those joined that operators of this rank stand between."""
    if rank.isdisjoint(signs):
        return parts, signs
    runs = [[parts[0]]]
    inner: list[list[str]] = [[]]
    outer = []
    for sign, part in zip(signs, parts[1:], strict=True):
        if sign in rank:
            runs[-1].append(part)
            inner[-1].append(sign)
        else:
            outer.append(sign)
            runs.append([part])
            inner.append([])
    return [_chain(run, between) for run, between in zip(runs, inner, strict=True)], outer


def _chain(run: list[_Part], signs: list[str]) -> _Part:
    first, *others = run
    if not others:
        return first
    for part in run:
        if isinstance(part.tree, Parent):
            raise _only_in_position(part.column)
        if signs[0] == "|" and (not is_node(part.tree) or (part.minuses and part is not first)):
            raise ExpressionProblem(
                part.column,
                "'|' joins questions only. Write ${name} on both sides, or 'or' between conditions.",
            )
    depth = 1 + max(part.depth for part in run)
    if depth > DEEPEST:
        raise _too_deep(first.column)
    rest = tuple((sign, part.tree) for sign, part in zip(signs, others, strict=True))
    return _Part(Operation(first.tree, rest), depth, first.column, first.minuses)


def _negated(part: _Part) -> _Part:
    """Two minuses are none, but what stands behind them is a number all the same."""
    tree, depth = part.tree, part.depth
    if part.minuses and isinstance(tree, Parent):
        raise _only_in_position(part.column)
    for _ in range(part.minuses and 2 - part.minuses % 2):
        tree, depth = Negated(tree), depth + 1
    if depth > DEEPEST:
        raise _too_deep(part.column)
    return _Part(tree, depth, part.column)


def _no_value(word: Token) -> ExpressionProblem:
    name = word.text.lower()
    if word.kind is Kind.END:
        return ExpressionProblem(word.column, "The formula ends too early. Write what belongs here.")
    if word.kind is Kind.SIGN or name in _WORDS:
        return ExpressionProblem(
            word.column, f"A value is missing before {_shown(word)}. Write one, or leave the sign out."
        )
    if name in FUNCTIONS:
        return ExpressionProblem(
            word.column, f"The function '{word.text}' has no brackets. Write {name}(...)."
        )
    return ExpressionProblem(
        word.column,
        f"It is not clear what {_shown(word)} is. Write '{word.text}' in quotes for a word, ${{{word.text}}} for a question.",
    )


def _shown(word: Token) -> str:
    return f"${{{word.text}}}" if word.kind is Kind.REFERENCE else f"'{word.text}'"


def _too_deep(column: int) -> ExpressionProblem:
    return ExpressionProblem(
        column,
        f"More than {DEEPEST} levels are nested here. Calculate parts of the formula in their own rows.",
    )


def _only_in_position(column: int) -> ExpressionProblem:
    return ExpressionProblem(column, "'..' has a meaning in position(..) only. Write ${name} for a question.")
