"""Which questions a formula looks at."""

import pytest

from bot.surveys.expressions import parse, references


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("1 + 2", set()),
        (". > 3", set()),
        ("${a}", {"a"}),
        ("-${a} + ${b} * (${c} | ${a})", {"a", "b", "c"}),
        ("if(${a}, ${b}, concat('x', ${c}))", {"a", "b", "c"}),
        ("jr:choice-name(selected-at(${a}, 0), '${b}')", {"a", "b"}),
        ("'a b'", set()),
        ("position(..)", set()),
    ],
)
def test_all_names_are_found(formula: str, names: set[str]) -> None:
    assert references(parse(formula)) == names
