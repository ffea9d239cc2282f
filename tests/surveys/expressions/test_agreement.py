"""Random formulas over random answers come to the same as in an independent XPath 1.0 (`elementpath`).

Only what both know is compared. Left out: what ODK adds (dates, functions), the tolerance of `=`, comparing a
text with a number without number(...), `mod` of what is negative and by 0, where elementpath departs from XPath 1.0."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from elementpath import XPath1Parser, select
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surveys.expressions import evaluate, parse
from tests.surveys.expressions.answers import Answers


@dataclass(frozen=True)
class Pair:
    """The same formula as a form has it, and as plain XPath."""

    ours: str
    theirs: str


def same(text: str) -> Pair:
    return Pair(text, text)


def wrapped(form: str, *inner: Pair) -> Pair:
    return Pair(form.format(*(each.ours for each in inner)), form.format(*(each.theirs for each in inner)))


WORDS = ["", "a", "b", "ab", "a b", " a  b ", "ä", "3", "3.0", "-2.5", "x3", "نعم", "1 2"]
NUMBERS = ["0", "1", "3", "-2", "-2.5"]


def quarter(count: int) -> Pair:
    return Pair(str(count / 4), f"number({count / 4})")


quarters = st.integers(-12, 400).map(quarter)
positive = st.integers(0, 400).map(quarter)
references = st.sampled_from(
    [*(Pair(f"${{{name}}}", f"string(/data/{name})") for name in "ab"), Pair(".", "string(/data/c)")]
)
words = st.sampled_from(WORDS).map(lambda word: same(f"'{word}'"))
rounds = Pair("${r}", "/data/r")
rounded = st.sampled_from(NUMBERS).map(lambda number: same(f"'{number}'"))


def later(kind: Callable[[int], st.SearchStrategy[Pair]], level: int) -> st.SearchStrategy[Pair]:
    return st.deferred(lambda: kind(level))


def numbers(level: int) -> st.SearchStrategy[Pair]:
    """Numbers that binary floating point holds exactly, so that there is one right result."""
    leaves = (
        quarters
        | references.map(lambda each: wrapped("number({})", each))
        | st.sampled_from([wrapped("count({})", rounds), wrapped("sum({})", rounds)])
    )
    if level == 0:
        return leaves
    inner = later(numbers, level - 1)
    return (
        leaves
        | later(truths, level - 1).map(lambda each: wrapped("number({})", each))
        | st.integers(-21, 21).map(lambda halves: same(f"round({halves / 2})"))
        | st.builds(
            lambda sign, a, b: wrapped(f"({{}} {sign} {{}})", a, b), st.sampled_from("+-"), inner, inner
        )
        | st.builds(lambda a, b: wrapped("{} + {} * {}", a, b, same("2")), inner, inner).map(
            lambda p: wrapped("({})", p)
        )
        | st.builds(lambda a, by: wrapped(f"({{}} mod {by})", a), positive, st.sampled_from(["2", "2.5"]))
        | inner.map(lambda each: wrapped("(- {})", each))
        | inner.map(lambda each: wrapped("round({})", each))
        | later(texts, level - 1).map(lambda each: wrapped("string-length({})", each))
    )


def texts(level: int) -> st.SearchStrategy[Pair]:
    leaves = references | words
    if level == 0:
        return leaves
    inner = later(texts, level - 1)
    return (
        leaves
        | st.builds(lambda a, b: wrapped("concat({}, {})", a, b), inner, inner)
        | inner.map(lambda each: wrapped("normalize-space({})", each))
        | inner.map(lambda each: wrapped("translate({}, 'ab3', 'xy')", each))
        | quarters.map(lambda each: wrapped("string({})", each))
        | later(truths, level - 1).map(lambda each: wrapped("string({})", each))
    )


def truths(level: int) -> st.SearchStrategy[Pair]:
    leaves = st.sampled_from([same("true()"), same("false()")]) | references.map(
        lambda r: wrapped("boolean({})", r)
    )
    if level == 0:
        return leaves
    inner = later(truths, level - 1)
    orders = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    equals = st.sampled_from(["=", "!="])
    return (
        leaves
        | st.builds(
            lambda s, a, b: wrapped(f"({{}} {s} {{}})", a, b),
            orders,
            later(numbers, level - 1),
            later(numbers, level - 1),
        )
        | st.builds(
            lambda s, a, b: wrapped(f"({{}} {s} {{}})", a, b),
            equals,
            later(texts, level - 1),
            later(texts, level - 1),
        )
        | st.builds(lambda s, a, b: wrapped(f"({{}} {s} {{}})", a, b), equals, inner, inner)
        | st.builds(lambda s, a: wrapped(f"({{}} {s} {{}})", rounds, a), equals, rounded)
        | st.sampled_from(["'1'", "'3'"]).map(lambda each: Pair(f"(${{r}} = {each})", f"(/data/r = {each})"))
        | st.builds(
            lambda s, a, b: wrapped(f"({{}} {s} {{}})", a, b), st.sampled_from(["and", "or"]), inner, inner
        )
        | st.builds(lambda a, b, c: wrapped("({} or {} and {})", a, b, c), inner, inner, inner)
        | inner.map(lambda each: wrapped("not({})", each))
        | st.builds(
            lambda a, b: wrapped("contains({}, {})", a, b), later(texts, level - 1), later(texts, level - 1)
        )
        | st.builds(
            lambda a, b: wrapped("starts-with({}, {})", a, b), later(texts, level - 1), texts(level - 1)
        )
        | later(numbers, level - 1).map(lambda each: wrapped("boolean({})", each))
    )


quotients = st.builds(lambda a, b: wrapped("{} div {}", a, b), numbers(2), numbers(2))


@settings(max_examples=250)
@given(
    numbers(3) | texts(3) | truths(3) | quotients,
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3) | st.just([]),
)
def test_formulas_agree_with_plain_xpath(pair: Pair, a: str, b: str, c: str, many: list[str]) -> None:
    data = ET.Element("data")
    for name, value in (("a", a), ("b", b), ("c", c), *(("r", each) for each in many)):
        ET.SubElement(data, name).text = value

    theirs = select(data, pair.theirs, parser=XPath1Parser)
    if isinstance(theirs, list):  # what stands in brackets comes in a list
        (theirs,) = theirs
    ours = evaluate(parse(pair.ours), Answers({"a": a, "b": b, "r": tuple(many)}, current=c))

    if isinstance(theirs, bool | str):
        assert ours == theirs
        assert type(ours) is type(theirs)
    else:
        assert isinstance(ours, float)
        assert not isinstance(ours, bool)
        assert ours == pytest.approx(float(theirs), nan_ok=True)
        assert math.isinf(ours) == math.isinf(float(theirs))
