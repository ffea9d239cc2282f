"""Operators: what they come to, which goes first, and how dates behave among them."""

import math
from datetime import UTC, datetime

import pytest

from bot.surveys.expressions import Value, number_of, parse, text_of, truth
from tests.surveys.expressions.answers import HOUSEHOLD, Answers, result


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 2 - 3", 5.0),
        ("20 div 2 div 5", 2.0),
        ("2 * 7 mod 4", 2.0),
        ("5 mod -2", 1.0),
        ("-5 mod 2", -1.0),
        ("1.5 mod 0.5", 0.0),
        ("5 mod 0", math.nan),
        ("1 div 0 mod 2", math.nan),
        ("5 mod (1 div 0)", 5.0),
        ("1 div 0", math.inf),
        ("-1 div 0", -math.inf),
        ("0 div 0", math.nan),
        ("--3", 3.0),
        ("--'3'", 3.0),
        ("---3", -3.0),
        ("2 - -3", 5.0),
        ("2--3", 5.0),
        ("-${age}", -34.0),
        ("- ${nothing}", math.nan),
        ("-2 * -3", 6.0),
        (".5 + 5.", 5.5),
        ("${age} + 1", 35.0),
        ("${nothing} + 1", math.nan),
        ("'3' + '4'", 7.0),
        ("true() + true()", 2.0),
        ("'2026-01-02' - '2026-01-01'", 1.0),
        ("${born} + 1 - ${born}", 1.0),
    ],
)
def test_sums(formula: str, expected: float) -> None:
    assert result(formula) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 = 1.0", True),
        ("'1' = 1", True),
        ("'1.0' = '1'", False),
        ("${age} = '34'", True),
        ("${age} = 34", True),
        ("${age} != 34", False),
        ("'a' = 'A'", False),
        ("'x' = 1", False),
        ("'x' != 1", True),
        ("number('x') = number('x')", False),
        ("number('x') != number('x')", True),
        ("0.1 + 0.2 = 0.3", True),
        ("1 div 0 = 1 div 0", True),
        ("true() = 'no'", True),
        ("false() = ''", True),
        ("${nothing} = ''", True),
        ("${nothing} = 0", False),
        ("${nothing} < 1", False),
        ("${nothing} >= 0", False),
        ("'10' > '9'", True),
        ("'b' > 'a'", False),
        ("3 > 2 > 1", False),
        ("1 < 2 = 3 < 4", True),
        ("1 or 0 and 0", True),
        ("(1 or 0) and 0", False),
        ("1 = 1 and 2 = 3 or 4 = 4", True),
        ("'a' and 'b'", True),
        ("'' or 0", False),
        ("1 and 2", True),
        ("${ages} = 12", True),
        ("${ages} = '7'", False),
        ("${ages} != 3", True),
        ("${ages} > 11", True),
        ("5 > ${ages}", True),
        ("${nobody} = ''", False),
        ("${nobody} != ''", False),
        ("${ages} = true()", True),
        ("${nobody} = false()", True),
        ("${ages} = ${ages}", True),
        ("(${age} | ${ages}) = 34", True),
    ],
)
def test_comparisons(formula: str, expected: bool) -> None:
    assert result(formula) is expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("${born} < today()", True),
        ("today() = '2026-03-04'", True),
        ("today() = '2026-3-4'", True),
        ("'2026-03-04' >= today()", True),
        ("'2026-03-05' > today()", True),
        ("today() = 20516", True),
        ("today() > 20515", True),
        # A date beside a moment: today is today, at any hour.
        ("${met} = today()", True),
        ("today() >= now()", True),
        ("today() < now()", False),
        # Two moments: the hour counts, whatever the offset they are written with.
        ("${met} > now()", True),
        ("now() = '2026-03-04T11:00:00Z'", True),
        ("now() != '2026-03-04T11:00:01Z'", True),
        ("now() < '2026-03-04T11:00:00.500Z'", True),
        ("'2026-03-04T12:00' = now()", True),
        # Texts that are no dates are compared as texts.
        ("'2026-13-01' = '2026-13-1'", False),
        ("'2026-03-04Z' = today()", False),
        ("'0001-01-01T00:00:00+14:00' < today()", False),
    ],
)
def test_dates(formula: str, expected: bool) -> None:
    assert result(formula) is expected


def test_a_time_is_read_on_the_clock_of_the_place() -> None:
    late = "2026-07-01T22:30:00Z"  # half past midnight in Dortmund

    assert result("date(${late})", Answers({"late": late})) == "2026-07-02"
    assert (
        result("date(${late})", Answers({"late": late}, now=datetime(2026, 7, 1, tzinfo=UTC))) == "2026-07-01"
    )


def test_the_dot_is_the_own_answer() -> None:
    assert truth(parse(". >= 18 and . < 120"), Answers(current="18"))
    assert not truth(parse(".>=18 and .<120"), Answers(current="120"))
    assert number_of(parse(".+.5"), Answers(current="1")) == 1.5


def test_and_and_or_stop_at_the_first_that_decides() -> None:
    answers = Answers({"a": "x"})

    assert result("${a} or ${b}", answers) is True
    assert result("${c} and ${d}", answers) is False
    assert answers.asked == ["a", "c"]


@pytest.mark.parametrize(
    "formula",
    [
        "${age}='34'",
        "${age}=“34”",
        "${age}=‘34’",
        "${age}=„34“",
        "${age}=‚34‘",
        "${age} = '34’",
        "\u00a0${age}\u2003=\ufeff'34'\n",
        "${age}=34and true()",
    ],
)
def test_quotes_and_spaces_may_be_those_of_word(formula: str) -> None:
    assert result(formula) is True


def test_a_quote_inside_other_quotes_is_a_letter() -> None:
    assert result('"it\'s"') == "it's"
    assert result("'„ja“'") == "„ja“"
    assert result("'don’t'") == "don’t"


@pytest.mark.parametrize("name", ["project_role_project-alpha", "größe", "a.b", "_x", "نام", "div"])
def test_names_are_what_xml_allows(name: str) -> None:
    assert result(f"${{{name}}}-1", Answers({name: "3"})) == 2.0


def test_values_are_handed_out_as_the_form_needs_them() -> None:
    formula = parse("${age} div 2")

    assert text_of(formula, HOUSEHOLD) == "17"
    assert number_of(formula, HOUSEHOLD) == 17.0
    assert truth(formula, HOUSEHOLD) is True
    found: Value = result("${ages}")
    assert found == ("3", "", "12")


def test_the_formulas_of_a_real_form_are_understood() -> None:
    answers = Answers({"project_id": "project-alpha", "role": "team_trainee"})

    formula = (
        "normalize-space(concat(if(selected(${project_id}, 'project-alpha') and "
        "not(selected(${role}, 'team_coordinator')), 'Alpha: Not TC', ''), if(${role} != '', ', ', ''), ${role}))"
    )

    assert result(formula, answers) == "Alpha: Not TC, team_trainee"
