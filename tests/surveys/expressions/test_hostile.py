"""Formulas and answers that mean harm: refused or answered, quickly, and never with another exception."""

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.expressions import (
    FUNCTIONS,
    Expression,
    ExpressionProblem,
    Value,
    evaluate,
    parse,
    references,
)
from bot.surveys.expressions.patterns import LONGEST_PATTERN, LONGEST_TEXT, matches, pattern_problem
from tests.surveys.expressions.answers import Answers, result

BRACKETS = [
    "(" * 5_000,
    "(" * 4_999 + "1" + ")" * 4_999,
    "not(" * 1_999 + "1" + ")" * 1_999,
    "1+(" * 2_000 + "1" + ")" * 2_000,
    "if(1,2," * 1_000 + "1" + ")" * 1_000,
    "1 or 1 and 1 = 1 < 1 + 1 * -(" * 80 + "1" + ")" * 80,
]


@pytest.mark.parametrize("formula", BRACKETS)
def test_deep_nesting_is_refused(formula: str) -> None:
    with pytest.raises(ExpressionProblem, match="More than 100 levels"):
        parse(formula)


@pytest.mark.parametrize(
    ("opening", "closing", "expected"),
    [("(", ")", 1.0), ("1+(", ")", 100.0), ("if(1,", ",2)", 1.0), ("coalesce('',", ")", 1.0)],
)
def test_what_is_just_deep_enough_is_parsed_and_evaluated(
    opening: str, closing: str, expected: float
) -> None:
    assert result(opening * 99 + "1" + closing * 99) == expected


def test_the_deepest_formula_needs_little_of_the_stack() -> None:
    tree = parse("coalesce('',-(" * 49 + "1" + "))" * 49)
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(_depth() + 350)
        assert evaluate(tree, Answers()) == -1.0
    finally:
        sys.setrecursionlimit(limit)


def _depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1
    return depth


def test_long_chains_are_not_deep() -> None:
    assert result("1" + "+1" * 4_999) == 5_000.0
    assert result("-" * 9_998 + "1") == 1.0
    assert len(references(parse("|".join(f"${{a{number}}}" for number in range(1_000))))) == 1_000


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+b", "a" * LONGEST_TEXT),
        ("(a|aa)+b", "a" * LONGEST_TEXT),
        ("(.*)*x.*y.*z", "x" * LONGEST_TEXT),
        ("(a?){30}a{30}", "a" * 29),
        ("(a{0,30}){0,30}b", "a" * LONGEST_TEXT),
    ],
)
def test_a_pattern_that_would_take_for_ever_does_not(pattern: str, text: str) -> None:
    began = time.perf_counter()

    assert not matches(pattern, text)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "pattern",
    [
        "((((a?){1000}){1000}){1000}){1000}",
        "(" * 2_000 + "a" + ")" * 2_000,
        "[\\p{L}]{1000}" * 50,
        "a" * (LONGEST_PATTERN + 1),
    ],
)
def test_a_pattern_that_would_fill_the_memory_is_refused(pattern: str) -> None:
    began = time.perf_counter()

    assert pattern_problem(pattern)
    assert not matches(pattern, "a")
    assert time.perf_counter() - began < 1


def test_a_text_longer_than_any_message_fits_no_pattern() -> None:
    assert matches("a*", "a" * LONGEST_TEXT)
    assert not matches("a*", "a" * (LONGEST_TEXT + 1))


# fmt: off
PIECES = st.sampled_from([
    *FUNCTIONS, *(f"{name}(" for name in FUNCTIONS),
    "(", ")", ",", "${a}", "${", "}", ".", "..", "'", '"', "“", "1", ".5", "-", "+", "*", "|", "div", "mod",
    "and", "or", "=", "!=", "<", ">=", " ", "/", "$", "'x'", "'${a}'", "x", ":", "\x00", "\ud800", "ß", "٣",
])
NASTY = st.sampled_from([
    "", " ", "0", "-0", "-1", "1e999", "9" * 400, "." * 9, "NaN", "2026-02-30", "0001-01-01", "9999-12-31",
    "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00.000+14:00", "2026-03-04T25:00", "2026-03-04T10:00+99:99",
    "true", "a b c", "\ud800", "\x00", "[", "%", "%Y", "(" * 50, "(a+)+$", "${a}", "2026-03-04", "-99999999999",
])
# fmt: on
ANSWER = NASTY | st.text(max_size=8) | st.floats().map(str)


def parsed(text: str) -> Expression | ExpressionProblem:
    """The tree of a formula, or what is wrong with it; any other exception fails the test."""
    try:
        return parse(text)
    except ExpressionProblem as problem:
        return problem


@given(st.text(max_size=60) | st.lists(PIECES, max_size=25).map("".join))
def test_garbage_is_a_problem_or_a_tree(text: str) -> None:
    found = parsed(text)

    if isinstance(found, ExpressionProblem):
        assert 1 <= found.column <= len(text) + 1
    else:
        _is_a_value(evaluate(found, Answers()))


@st.composite
def calls(draw: st.DrawFn, level: int = 3) -> str:
    """A formula that may make no sense, but can be parsed: functions over anything."""
    if level == 0 or draw(st.booleans()):
        return draw(
            st.sampled_from(
                ["${a}", "${b}", "${many}", ".", "1", "0.5", "-7", "''", "'x'", "now()", "today()"]
            )
        )
    if draw(st.booleans()):
        sign = draw(
            st.sampled_from(
                [" + ", " - ", " * ", " div ", " mod ", " = ", " != ", " < ", " >= ", " and ", " or "]
            )
        )
        return "(" + sign.join(draw(st.lists(calls(level - 1), min_size=2, max_size=3))) + ")"
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    function = FUNCTIONS[name]
    number = draw(st.integers(function.least, function.most or function.least + 2))
    if name == "jr:choice-name":
        return f"jr:choice-name({draw(calls(level - 1))}, '${{a}}')"
    if name == "position" or function.nodes:
        return f"{name}({'..' if name == 'position' else draw(st.sampled_from(['${a}', '${many}', '${a} | ${b}']))})"
    return f"{name}({', '.join(draw(st.lists(calls(level - 1), min_size=number, max_size=number)))})"


@given(calls(), ANSWER, ANSWER, st.lists(ANSWER, max_size=3), ANSWER)
def test_no_answers_make_a_formula_fail(formula: str, a: str, b: str, many: list[str], current: str) -> None:
    answers = Answers({"a": a, "b": b, "many": tuple(many)}, current=current, once=a)

    found = parsed(formula)

    if isinstance(found, ExpressionProblem):  # only what a text in quotes says by itself can still be wrong
        assert "'regex'" in found.sentence or "'format-date'" in found.sentence
    else:
        _is_a_value(evaluate(found, answers))


def _is_a_value(value: Value) -> None:
    assert isinstance(value, str | float | bool | tuple)
    assert not isinstance(value, tuple) or all(isinstance(each, str) for each in value)
