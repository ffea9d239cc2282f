"""Circulations through a table: which cells could change together so that every sum stays as it is.

Each sum of the table is a node, each cell an edge between the two sums it takes part in. To raise a cell by some
amount, that amount has to find its way back from the edge's end to its start, through other edges: forwards it
raises a cell, backwards it lowers one, at most to nothing.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
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
    """The sums and cells of one table.

    `cost` of a cell is what changing it at all costs (inf: it must stay), `room` how far it may be raised, which
    may change. Cells that were set free cost nothing.
    """

    def __init__(
        self, edges: Mapping[Cell, Edge], cost: Mapping[Cell, float], room: Mapping[Cell, float]
    ) -> None:
        self._cost: dict[Cell, float] = dict(cost)
        self.room: dict[Cell, float] = dict(room)
        self._edges = edges
        self._at: dict[Node, list[tuple[Edge, bool, Node]]] = {}
        for edge in edges.values():
            self._at.setdefault(edge.tail, []).append((edge, True, edge.head))
            self._at.setdefault(edge.head, []).append((edge, False, edge.tail))
        self._free: dict[Node, list[tuple[Edge, bool, Node]]] = {node: [] for node in self._at}

    def set_free(self, cell: Cell) -> None:
        """From now on changing `cell` costs nothing."""
        if self._cost[cell]:
            self._cost[cell] = 0
            edge = self._edges[cell]
            self._free[edge.tail].append((edge, True, edge.head))
            self._free[edge.head].append((edge, False, edge.tail))

    def surely_raisable(self, amount: int) -> set[Cell]:
        """Cells that can grow by `amount` through cells of no cost, each by one simple circulation: not all, but found
        quickly and together.

        They are the edges inside a strongly connected part of what `amount` can pass through; a cell that can
        itself be lowered by as much would be its own way back, and is left out.
        """
        ways = {
            node: [
                other
                for edge, forwards, other in arcs
                if (self.room[edge.cell] if forwards else edge.value) >= amount
            ]
            for node, arcs in self._free.items()
        }
        part = _connected_parts(ways)
        return {
            edge.cell
            for arcs in self._free.values()
            for edge, forwards, _ in arcs
            if forwards and edge.value < amount and part[edge.tail] == part[edge.head]
        }

    def raise_cell(self, cell: Cell, amount: int, *, bounded: bool = True) -> dict[Cell, int] | None:
        """Changes of other cells that let `cell` grow by `amount`, cheap ones first; None where there are none.

        Without `bounded`, cells may be raised beyond their room.
        """
        raised = self._edges[cell]
        changes: dict[Cell, int] = {}
        missing = amount
        while missing:
            way = self._free_way(raised, changes, bounded) or self._cheapest_way(raised, changes, bounded)
            if way is None:
                return None
            slack = [self._slack(edge, forwards, changes, bounded) for edge, forwards in way]
            step = int(min([missing, *slack]))
            for edge, forwards in way:
                changes[edge.cell] = changes.get(edge.cell, 0) + (step if forwards else -step)
            missing -= step
        return {each: change for each, change in changes.items() if change}

    def _slack(self, edge: Edge, forwards: bool, changes: Mapping[Cell, int], bounded: bool) -> float:
        change = changes.get(edge.cell, 0)
        if not forwards:
            return edge.value + change
        return self.room[edge.cell] - change if bounded else inf

    def _free_way(
        self, raised: Edge, changes: Mapping[Cell, int], bounded: bool
    ) -> list[tuple[Edge, bool]] | None:
        """The shortest way from the raised edge's head back to its tail at no cost, if there is one."""
        start, goal = raised.head, raised.tail
        came: dict[Node, tuple[Node, Edge, bool]] = {}
        queue = deque([start])
        seen = {start}
        while queue and goal not in seen:
            node = queue.popleft()
            for edge, forwards, other in self._free[node]:
                if (
                    other not in seen
                    and edge is not raised
                    and self._slack(edge, forwards, changes, bounded) >= 1
                ):
                    seen.add(other)
                    came[other] = (node, edge, forwards)
                    queue.append(other)
        return _walk_back(came, start, goal) if goal in seen else None

    def _cheapest_way(
        self, raised: Edge, changes: Mapping[Cell, int], bounded: bool
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
            for edge, forwards, other in self._at[node]:
                then = spent + (0 if changes.get(edge.cell) else self._cost[edge.cell])
                if then >= best.get(other, inf) or edge is raised:
                    continue
                if self._slack(edge, forwards, changes, bounded) >= 1:
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


def _connected_parts(ways: Mapping[Node, Collection[Node]]) -> dict[Node, int]:
    """The number of the strongly connected part of each node (Kosaraju's two passes)."""
    back: dict[Node, list[Node]] = {node: [] for node in ways}
    for node, others in ways.items():
        for other in others:
            back[other].append(node)
    finished: list[Node] = []
    seen: set[Node] = set()
    for node in ways:
        finished.extend(_finish_order(node, ways, seen))
    part: dict[Node, int] = {}
    seen = set()
    for number, node in enumerate(reversed(finished)):
        for each in _finish_order(node, back, seen):
            part[each] = number
    return part


def _finish_order(start: Node, ways: Mapping[Node, Iterable[Node]], seen: set[Node]) -> list[Node]:
    """What can be reached from `start` and was not seen before, each after what can be reached from it."""
    if start in seen:
        return []
    seen.add(start)
    order = []
    stack = [(start, iter(ways[start]))]
    while stack:
        node, others = stack[-1]
        for other in others:
            if other not in seen:
                seen.add(other)
                stack.append((other, iter(ways[other])))
                break
        else:
            order.append(node)
            stack.pop()
    return order
