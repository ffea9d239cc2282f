"""Somebody who sees the published tables and knows how they add up computes what the withheld cells can be."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from bot.privacy.disclosure import TOTAL, Shown, Table
from bot.privacy.network import Cell

Place = tuple[str, str, str]
"""A table's name, a row, a column; totals are shared by all tables and have the name ""."""


@dataclass(frozen=True)
class Range:
    """What a withheld cell can be."""

    low: float
    high: float


def place(name: str, cell: Cell) -> Place:
    return ("" if cell[1] == TOTAL else name, *cell)


def attack(tables: Mapping[str, Table], shown: Mapping[str, Shown]) -> dict[Place, Range]:
    """The least and most residents each withheld cell can stand for, from everything that is shown."""
    known: dict[Place, int] = {}
    unknown: dict[Place, int] = {}
    for name, view in shown.items():
        for row in view.rows:
            for column in (*view.columns, TOTAL):
                figures = view.get(row, column)
                spot = place(name, (row, column))
                if figures is None:
                    unknown.setdefault(spot, len(unknown))
                else:
                    known[spot] = figures.residents
    assert not known.keys() & unknown.keys(), "a total is shown in one table and withheld in another"
    if not unknown:
        return {}
    matrix, sums = equations(tables, known, unknown)
    ranges = {}
    for spot, index in unknown.items():
        aim = np.zeros(len(unknown))
        aim[index] = 1
        low = linprog(aim, A_eq=matrix, b_eq=sums, bounds=(0, None), method="highs")
        high = linprog(-aim, A_eq=matrix, b_eq=sums, bounds=(0, None), method="highs")
        assert low.status == 0, low.message
        assert high.status in (0, 3), high.message  # 3: without bound
        ranges[spot] = Range(
            low.fun or 0.0, -high.fun if high.status == 0 and high.fun is not None else np.inf
        )
    return ranges


def equations(
    tables: Mapping[str, Table], known: Mapping[Place, int], unknown: Mapping[Place, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Every sum of every table: a row's columns make its total, the rows inside a row make that row."""
    sums: set[tuple[Place, tuple[Place, ...]]] = set()
    for name, table in tables.items():
        for row in table.rows:
            if table.columns:
                sums.add((place(name, (row, TOTAL)), tuple(place(name, (row, c)) for c in table.columns)))
            inside = [each for each, around in table.rows.items() if around == row]
            for column in (*table.columns, TOTAL) if inside else ():
                sums.add((place(name, (row, column)), tuple(place(name, (each, column)) for each in inside)))
    lines = []
    right = []
    for whole, parts in sorted(sums):
        line = np.zeros(len(unknown))
        side = 0
        for spot, sign in ((whole, -1), *((part, 1) for part in parts)):
            if spot in unknown:
                line[unknown[spot]] += sign
            else:
                side -= sign * known[spot]
        lines.append(line)
        right.append(side)
    return np.array(lines, dtype=np.float64), np.array(right, dtype=np.float64)
