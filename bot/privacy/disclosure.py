"""Disclosure control: which cells of a table of counts may be shown, so that nobody can be singled out.

Primary: a cell that fewer than `threshold` residents stand behind is withheld. Secondary: as many others are
withheld as are needed, so that no withheld cell can be computed from those shown. Rows are areas and form a
tree (a district is the sum of its quarters); columns add up to a total.

How: such a table is a network (L. H. Cox, "Network Models for Complementary Cell Suppression", JASA 90, 1995;
M. Fischetti and J. J. Salazar, "Models and algorithms for the 2-dimensional cell suppression problem in
statistical disclosure control", Math. Programming 84, 1999): two tables agree in all their sums exactly where
they differ by circulations (see network.py). Every withheld cell below the threshold gets a circulation
through withheld cells alone that would lift it to the threshold. Whoever sees the table can therefore not rule
out that the cell is that large, and no withheld cell has only one possible value.

Counts of residents do not add up over categories (somebody may have named two), nor quite over areas
(somebody may have moved). Cells are protected as if they did, and a cell is at no point assumed to
exceed the total shown for its row or for the area around it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Final

from bot.privacy.network import Cell, Edge, Network, Node

THRESHOLD: Final = 5  # residents
TOTAL: Final = "total"
NOTHING: Final = "–"
WITHHELD: Final = "•"
_TOP: Final = "top"


@dataclass(frozen=True)
class Count:
    """What was counted (requests, responses) and how many residents stand behind it, never more than `count`."""

    count: int
    residents: int


_NONE: Final = Count(0, 0)


@dataclass(frozen=True)
class Table:
    """A table before disclosure control; it must not be shown.

    `rows` gives the row around each row (None for the topmost one); a row with others inside is their sum, so
    what belongs to it but to none of them needs a row of its own. `columns` add up to the column TOTAL.
    Cells that are not in `cells` are nothing.
    """

    rows: Mapping[str, str | None]
    columns: tuple[str, ...]
    cells: Mapping[Cell, Count] = field(repr=False)

    def residents(self, cell: Cell) -> int:
        return self.cells.get(cell, _NONE).residents


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: `get` gives None for what is withheld."""

    rows: Mapping[str, str | None]
    columns: tuple[str, ...]
    withheld: frozenset[Cell]
    _cells: Mapping[Cell, Count]

    def inside(self, row: str) -> "Shown":
        """The part of the table for one row and all inside it. KeyError for no row of this table."""
        kept = {row}
        for each in sorted(self.rows, key=self._depth):
            if self.rows[each] in kept:
                kept.add(each)
        rows = {each: None if each == row else around for each, around in self.rows.items() if each in kept}
        if row not in rows:
            raise KeyError(row)
        return Shown(
            rows, self.columns, frozenset(cell for cell in self.withheld if cell[0] in kept), self._cells
        )

    def _depth(self, row: str) -> int:
        around = self.rows[row]
        return 0 if around is None else 1 + self._depth(around)

    def get(self, row: str, column: str = TOTAL) -> Count | None:
        """The figures of a cell, or None where they are withheld. KeyError for no cell of this table."""
        if row not in self.rows or column not in (*self.columns, TOTAL):
            raise KeyError((row, column))
        return None if (row, column) in self.withheld else self._cells.get((row, column), _NONE)

    def symbol(self, row: str, column: str = TOTAL) -> str:
        """The symbol that stands for the cell (those of German official statistics), or "" where a figure does."""
        found = self.get(row, column)
        if found is None:
            return WITHHELD
        return "" if found.count else NOTHING


def disclose(
    table: Table, *, threshold: int = THRESHOLD, also_withheld: Collection[Cell] = frozenset()
) -> Shown:
    """The table as it may be shown.

    `also_withheld` are cells to withhold besides, such as those withheld when this table was shown before
    or in the table from which it differs by a week: what is withheld once must not show in a later figure.
    """
    secret = _Secret(table, threshold)
    secret.withhold({*_too_small(table, threshold), *(set(also_withheld) & _cells_of(table))})
    return secret.shown()


def disclose_linked(
    tables: Mapping[str, Table],
    *,
    threshold: int = THRESHOLD,
    also_withheld: Mapping[str, Collection[Cell]] | None = None,
) -> dict[str, Shown]:
    """Several tables with the same rows and the same totals, such as the questions of one survey, together.

    A total that one of them withholds is withheld in all, and with it its whole row: rows whose totals are
    withheld can then exchange counts in every table alike, so that the proof for one table holds for all.
    """
    before = also_withheld or {}
    rows = next(iter(tables.values())).rows
    totals = {cell for cells in before.values() for cell in cells if cell[1] == TOTAL and cell[0] in rows}
    while True:
        totals |= _withheld_totals(next(iter(tables.values())), threshold, totals)
        hidden_rows = {row for row, _ in totals}
        done: dict[str, Shown] = {}
        for name, table in tables.items():
            secret = _Secret(table, threshold, fixed_totals=True)
            whole_rows = {cell for cell in _cells_of(table) if cell[0] in hidden_rows}
            wanted = {
                *_too_small(table, threshold),
                *whole_rows,
                *(set(before.get(name, ())) & _cells_of(table)),
            }
            stuck = secret.withhold(wanted)
            if stuck:
                totals.add(_next_total(table, stuck[0], totals))
                break
            done[name] = secret.shown()
        else:
            return done


def _next_total(table: Table, row: str, totals: Collection[Cell]) -> Cell:
    """The innermost total around `row` that is not withheld yet; with all of them withheld nothing is stuck."""
    around: str | None = row
    while around is not None and (around, TOTAL) in totals:
        around = table.rows[around]
    if around is None:
        raise AssertionError("A table whose totals are all withheld can always grow.")
    return (around, TOTAL)


def _withheld_totals(table: Table, threshold: int, totals: set[Cell]) -> set[Cell]:
    """The totals to withhold, by the tree of areas alone."""
    only_totals = Table(table.rows, (), {cell: n for cell, n in table.cells.items() if cell[1] == TOTAL})
    secret = _Secret(only_totals, threshold, merge_rows=True)
    secret.withhold({*_too_small(only_totals, threshold), *totals})
    return set(secret.shown().withheld)


class _Secret:
    """A table while its withheld cells are being found."""

    def __init__(
        self, table: Table, threshold: int, *, fixed_totals: bool = False, merge_rows: bool = False
    ) -> None:
        self._table = table
        self._threshold = threshold
        self._withheld: set[Cell] = set()
        self._inside: dict[str, list[str]] = {}
        for row, around in table.rows.items():
            if around is not None:
                self._inside.setdefault(around, []).append(row)
        cells = _cells_of(table)
        self._network = Network(
            _edges(table, merge_rows=merge_rows),
            {cell: inf if fixed_totals and cell[1] == TOTAL else self._cost(cell) for cell in cells},
            {cell: self._room(cell) for cell in cells},
        )

    def shown(self) -> Shown:
        shown = {cell: count for cell, count in self._table.cells.items() if cell not in self._withheld}
        return Shown(self._table.rows, self._table.columns, frozenset(self._withheld), shown)

    def withhold(self, cells: Collection[Cell]) -> Cell | None:
        """Withhold `cells` and what protects them; gives the cell for which nothing more can be done, if any."""
        self._hide(cells)
        proven: set[Cell] = set()
        # Totals first, then large deficits: what protects them often protects others too.
        todo = sorted(cells, key=lambda cell: (cell[1] == TOTAL, self._missing(cell), cell))
        safe, looked_at = self._surely_safe(), len(self._withheld)
        while todo:
            cell = todo.pop()
            if cell in safe or cell in proven:
                continue
            changes = self._network.raise_cell(cell, self._missing(cell))
            if changes is None:
                changes = self._network.raise_cell(cell, self._missing(cell), bounded=False)
            if changes is None:
                return cell
            proven |= {each for each, change in changes.items() if self._is_enough(each, change)}
            if new := sorted(changes.keys() - self._withheld):
                self._hide(new)
                todo.extend(new)
                if len(self._withheld) > 1.05 * looked_at:  # a second look is worth its time now and then
                    safe, looked_at = self._surely_safe(), len(self._withheld)
        return None

    def _hide(self, cells: Collection[Cell]) -> None:
        self._withheld.update(cells)
        for row, column in cells:
            self._network.set_free((row, column))
            freed = [(inner, column) for inner in self._inside.get(row, ())]
            if column == TOTAL:
                freed += [(row, each) for each in self._table.columns]
            for cell in freed:
                self._network.room[cell] = self._room(cell)

    def _surely_safe(self) -> set[Cell]:
        """Withheld cells whose protection shows at a glance."""
        safe: set[Cell] = set()
        raisable = {amount: self._network.surely_raisable(amount) for amount in range(1, self._threshold + 1)}
        for cell in self._withheld:
            residents = self._table.residents(cell)
            amount = max(self._missing(cell), residents + 1)  # more than the cell could give back itself
            if cell in raisable.get(amount, ()):
                safe.add(cell)
        return safe

    def _is_enough(self, cell: Cell, change: int) -> bool:
        """Whether a circulation that changes `cell` so protects it too."""
        return change >= self._missing(cell) or self._table.residents(cell) >= self._threshold

    def _missing(self, cell: Cell) -> int:
        """By how much a cell must be able to grow: to the threshold, and at all."""
        return max(self._threshold - self._table.residents(cell), 1)

    def _cost(self, cell: Cell) -> float:
        # Nothing is cheap to withhold, but would itself have to look as if it could reach the threshold.
        return (self._table.residents(cell) or self._threshold) + 1

    def _room(self, cell: Cell) -> float:
        row, column = cell
        around = self._table.rows[row]
        limits = [(row, TOTAL)] if column != TOTAL else []
        if around is not None:
            limits.append((around, column))
        shown = [self._table.residents(limit) for limit in limits if limit not in self._withheld]
        return max(0, min(shown, default=inf) - self._table.residents(cell))


def _cells_of(table: Table) -> set[Cell]:
    return {(row, column) for row in table.rows for column in (*table.columns, TOTAL)}


def _too_small(table: Table, threshold: int) -> set[Cell]:
    return {
        cell
        for cell in _cells_of(table)
        if table.cells.get(cell, _NONE).count > 0 and table.residents(cell) < threshold
    }


def _edges(table: Table, *, merge_rows: bool = False) -> dict[Cell, Edge]:
    """Each cell between the two sums it takes part in: down its column, and along its row or further up."""
    inside = {around for around in table.rows.values() if around is not None}

    def sum_of(row: str, column: str) -> Node:
        if row in inside:
            return ("column", row, column)  # the row as the sum of those inside, in one column
        return _TOP if merge_rows else ("row", row)

    def part_of(row: str, column: str) -> Node:
        around = table.rows[row]
        return _TOP if around is None else ("column", around, column)

    edges = {}
    for cell in sorted(_cells_of(table)):
        own, upper = sum_of(*cell), part_of(*cell)
        tail, head = (upper, own) if cell[1] == TOTAL else (own, upper)
        edges[cell] = Edge(cell, tail, head, table.residents(cell))
    return edges
