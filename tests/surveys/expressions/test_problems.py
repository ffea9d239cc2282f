"""What is wrong with a formula is said in one sentence, with what to write instead."""

import pytest

from bot.surveys.expressions import ExpressionProblem, parse

PROBLEMS = [
    ("", 1, "is empty"),
    ("  ", 1, "is empty"),
    ("foo(1)", 1, "There is no function 'foo'. Write the formula without it."),
    ("1 + selcted(${a}, 'b')", 5, "There is no function 'selcted'. Did you mean 'selected'?"),
    ("IF(1, 2, 3)", 1, "Did you mean 'if'?"),
    ("jr:choicename(1, 2)", 1, "Did you mean 'jr:choice-name'?"),
    ("random()", 1, "The function 'random' exists elsewhere, not here."),
    ("pulldata('a', 'b')", 1, "'pulldata' exists elsewhere"),
    ("if(1, 2)", 1, "'if' has 2 values in its brackets. Write 3 values, with commas between them."),
    ("today(1)", 1, "'today' has 1 value in its brackets. Write no values."),
    ("not()", 1, "'not' has no values in its brackets. Write 1 value."),
    ("substr('a')", 1, "Write 2 or 3 values."),
    ("string-length('a', 'b')", 1, "Write none or 1 value."),
    ("concat()", 1, "Write at least 1 value"),
    ("(1 + 2", 1, "This bracket is not closed."),
    ("if(1, 2, 3", 3, "This bracket is not closed."),
    ("1 + 2)", 6, "There is no ( for this bracket."),
    ("(1))", 4, "There is no ( for this bracket."),
    ("()", 2, "A value is missing before ')'."),
    ("1,5", 2, "Write decimals with a point"),
    ("(1,5)", 3, "Write decimals with a point"),
    ("1 +", 4, "ends too early"),
    ("1 + * 2", 5, "A value is missing before '*'."),
    ("and 1", 1, "A value is missing before 'and'."),
    ("1 2", 3, "Something is missing before '2'."),
    ("${a} ${b}", 6, "Something is missing before ${b}."),
    ("1 AND 2", 3, "Write 'and' in small letters."),
    ("${a} = ja", 8, "Write 'ja' in quotes for a word, ${ja} for a question."),
    ("true", 1, "The function 'true' has no brackets. Write true(...)."),
    ("${a} == 1", 6, "Write = once."),
    ("${a} <> 1", 6, "Write != for 'not the same'."),
    ("${a} ≤ 1", 6, "Write <= instead of ≤."),
    ("${a} => 1", 6, "Write >= for 'at least'."),
    ("${a} && ${b}", 6, "Write the word 'and'."),
    ("${a} || ${b}", 6, "Write the word 'or'."),
    ("!${a}", 1, "Write not(...)."),
    ("${a} – 1", 6, "Write - (the hyphen) as minus."),
    ("${a} / 2", 6, "the word 'div' to divide"),
    ("/data/x", 1, "Write ${name} for a question"),
    ("../x", 3, "Write ${name} for a question"),
    ("current()/../x", 10, "Write ${name} for a question"),
    ("${a}[1]", 5, "square brackets"),
    ("if(1; 2; 3)", 5, "Write a comma"),
    ("€5", 1, "'€' has no meaning here"),
    ("$a", 1, "Write a question as ${name}"),
    ("${a b}", 1, "Write a question as ${name}"),
    ("${ a }", 1, "without spaces"),
    ("${a", 1, "Write a question as ${name}"),
    ("{a}", 1, "with $ before the brace"),
    ("${last-saved#a}", 1, "last-saved"),
    ("'abc", 1, "A text begins here and does not end."),
    ("${a} = “abc", 8, "A text begins here and does not end."),
    ("today() > 2026-01-01", 11, "A date stands in quotes. Write '2026-01-01'."),
    ("concat('Hello ${name}')", 8, "Inside quotes ${name} is not replaced by the answer."),
    ("jr:choice-name(${a}, ${a})", 22, "Write '${name}'."),
    ("jr:choice-name(${a}, '/data/a')", 22, "Write '${name}'."),
    ("jr:choice-name(${a}, '${a}' + 1)", 29, "Something is missing before '+'."),
    ("regex(., '[a-')", 1, "'regex': "),
    ("regex(., '(a')", 1, "Write the ), or \\("),
    ("regex(., 'a**')", 1, "Two signs of repetition"),
    ("regex(., '*a')", 1, "has nothing before it"),
    ("regex(., '^(?!0)a')", 1, "look ahead or behind"),
    ("regex(., '(a)\\1')", 1, "where it has no meaning"),
    ("regex(., 'a{1001}')", 1, "at most 1000 times"),
    ("regex(., '[a-z&&[^b]]')", 1, "'&&'"),
    ("format-date(., '%Q')", 1, "'%Q' has no meaning in a date."),
    ("format-date(., '%d.%')", 1, "'%' has no meaning in a date."),
    ("sum(1 + 2)", 1, "Write sum(${name})."),
    ("count('a')", 1, "Write count(${name})."),
    ("..", 1, "'..' has a meaning in position(..) only."),
    ("1 + ..", 5, "'..' has a meaning in position(..) only."),
    ("-..", 2, "'..' has a meaning in position(..) only."),
    ("string(..)", 1, "'..' has a meaning in position(..) only."),
    ("position(${a})", 1, "Write position(..)."),
    ("${a} | 1", 8, "'|' joins questions only."),
    ("${a} | -${b}", 9, "'|' joins questions only."),
]


@pytest.mark.parametrize(("formula", "column", "sentence"), PROBLEMS)
def test_a_problem_names_the_place_and_the_cure(formula: str, column: int, sentence: str) -> None:
    with pytest.raises(ExpressionProblem) as caught:
        parse(formula)

    assert sentence in str(caught.value)
    assert str(caught.value).startswith(f"At character {column}: ")
    assert caught.value.column == column
    assert caught.value.sentence.endswith((".", "?"))


def test_a_formula_may_not_be_longer_than_a_page_of_text() -> None:
    assert parse("'" + "x" * 9_998 + "'")
    with pytest.raises(ExpressionProblem, match="longer than 10000 characters"):
        parse("'" + "x" * 9_999 + "'")
