"""Circulations through a table: which cells could change together so that every sum stays as it is.

Each sum of the table is a node, each cell an edge between the two sums it takes part in. To raise a cell by some
amount, that amount has to find its way back from the edge's end to its start, through other edges: forwards it
raises a cell, backwards it lowers one, at most to nothing.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

Node = Hashable
Cell = tuple[str, str]
"""A row and a column."""


@dataclass(frozen=True)
class Edge:
    """A cell's place: raising the cell flows from `tail` to `head`. `value` is what it can be lowered by."""

    cell: Cell
    tail: Node
    head: Node
    value: int


class Network:
    """The sums and cells of one table."""

    def __init__(self, edges: Mapping[Cell, Edge]) -> None:
        self._edges = edges
        self._at: dict[Node, list[Edge]] = {}
        for edge in edges.values():
            self._at.setdefault(edge.tail, []).append(edge)
            self._at.setdefault(edge.head, []).append(edge)

    def raise_cell(
        self, cell: Cell, amount: int, cost: Callable[[Cell], float], room: Callable[[Cell], float]
    ) -> dict[Cell, int] | None:
        """Changes of other cells that let `cell` grow by `amount`, cheap ones first; None where there are none.

        `cost` of a cell is what changing it at all costs (inf: it must stay), `room` how far it may be raised.
        """
        raised = self._edges[cell]
        changes: dict[Cell, int] = {}
        missing = amount
        while missing:
            way = self._cheapest_way(raised, changes, cost, room)
            if way is None:
                return None
            step = min([missing, *(self._slack(edge, forwards, changes, room) for edge, forwards in way)])
            for edge, forwards in way:
                changes[edge.cell] = changes.get(edge.cell, 0) + int(step if forwards else -step)
            missing -= int(step)
        return {each: change for each, change in changes.items() if change}

    def _slack(
        self, edge: Edge, forwards: bool, changes: Mapping[Cell, int], room: Callable[[Cell], float]
    ) -> float:
        change = changes.get(edge.cell, 0)
        return room(edge.cell) - change if forwards else edge.value + change

    def _cheapest_way(
        self,
        raised: Edge,
        changes: Mapping[Cell, int],
        cost: Callable[[Cell], float],
        room: Callable[[Cell], float],
    ) -> list[tuple[Edge, bool]] | None:
        """Dijkstra's way from the raised edge's head back to its tail, as edges with their direction."""
        start, goal = raised.head, raised.tail
        best: dict[Node, float] = {start: 0}
        came: dict[Node, tuple[Node, Edge, bool]] = {}
        queue: list[tuple[float, int, Node]] = [(0, 0, start)]
        pushed = 0
        while queue:
            spent, _, node = heappop(queue)
            if node == goal:
                return _walk_back(came, start, goal)
            if spent > best[node]:
                continue
            for edge in self._at[node]:
                forwards = edge.tail == node
                if edge is raised or self._slack(edge, forwards, changes, room) < 1:
                    continue
                then = spent + (0 if changes.get(edge.cell) else cost(edge.cell))
                other = edge.head if forwards else edge.tail
                if then < best.get(other, inf):
                    best[other] = then
                    came[other] = (node, edge, forwards)
                    pushed += 1
                    heappush(queue, (then, pushed, other))
        return None


def _walk_back(
    came: Mapping[Node, tuple[Node, Edge, bool]], start: Node, goal: Node
) -> list[tuple[Edge, bool]]:
    way = []
    node = goal
    while node != start:
        node, edge, forwards = came[node]
        way.append((edge, forwards))
    return way
