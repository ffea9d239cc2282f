"""Counting by area and column: every area is the sum of what lies inside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.areas import AreaTree
from bot.privacy.disclosure import TOTAL, Count, Table
from bot.privacy.network import Cell

OWN: Final = "/"


def own_row(area: str) -> str:
    """The row of what belongs to an area but to none of those inside it: a district somebody named without a
    quarter, or, for the city, somebody who would rather not say."""
    return area + OWN


@dataclass
class _Tally:
    rows: set[str] = field(default_factory=set)
    residents: set[str] = field(default_factory=set)
    erased: int = 0

    def count(self) -> Count:
        return Count(len(self.rows), len(self.residents) + self.erased)


@dataclass(frozen=True)
class Mark:
    """That `row` (a request, a response) counts in `column`, for `resident` or, once erased, for `erased` (1 or 0)
    persons."""

    row: str
    area: str | None
    column: str
    resident: str | None
    erased: int = 0


class Counting:
    """Makes one table out of marks."""

    def __init__(self, areas: AreaTree, columns: Iterable[str]) -> None:
        self._columns = tuple(columns)
        self._rows: dict[str, str | None] = {}
        for area in areas:
            self._rows[area.id] = area.parent
            if areas.children(area.id):
                self._rows[own_row(area.id)] = area.id
        self._root = areas.root.id
        self._tallies: dict[Cell, _Tally] = {}
        self._seen: set[tuple[str, str]] = set()

    def add(self, mark: Mark) -> None:
        """Count a mark in its area and all around it; the same row twice in one column counts once."""
        if mark.column != TOTAL and mark.column not in self._columns:
            return
        if (mark.row, mark.column) in self._seen:
            return
        self._seen.add((mark.row, mark.column))
        around: str | None = self._innermost(mark.area)
        while around is not None:
            tally = self._tallies.setdefault((around, mark.column), _Tally())
            tally.rows.add(mark.row)
            if mark.resident is None:
                tally.erased += mark.erased
            else:
                tally.residents.add(mark.resident)
            around = self._rows[around]

    def _innermost(self, area: str | None) -> str:
        if area is None or area not in self._rows:  # not said, or an area that an import took away
            area = self._root
        return own_row(area) if own_row(area) in self._rows else area

    def table(self) -> Table:
        """The table, before disclosure control."""
        return Table(
            self._rows, self._columns, {cell: tally.count() for cell, tally in self._tallies.items()}
        )
