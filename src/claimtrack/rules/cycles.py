"""Finds cycles in a graph: of claims that imply each other, of parties that speak for each other, of copied sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Graph = Mapping[str, Sequence[str]]

_LONGEST: Final = 8  # nodes of a cycle that are written out
_MOST: Final = 50  # nodes that are looked at for the shortest way back


class CycleEdge(NamedTuple):
    """An edge that is part of a cycle."""

    node: str  # where it begins
    item: int  # its index among the edges of that node
    shown: str  # the cycle as it is shown: a → b → a


def cycle_edges(graph: Graph) -> Iterator[CycleEdge]:
    """Yield the edges that are part of a cycle, in the order of the graph; in linear time.

    Args:
        graph: the nodes to which the edges of each node lead. Edges to nodes that are not in the graph are ignored.
    """
    component = _components(graph)
    sizes: dict[int, int] = {}
    for number in component.values():
        sizes[number] = sizes.get(number, 0) + 1
    for node, onward in graph.items():
        for item, step in enumerate(onward):
            if component.get(step) == component[node]:
                back = _way(step, node, graph, component)
                size = sizes[component[node]]
                shown = " → ".join((node, *back)) if back else f"{node} → {step} → … → {node}, among {size}"
                yield CycleEdge(node, item, shown)


def _way(start: str, goal: str, graph: Graph, component: Mapping[str, int]) -> list[str]:
    """Return the shortest path from one node to another of its component; empty if it is long."""
    before: dict[str, str | None] = {start: None}
    queue = [start]
    nodes = iter(queue)
    while (node := next(nodes)) != goal:  # which is reached, as both are in one component
        for step in graph[node]:
            if step not in before and component.get(step) == component[start]:
                before[step] = node
                queue.append(step)
        if len(before) > _MOST:
            return []
    path = [goal]
    while (at := before[path[-1]]) is not None:
        path.append(at)
    return path[::-1] if len(path) < _LONGEST else []


def _components(graph: Graph) -> dict[str, int]:
    """Return the number of the strongly connected component of each node. Source: Tarjan 1972, without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    component: dict[str, int] = {}
    stack: list[str] = []
    for root in graph:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        path = [(root, iter(graph[root]))]
        while path:
            node, onward = path[-1]
            for step in onward:
                if step not in graph or step in component:
                    continue
                if step in index:
                    low[node] = min(low[node], index[step])
                    continue
                index[step] = low[step] = len(index)
                stack.append(step)
                path.append((step, iter(graph[step])))
                break
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    while (member := stack.pop()) != node:
                        component[member] = index[node]
                    component[node] = index[node]
    return component
