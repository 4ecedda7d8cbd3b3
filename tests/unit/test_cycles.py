"""Cycles of implications, of parties that speak for each other, of sources that derive from each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.rules.cycles import cycle_edges

NAMES = "abcdef"
graphs = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4))


def reaches(graph, start, goal):
    seen, queue = {start}, [start]
    while queue:
        node = queue.pop()
        if node == goal:
            return True
        for step in graph.get(node, ()):
            if step not in seen:
                seen.add(step)
                queue.append(step)
    return False


@settings(max_examples=examples(200), deadline=None)
@given(graphs)
def test_an_edge_is_part_of_a_cycle_if_a_way_leads_back(graph):
    found = {(edge.node, edge.item) for edge in cycle_edges(graph)}
    assert found == {
        (node, item)
        for node, onward in graph.items()
        for item, step in enumerate(onward)
        if step in graph and reaches(graph, step, node)
    }


@settings(max_examples=examples(200), deadline=None)
@given(graphs)
def test_the_cycle_that_is_shown_follows_the_edges(graph):
    for edge in cycle_edges(graph):
        way = edge.shown.split(" → ")
        assert (way[0], way[1], way[-1]) == (edge.node, graph[edge.node][edge.item], edge.node)
        assert all(step in graph[node] for node, step in pairwise(way))


def test_a_long_cycle_is_shown_in_short():
    graph = {f"c{number}": [f"c{(number + 1) % 20}"] for number in range(20)}
    assert next(cycle_edges(graph)).shown == "c0 → c1 → … → c0, among 20"


def test_where_many_ways_lead_on_the_cycle_is_shown_in_short():
    many = [f"c{number}" for number in range(60)]
    graph = {"a": ["b"], "b": many, **{each: ["a"] for each in many}}
    assert next(cycle_edges(graph)).shown == "a → b → … → a, among 62"


class Counted(list):
    """A list that counts how many of its items are looked at."""

    looked = 0

    def __iter__(self):
        for item in super().__iter__():
            Counted.looked += 1
            yield item


def chain(size):
    return {f"c{number}": Counted([f"c{number + 1}"]) for number in range(size)}


def cycle(size):
    return {f"c{number}": Counted([f"c{(number + 1) % size}"]) for number in range(size)}


def ladder(size):
    """Two rows of nodes, each of which leads to both of the next step, and the last to the first."""
    return {
        f"{row}{number}": Counted([f"a{(number + 1) % size}", f"b{(number + 1) % size}"])
        for number in range(size)
        for row in "ab"
    }


def leading_to_a_cycle(size):
    return chain(size) | {f"c{size}": Counted(["c0"] if size % 2 else [f"c{size}"])}


@pytest.mark.parametrize("shape", [chain, cycle, ladder, leading_to_a_cycle])
@pytest.mark.sampled(4)
def test_ten_times_as_much_takes_ten_times_as_long(shape):
    looked = []
    for size in (300, 3_000):
        Counted.looked = 0
        for _ in cycle_edges(shape(size)):
            pass
        looked.append(Counted.looked)
    assert looked[1] <= 14 * looked[0]
