"""Nobody can compute what a table withholds, and no more is withheld than is needed."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.areas import load_areas
from bot.privacy.disclosure import TOTAL, Count, Shown, Table, disclose, disclose_linked
from bot.privacy.network import Cell
from tests.privacy.attack import attack

TREE = {"city": None, "north": "city", "n1": "north", "n2": "north", "n3": "north", "south": "city"}
COLUMNS = ("childcare", "health", "work")


def table(rows: Mapping[str, str | None], columns: tuple[str, ...], inner: Mapping[Cell, int]) -> Table:
    """A table from the figures of its innermost cells: everything else is their sum."""
    cells: dict[Cell, int] = {}
    for (row, column), number in inner.items():
        around: str | None = row
        while around is not None:
            for each in (column, TOTAL):
                cells[around, each] = cells.get((around, each), 0) + number
            around = rows[around]
    return Table(rows, columns, {cell: Count(2 * number, number) for cell, number in cells.items() if number})


def innermost(rows: Mapping[str, str | None]) -> list[str]:
    return [row for row in rows if row not in rows.values()]


def is_safe(tables: Mapping[str, Table], shown: Mapping[str, Shown], threshold: int = 5) -> None:
    """Small figures are withheld, and whoever computes what withheld cells can be learns neither a figure nor
    that one is small."""
    for name, each in tables.items():
        for (row, column), count in each.cells.items():
            if count.residents < threshold:
                assert shown[name].get(row, column) is None
    for spot, can_be in attack(tables, shown).items():
        assert can_be.high - can_be.low >= 1 - 1e-6, spot
        assert can_be.high >= threshold - 1e-6, spot


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str | None]:
    """Up to three levels of rows."""
    rows: dict[str, str | None] = {"top": None}
    for n in range(draw(st.integers(0, 9))):
        rows[f"r{n}"] = draw(st.sampled_from([each for each in rows if each.count(".") < 2]))
    return rows


@st.composite
def inners(draw: st.DrawFn, rows: dict[str, str | None], columns: tuple[str, ...]) -> dict[Cell, int]:
    number = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 40))
    return {(row, column): draw(number) for row in innermost(rows) for column in columns}


@st.composite
def any_table(draw: st.DrawFn) -> Table:
    rows = draw(trees())
    columns = tuple(f"c{n}" for n in range(draw(st.integers(1, 5))))
    return table(rows, columns, draw(inners(rows, columns)))


@st.composite
def linked_tables(draw: st.DrawFn) -> dict[str, Table]:
    """Questions that the same residents answered: the rows' totals are the same."""
    rows = draw(trees())
    first_columns = tuple(f"a{n}" for n in range(draw(st.integers(1, 4))))
    first = draw(inners(rows, first_columns))
    linked = {"a": table(rows, first_columns, first)}
    for name in ("b", "c")[: draw(st.integers(1, 2))]:
        columns = tuple(f"{name}{n}" for n in range(draw(st.integers(1, 4))))
        inner: dict[Cell, int] = dict.fromkeys(((row, c) for row in innermost(rows) for c in columns), 0)
        for row in innermost(rows):
            left = sum(first[row, column] for column in first_columns)
            for column in columns[:-1]:
                part = draw(st.integers(0, left))
                inner[row, column] = part
                left -= part
            inner[row, columns[-1]] = left
        linked[name] = table(rows, columns, inner)
    return linked


@given(any_table())
@settings(max_examples=150)
def test_nothing_withheld_can_be_computed(secret: Table) -> None:
    is_safe({"": secret}, {"": disclose(secret)})


@given(linked_tables())
@settings(max_examples=100)
def test_nothing_withheld_can_be_computed_from_several_questions_together(secret: dict[str, Table]) -> None:
    is_safe(secret, disclose_linked(secret))


@given(any_table(), st.data())
@settings(max_examples=50)
def test_what_was_withheld_before_stays_withheld_and_safe(secret: Table, data: st.DataObject) -> None:
    cells = sorted((row, column) for row in secret.rows for column in (*secret.columns, TOTAL))
    before = data.draw(st.sets(st.sampled_from(cells), max_size=4))
    shown = disclose(secret, also_withheld={*before, ("no such row", TOTAL)})
    assert before <= shown.withheld
    is_safe({"": secret}, {"": shown})


@given(linked_tables(), st.data())
@settings(max_examples=30)
def test_what_one_question_withheld_before_stays_withheld_in_all(
    secret: dict[str, Table], data: st.DataObject
) -> None:
    cells = sorted((row, column) for row in secret["a"].rows for column in (*secret["a"].columns, TOTAL))
    before = data.draw(st.sets(st.sampled_from(cells), max_size=3))
    shown = disclose_linked(secret, also_withheld={"a": before, "no such question": before})
    assert before <= shown["a"].withheld
    is_safe(secret, shown)


def test_a_table_of_large_figures_is_shown_whole() -> None:
    secret = table(TREE, COLUMNS, {(row, c): 5 for row in innermost(TREE) for c in COLUMNS})
    shown = disclose(secret)
    assert not shown.withheld
    assert shown.get("north", "health") == Count(30, 15)


def test_nothing_is_a_dash_and_needs_no_hiding() -> None:
    secret = table(TREE, COLUMNS, {("n1", "health"): 9, ("south", "health"): 7})
    shown = disclose(secret)
    assert not shown.withheld
    assert shown.symbol("n2", "health") == "–"
    assert shown.symbol("n1", "health") == ""
    assert disclose(Table({"city": None}, (), {})).symbol("city") == "–"


def test_a_single_small_figure_takes_a_rectangle_with_it() -> None:
    secret = table(
        TREE, COLUMNS, {(row, c): 20 for row in innermost(TREE) for c in COLUMNS} | {("n1", "work"): 3}
    )
    shown = disclose(secret)
    assert shown.symbol("n1", "work") == "•"
    assert len(shown.withheld) == 4
    is_safe({"": secret}, {"": shown})


def test_two_small_figures_that_make_a_known_small_sum_do_not_protect_each_other() -> None:
    rows = {"north": None, "n1": "north", "n2": "north", "n3": "north"}
    secret = table(rows, ("health",), {("n1", "health"): 1, ("n2", "health"): 1, ("n3", "health"): 9})
    shown = disclose(secret)
    assert shown.get("n3", "health") is None  # 11 - 9 would say: two persons in n1 and n2
    is_safe({"": secret}, {"": shown})


def test_a_city_of_three_residents_shows_nothing_at_all() -> None:
    secret = table(TREE, COLUMNS, {("n1", "work"): 2, ("south", "health"): 1})
    shown = disclose(secret)
    assert shown.get("city") is None
    is_safe({"": secret}, {"": shown})


def test_residents_count_for_the_threshold_and_not_what_they_wrote() -> None:
    loud = Table(
        {"city": None}, ("health",), {("city", "health"): Count(90, 2), ("city", TOTAL): Count(90, 2)}
    )
    assert disclose(loud).get("city", "health") is None


def test_residents_who_named_several_categories_do_not_upset_the_protection() -> None:
    """Columns then add up to more than the total; everything small is withheld all the same, and not alone."""
    rows = {"city": None, "n": "city", "s": "city"}
    cells = {
        ("n", "health"): Count(6, 6), ("n", "work"): Count(6, 6), ("n", "care"): Count(3, 3), ("n", TOTAL): Count(6, 6),
        ("s", "health"): Count(9, 9), ("s", "work"): Count(8, 8), ("s", "care"): Count(7, 7), ("s", TOTAL): Count(12, 12),
        ("city", "health"): Count(15, 15), ("city", "work"): Count(14, 14), ("city", "care"): Count(10, 10),
        ("city", TOTAL): Count(18, 18),
    }  # fmt: skip
    shown = disclose(Table(rows, ("health", "work", "care"), cells))
    assert shown.get("n", "care") is None
    assert sum(row == "n" for row, _ in shown.withheld) > 1
    assert sum(column == "care" for _, column in shown.withheld) > 1


def test_the_same_table_is_always_shown_in_the_same_way() -> None:
    inner = {(row, c): (7 * n) % 11 for n, row in enumerate(innermost(TREE)) for c in COLUMNS}
    secret = table(TREE, COLUMNS, inner)
    turned = Table(
        dict(sorted(secret.rows.items(), reverse=True)),
        secret.columns,
        dict(sorted(secret.cells.items(), reverse=True)),
    )
    assert disclose(secret).withheld == disclose(turned).withheld


def test_a_cell_that_does_not_exist_is_an_error() -> None:
    shown = disclose(table(TREE, COLUMNS, {}))
    with pytest.raises(KeyError):
        shown.get("west")
    with pytest.raises(KeyError):
        shown.get("north", "taxes")


def test_the_secret_figures_do_not_show_in_messages() -> None:
    assert "Count" not in repr(table(TREE, COLUMNS, {("n1", "work"): 2}))


def test_a_week_of_the_whole_city() -> None:
    """All quarters and twenty categories: safe, and most of what matters can still be read."""
    tree = load_areas()
    rows = {area.id: area.parent for area in tree}
    columns = tuple(f"c{n}" for n in range(20))
    quarters = innermost(rows)
    inner = {
        (q, c): max(0, (i * 37 + n * 101) % 29 - 17)
        for i, q in enumerate(quarters)
        for n, c in enumerate(columns)
    }
    secret = table(rows, columns, inner)
    shown = disclose(secret)
    small = sum(count.residents < 5 for count in secret.cells.values())
    assert len(shown.withheld) < 2 * small
    assert all(shown.get(tree.root.id, column) for column in (*columns, TOTAL))
    for row in rows:  # a light attack, for time's sake: no sum has a single unknown
        for column in columns:
            inside = [each for each, around in rows.items() if around == row]
            assert sum((each, column) in shown.withheld for each in [row, *inside] if inside) != 1
        assert sum((row, column) in shown.withheld for column in (*columns, TOTAL)) != 1
