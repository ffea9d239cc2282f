"""Every function, case by case."""

import math
from collections.abc import Mapping

import pytest

from bot.surveys.expressions import FUNCTIONS, Value, parse, text_of
from bot.surveys.expressions.functions import LONGEST_RESULT
from tests.surveys.expressions.answers import Answers, result

NAN = math.nan

CASES: Mapping[str, tuple[tuple[str, Value], ...]] = {
    "selected": (
        ("selected(${langs}, 'tr')", True),
        ("selected(${langs}, 'de')", True),
        ("selected(${langs}, ' ar ')", True),
        ("selected(${langs}, 't')", False),
        ("selected(${langs}, 'de tr')", False),
        ("selected(${langs}, '')", False),
        ("selected(${nothing}, 'tr')", False),
        ("selected(${nothing}, '')", True),
        ("selected('1 2', 2)", True),
    ),
    "count-selected": (
        ("count-selected(${langs})", 3.0),
        ("count-selected(' a  b ')", 2.0),
        ("count-selected(${nothing})", 0.0),
    ),
    "selected-at": (
        ("selected-at(${langs}, 0)", "de"),
        ("selected-at(${langs}, 2)", "ar"),
        ("selected-at(${langs}, 1.9)", "tr"),
        ("selected-at(${langs}, 3)", ""),
        ("selected-at(${langs}, -1)", ""),
        ("selected-at(${langs}, 'x')", ""),
        ("selected-at(${langs}, 1 div 0)", ""),
    ),
    "jr:choice-name": (
        ("jr:choice-name(${wissen}, '${wissen}')", "Ja, gerne"),
        ('jr:choice-name("nein", "${wissen}")', "Nein"),
        ("jr:choice-name('vielleicht', '${wissen}')", ""),
    ),
    "not": (("not(1)", False), ("not('')", True), ("not(${nothing})", True), ("not(${nobody})", True)),
    "true": (("true()", True), ("true() + 1", 2.0), ("string(true())", "true")),
    "false": (("false()", False), ("string(false( ))", "false")),
    "boolean": (
        ("boolean('false')", True),
        ("boolean('')", False),
        ("boolean(0)", False),
        ("boolean(0 div 0)", False),
        ("boolean(-0.5)", True),
        ("boolean(${ages})", True),
        ("boolean(${nobody})", False),
    ),
    "if": (
        ("if(${age} > 17, 'adult', 'child')", "adult"),
        ("if('', 1, 2)", 2.0),
        ("if(${nothing} != '', 1, if(2, 'second', 'third'))", "second"),
    ),
    "coalesce": (
        ("coalesce(${nothing}, ${age})", "34"),
        ("coalesce(${age}, ${nothing})", "34"),
        ("coalesce('', '')", ""),
        ("coalesce(number('x'), 0)", 0.0),
        ("coalesce(0, 1)", 0.0),
        ("coalesce(false(), 1)", False),
    ),
    "once": (("once(today())", "2026-03-04"), ("once(concat('a', 'b'))", "ab")),
    "regex": (
        ("regex('me@web.de', '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$')", True),
        ("regex('me.web.de', '^[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,}$')", False),
        ("regex('me@web.de', '^[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,}$')", True),
        ("regex('44137', '[0-9]{5}')", True),
        ("regex('441370', '[0-9]{5}')", False),
        ("regex('x44137', '[0-9]{5}')", False),
        ("regex('مرحبا', '[\\u0600-\\u06FF]+')", True),
        ("regex('مرحبا', '\\p{IsArabic}+')", True),
        ("regex('Ayşe', '\\p{L}+')", True),
        ("regex('٣', '\\d')", False),
        ("regex('', '')", True),
        ("regex('a\n', 'a$')", False),
        ("regex('a', concat('(', 'a'))", False),
    ),
    "string": (
        ("string(3.0)", "3"),
        ("string(-0.50)", "-0.5"),
        ("string(1 div 0)", "Infinity"),
        ("string(-1 div 0)", "-Infinity"),
        ("string(0 div 0)", "NaN"),
        ("string(-0)", "0"),
        ("string(0.0000001)", "0.0000001"),
        ("string(pow(10, 21))", "1000000000000000000000"),
        ("string(1 div 3)", "0.3333333333333333"),
        ("string(${ages})", "3"),
        ("string(${nobody})", ""),
    ),
    "string-length": (
        ("string-length('äöü')", 3.0),
        ("string-length()", 14.0),
        ("string-length('')", 0.0),
        ("string-length(100)", 3.0),
        ("string-length('👋🏽')", 2.0),
    ),
    "normalize-space": (("normalize-space(' a \n\t b ')", "a b"), ("normalize-space()", "zwei Worte")),
    "concat": (
        ("concat('a', 1, true())", "a1true"),
        ("concat('a')", "a"),
        ("concat(${ages})", "312"),
        ("concat(${name}, ' ', ${age})", "Ayşe 34"),
    ),
    "join": (
        ("join(', ', 'a', 1, '')", "a, 1, "),
        ("join('-', ${ages})", "3--12"),
        ("join('-')", ""),
        ("join('-', ${nobody})", ""),
    ),
    "contains": (
        ("contains('abc', 'bc')", True),
        ("contains('abc', '')", True),
        ("contains('', 'a')", False),
    ),
    "starts-with": (
        ("starts-with('abc', 'ab')", True),
        ("starts-with('abc', 'b')", False),
        ("starts-with(44137, 44)", True),
    ),
    "ends-with": (
        ("ends-with('abc', 'bc')", True),
        ("ends-with('abc', 'b')", False),
        ("ends-with('', '')", True),
    ),
    "substr": (
        ("substr('hello', 1)", "ello"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("substr('hello', 0, -1)", "hell"),
        ("substr('hello', 3, 1)", ""),
        ("substr('hello', -99, 99)", "hello"),
        ("substr('hello', 'x', 1 div 0)", "hello"),
        ("substr('hello', 1.9, 2.9)", "e"),
    ),
    "translate": (
        ("translate('bar', 'abc', 'ABC')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("translate('aa', 'aa', 'xy')", "xx"),
        ("translate('٣', '٣', '3')", "3"),
    ),
    "number": (
        ("number('12')", 12.0),
        ("number(' -12.50 ')", -12.5),
        ("number('.5')", 0.5),
        ("number('5.')", 5.0),
        ("number('')", NAN),
        ("number('.')", NAN),
        ("number('+5')", NAN),
        ("number('1e3')", NAN),
        ("number('1,5')", NAN),
        ("number('٣')", NAN),
        ("number('inf')", NAN),
        ("number(true())", 1.0),
        ("number('1970-01-11')", 10.0),
        ("number(${ages})", 3.0),
    ),
    "int": (
        ("int(2.9)", 2.0),
        ("int(-2.9)", -2.0),
        ("int('7.5')", 7.0),
        ("int('')", NAN),
        ("int(1 div 0)", math.inf),
        ("int((today() - ${born}) div 365.25)", 34.0),
    ),
    "round": (
        ("round(2.5)", 3.0),
        ("round(-2.5)", -2.0),
        ("round(2.4999)", 2.0),
        ("round(2.675, 2)", 2.68),
        ("round(-2.675, 2)", -2.67),
        ("round(1234, -2)", 1200.0),
        ("round(1250, -2)", 1300.0),
        ("round(1.5, 31)", NAN),
        ("round('x')", NAN),
        ("round(1 div 0)", math.inf),
        ("round(pow(10, 300), 2)", 1e300),
    ),
    "abs": (("abs(-2.5)", 2.5), ("abs('-3')", 3.0), ("abs('x')", NAN)),
    "pow": (
        ("pow(2, 10)", 1024.0),
        ("pow(2, -1)", 0.5),
        ("pow(-8, 1 div 3)", NAN),
        ("pow(0, -1)", math.inf),
        ("pow(10, 400)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("pow('x', 2)", NAN),
    ),
    "min": (
        ("min(3, 1, 2)", 1.0),
        ("min(${ages})", 3.0),
        ("min(${nobody})", NAN),
        ("min(-1, ${ages}, 'x')", -1.0),
    ),
    "max": (
        ("max(3, 1, 2)", 3.0),
        ("max(${ages})", 12.0),
        ("max(-5, -3)", -3.0),
        ("max('')", NAN),
        ("max(${age} | ${ages})", 34.0),
    ),
    "sum": (
        ("sum(${ages})", 15.0),
        ("sum(${nobody})", 0.0),
        ("sum(${age})", 34.0),
        ("sum(${age} | ${ages} | ${age})", 49.0),
    ),
    "count": (
        ("count(${ages})", 3.0),
        ("count(${nobody})", 0.0),
        ("count(${age})", 1.0),
        ("count(${age} | ${ages})", 4.0),
        ("count(.)", 1.0),
    ),
    "position": (("position(..)", 3.0), ("position()", 3.0), ("position( .. ) = 3", True)),
    "today": (("today()", "2026-03-04"), ("today() + 7", 20523.0), ("date(today() + 7)", "2026-03-11")),
    "now": (("now()", "2026-03-04T12:00:00.000+01:00"), ("now() - today()", 0.5)),
    "date": (
        ("date(0)", "1970-01-01"),
        ("date(-1)", "1969-12-31"),
        ("date(20516.75)", "2026-03-04"),
        ("date('2026-3-4')", "2026-03-04"),
        ("date(${met})", "2026-03-04"),
        ("date('2026-03-04T23:30:00Z')", "2026-03-05"),
        ("date('2026-02-30')", ""),
        ("date('soon')", ""),
        ("date('')", ""),
        ("date(1 div 0)", ""),
        ("date(-999999999)", ""),
    ),
    "format-date": (
        ("format-date(${born}, '%d.%m.%Y')", "09.07.1991"),
        ("format-date(${born}, '%e %b %y, %a, %n %W')", "9 Jul 91, Tue, 7 28"),
        ("format-date(${met}, '%H:%M:%S.%3 %h %%')", "18:30:00.000 18 %"),
        ("format-date(0, '%Y')", "1970"),
        ("format-date('', '%Y')", ""),
        ("format-date(${born}, concat('%', 'q'))", "%q"),
    ),
    "decimal-date-time": (
        ("decimal-date-time('1970-01-02T00:00:00Z')", 1.0),
        ("decimal-date-time('1970-01-02T12:00:00.000+01:00')", 1.0 + 11 / 24),
        ("decimal-date-time('2026-03-04')", 20516.0 - 1 / 24),
        ("decimal-date-time(5.5)", 5.5),
        ("decimal-date-time('')", NAN),
    ),
    "format-date-time": (
        ("format-date-time(${met}, '%d.%m.%Y %H:%M')", "04.03.2026 18:30"),
        ("format-date-time('', '%Y')", ""),
    ),
    "decimal-time": (
        ("decimal-time('12:00')", 0.5),
        ("decimal-time('06:00:00')", 0.25),
        ("decimal-time('18:00:00.000+01:00')", 0.75),
        ("decimal-time('08:30') >= decimal-time('08:00')", True),
        ("decimal-time('24:00')", NAN),
        ("decimal-time('noon')", NAN),
        ("decimal-time('')", NAN),
    ),
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_cases(name: str) -> None:
    assert CASES.get(name)
    assert all(f"{name}(" in formula for formula, _ in CASES[name])


def test_no_cases_are_left_over_for_functions_that_are_gone() -> None:
    assert set(CASES) == set(FUNCTIONS)


@pytest.mark.parametrize(("formula", "expected"), [case for cases in CASES.values() for case in cases])
def test_a_function_means_what_odk_says(formula: str, expected: Value) -> None:
    found = result(formula)

    assert type(found) is type(expected)
    assert found == pytest.approx(expected, nan_ok=True) if isinstance(expected, float) else found == expected


def test_if_looks_only_at_the_branch_it_takes() -> None:
    answers = Answers({"a": "1", "b": "yes", "c": "no"})

    assert result("if(${a} = 1, ${b}, ${c})", answers) == "yes"
    assert answers.asked == ["a", "b"]


def test_coalesce_and_once_stop_where_they_have_a_value() -> None:
    answers = Answers({"a": "1"}, once="kept")

    assert result("coalesce(${a}, ${b})", answers) == "1"
    assert result("once(${c})", answers) == "kept"
    assert answers.asked == ["a"]


def test_texts_that_double_each_other_stay_small() -> None:
    text = "x"
    for _ in range(40):
        text = text_of(parse("concat(${a}, ${a}, ${a})"), Answers({"a": text}))

    assert len(text) == LONGEST_RESULT
    assert len(text_of(parse("join(${a}, ${a}, ${a})"), Answers({"a": text}))) == LONGEST_RESULT


def test_position_tells_the_round_of_the_repeat() -> None:
    assert [result("position(..)", Answers(position=number)) for number in (1, 2, 7)] == [1.0, 2.0, 7.0]
